// The objective op on tfjs: a method's own float64 form, run on the host values, rounded once. A
// step has at most 128 rows of 3 numbers, so the read-back costs nothing beside a forward pass (on
// webgpu the program fetches them first). Two methods have a float32 form composed of tfjs kernels
// as well: runs that were stored before the float64 form was used here go on bit for bit with it.

import * as tf from '@tensorflow/tfjs-core';

import { numberNames } from '../../../../graph/objectiveTerms';
import { objectiveTermsOf } from '../../../../kernels/objective/objective.reference';
import { required, type OpImplementation } from '../implementation';

type Numbers = Readonly<Record<string, number>>;
type Composed = (errors: tf.Tensor, scores: tf.Tensor, numbers: Numbers) => tf.Tensor;

/** Column `index` of errors [N,3]. */
function column(errors: tf.Tensor, index: number): tf.Tensor {
  return tf.reshape(tf.slice(tf.reshape(errors, [-1, 3]), [0, index], [-1, 1]), [-1]);
}

/**
 * 1 where the score counts as positive (a tie does unless tieMode is 1), and 0 where a tie is
 * dropped.
 */
function labels(scores: tf.Tensor, numbers: Numbers): { label: tf.Tensor; counted: tf.Tensor } {
  const tau = numbers['tau']!;
  const label = tf.cast(
    numbers['tieMode'] === 1 ? tf.greater(scores, tau) : tf.greaterEqual(scores, tau),
    'float32',
  );
  return {
    label,
    counted:
      numbers['tieMode'] === 2 ? tf.cast(tf.notEqual(scores, tau), 'float32') : tf.onesLike(label),
  };
}

const thresholdGuided: Composed = (errors, scores, numbers) => {
  const { beta, c, tau, scoreInverseScale, scoreClip, temperature, gradientScale } =
    numbers as Readonly<Record<keyof typeof numbers, number>>;
  const z = tf.mul(column(errors, 2), beta!);
  const { label, counted } = labels(scores, numbers);
  const distance = tf.minimum(tf.mul(tf.abs(tf.sub(scores, tau!)), scoreInverseScale!), scoreClip!);
  const weight = tf.mul(counted, tf.add(tf.mul(distance, c!), 1));
  const signed = tf.mul(z, tf.sub(1, tf.mul(label, 2)));
  const softplus = tf.add(tf.relu(signed), tf.log1p(tf.exp(tf.neg(tf.abs(signed)))));
  // σ(z) − label = ∓σ(∓z): no cancellation when the label is 1 and z large.
  const slope = tf.mul(weight, tf.mul(tf.sigmoid(signed), tf.sub(1, tf.mul(label, 2))));
  const g = tf.mul(slope, (-beta! / temperature! / scores.size) * gradientScale!);
  return tf.stack([tf.mul(weight, softplus), z, label, weight, slope, g], 1);
};

const supervised: Composed = (errors, scores, numbers) => {
  const { label, counted } = labels(scores, numbers);
  const weight = tf.mul(label, counted);
  const loss = tf.mul(weight, column(errors, 0));
  const none = tf.zerosLike(weight);
  const g = tf.mul(weight, numbers['gradientScale']! / scores.size);
  return tf.stack([loss, none, label, weight, none, g], 1);
};

const COMPOSED: Readonly<Record<string, Composed>> = { tgo: thresholdGuided, sft: supervised };

export const objective: OpImplementation<'objective'> = ({ terms }, inputs) => {
  const errors = required(inputs, 0);
  const scores = tf.reshape(required(inputs, 1), [-1]);
  const numbers = required(inputs, 2).dataSync();
  const composed = COMPOSED[terms.id];
  const named = Object.fromEntries(numberNames(terms).map((name, i) => [name, numbers[i]!]));
  if (composed && named['errorCap'] === 0) return [composed(errors, scores, named)];
  const values = objectiveTermsOf(
    terms,
    errors.dataSync(),
    scores.dataSync(),
    numbers,
    inputs[3]?.dataSync() ?? null,
  );
  return [tf.tensor(Float32Array.from(values), [scores.size, 6])];
};

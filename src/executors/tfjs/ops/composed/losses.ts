// Per-sample errors, the objectives' terms and their derivative, composed of tfjs kernels on [N] vectors (ops.ts, losses.md).

import * as tf from '@tensorflow/tfjs-core';

import type { Uniforms } from '../../../../graph/ops';
import { required, type OpImplementation } from '../implementation';

/** Column `index` of a matrix as a vector. */
function column(matrix: tf.Tensor, index: number): tf.Tensor {
  const flat = tf.reshape(matrix, [matrix.shape[0]!, matrix.size / matrix.shape[0]!]) as tf.Tensor2D;
  return tf.reshape(tf.slice(flat, [0, index], [-1, 1]), [-1]);
}

export const sampleErrors: OpImplementation<'sampleErrors'> = (_op, inputs, { uniforms }) => {
  const policy = required(inputs, 0);
  const shape = [policy.shape[0]!, policy.size / policy.shape[0]!];
  const target = tf.reshape(required(inputs, 2), shape);
  const k = tf.reshape(required(inputs, 3), [-1]);
  const error = (x: tf.Tensor): tf.Tensor => tf.mul(k, tf.mean(tf.square(tf.sub(tf.reshape(x, shape), target)), 1));
  const m = error(policy);
  if (!inputs[1]) return [tf.stack([m, m, tf.zerosLike(m)], 1)];
  const r = error(inputs[1]);
  return [tf.stack([m, r, tf.mul(tf.sub(m, r), -1 / uniforms.temperature)], 1)];
};

/** 1 where the score counts as positive (a tie does unless tieMode is 1), and 0 where a tie is dropped. */
function labels(scores: tf.Tensor, uniforms: Uniforms): { label: tf.Tensor; counted: tf.Tensor } {
  const { tau, tieMode } = uniforms;
  const label = tf.cast(tieMode === 1 ? tf.greater(scores, tau) : tf.greaterEqual(scores, tau), 'float32');
  return { label, counted: tieMode === 2 ? tf.cast(tf.notEqual(scores, tau), 'float32') : tf.onesLike(label) };
}

export const thresholdGuidedLoss: OpImplementation<'thresholdGuidedLoss'> = (_op, inputs, { uniforms }) => {
  const { beta, c, tau, scoreInverseScale, scoreClip, temperature, gradientScale } = uniforms;
  const scores = tf.reshape(required(inputs, 1), [-1]);
  const z = tf.mul(column(required(inputs, 0), 2), beta);
  const { label, counted } = labels(scores, uniforms);
  const distance = tf.minimum(tf.mul(tf.abs(tf.sub(scores, tau)), scoreInverseScale), scoreClip);
  const weight = tf.mul(counted, tf.add(tf.mul(distance, c), 1));
  const signed = tf.mul(z, tf.sub(1, tf.mul(label, 2)));
  const softplus = tf.add(tf.relu(signed), tf.log1p(tf.exp(tf.neg(tf.abs(signed)))));
  // σ(z) − label = ∓σ(∓z): no cancellation when the label is 1 and z large.
  const slope = tf.mul(weight, tf.mul(tf.sigmoid(signed), tf.sub(1, tf.mul(label, 2))));
  const g = tf.mul(slope, (-beta / temperature / scores.size) * gradientScale);
  return [tf.stack([tf.mul(weight, softplus), z, label, weight, slope, g], 1)];
};

export const supervisedLoss: OpImplementation<'supervisedLoss'> = (_op, inputs, { uniforms }) => {
  const scores = tf.reshape(required(inputs, 1), [-1]);
  const { label, counted } = labels(scores, uniforms);
  const weight = tf.mul(label, counted);
  const z = tf.mul(column(required(inputs, 0), 2), uniforms.beta);
  const loss = tf.mul(weight, column(required(inputs, 0), 0));
  return [tf.stack([loss, z, label, weight, tf.zerosLike(z), tf.mul(weight, uniforms.gradientScale / scores.size)], 1)];
};

export const sampleErrorsInput: OpImplementation<'sampleErrorsInput'> = (_op, inputs) => {
  const policy = required(inputs, 0);
  const n = policy.shape[0]!;
  const size = policy.size / n;
  const factor = tf.mul(tf.mul(column(required(inputs, 3), 5), tf.reshape(required(inputs, 2), [-1])), 2 / size);
  const difference = tf.sub(tf.reshape(policy, [n, size]), tf.reshape(required(inputs, 1), [n, size]));
  return [tf.reshape(tf.mul(difference, tf.reshape(factor, [n, 1])), policy.shape)];
};

// Gradient norm, AdamW and SGD over flat states, composed of tfjs kernels; used where the numbers
// are out of JavaScript's reach (webgpu) and as the oracle (cpu). wasm runs plain loops over the
// heap instead (ops/heap/optimizer.ts).

import * as tf from '@tensorflow/tfjs-core';

import { required, type OpImplementation } from '../implementation';

export const gradientNorm: OpImplementation<'gradientNorm'> = (_op, inputs, { uniforms }) => {
  const gradients = tf.reshape(required(inputs, 0), [-1]);
  const norm = tf.sqrt(tf.sum(tf.square(gradients)));
  const isFinite = tf.logicalAnd(tf.all(tf.isFinite(gradients)), tf.isFinite(norm));
  const notFinite = tf.cast(tf.logicalNot(isFinite), 'float32');
  const one = tf.onesLike(norm);
  const factor =
    uniforms.maxGradNorm > 0
      ? tf.minimum(tf.div(uniforms.maxGradNorm, tf.add(norm, 1e-6)), one)
      : one;
  const clip = tf.where(isFinite, factor, tf.zerosLike(norm));
  return [tf.stack([norm, clip, notFinite, tf.zerosLike(norm)])];
};

/** `old` where `skip`, else `updated`. */
function chosen(skip: tf.Tensor, old: tf.Tensor, updated: tf.Tensor): tf.Tensor {
  return tf.where(tf.broadcastTo(skip, old.shape), old, updated);
}

export const adamw: OpImplementation<'adamw'> = (op, inputs, { uniforms, state }) => {
  const {
    learningRate,
    adamBeta1,
    adamBeta2,
    adamEpsilon,
    weightDecay,
    biasCorrection1,
    biasCorrection2,
  } = uniforms;
  const [parameters, gradients, first, second] = [state(0), state(1), state(2), state(3)];
  const norm = tf.reshape(required(inputs, 4), [-1]) as tf.Tensor1D;
  const skip = tf.greater(tf.slice(norm, 2, 1), 0);
  const clipped = tf.mul(gradients.read(), tf.slice(norm, 1, 1));
  const g = op.coupled ? tf.add(clipped, tf.mul(parameters.read(), weightDecay)) : clipped;
  const m = tf.add(tf.mul(first.read(), adamBeta1), tf.mul(g, 1 - adamBeta1));
  const v = tf.add(tf.mul(second.read(), adamBeta2), tf.mul(tf.square(g), 1 - adamBeta2));
  const step = tf.div(
    tf.mul(m, learningRate / biasCorrection1),
    tf.add(tf.sqrt(tf.div(v, biasCorrection2)), adamEpsilon),
  );
  const p = tf.sub(
    tf.mul(parameters.read(), op.coupled ? 1 : 1 - learningRate * weightDecay),
    step,
  );
  const results = [
    chosen(skip, parameters.read(), p),
    chosen(skip, first.read(), m),
    chosen(skip, second.read(), v),
  ] as const;
  parameters.write(results[0]);
  first.write(results[1]);
  second.write(results[2]);
  return [];
};

export const sgd: OpImplementation<'sgd'> = (op, inputs, { uniforms, state }) => {
  const { learningRate, weightDecay, momentum, gradientShare } = uniforms;
  const [parameters, gradients, buffer] = [state(0), state(1), state(2)];
  const norm = tf.reshape(required(inputs, 3), [-1]) as tf.Tensor1D;
  const skip = tf.greater(tf.slice(norm, 2, 1), 0);
  const g = tf.add(
    tf.mul(gradients.read(), tf.slice(norm, 1, 1)),
    tf.mul(parameters.read(), weightDecay),
  );
  const moved = tf.add(tf.mul(buffer.read(), momentum), tf.mul(g, gradientShare));
  const direction = op.nesterov ? tf.add(g, tf.mul(moved, momentum)) : moved;
  const results = [
    chosen(skip, parameters.read(), tf.sub(parameters.read(), tf.mul(direction, learningRate))),
    chosen(skip, buffer.read(), moved),
  ] as const;
  parameters.write(results[0]);
  buffer.write(results[1]);
  return [];
};

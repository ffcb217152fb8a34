// Gradient norm and AdamW over flat states, composed of tfjs kernels; used where the numbers are out of JavaScript's reach
// (webgpu) and as the oracle (cpu). wasm runs plain loops over the heap instead (ops/heap/optimizer.ts).

import * as tf from '@tensorflow/tfjs-core';

import { required, type OpImplementation } from '../implementation';

export const gradientNorm: OpImplementation<'gradientNorm'> = (_op, inputs, { uniforms }) => {
  const gradients = tf.reshape(required(inputs, 0), [-1]);
  const norm = tf.sqrt(tf.sum(tf.square(gradients)));
  const isFinite = tf.logicalAnd(tf.all(tf.isFinite(gradients)), tf.isFinite(norm));
  const notFinite = tf.cast(tf.logicalNot(isFinite), 'float32');
  const one = tf.onesLike(norm);
  const factor = uniforms.maxGradNorm > 0 ? tf.minimum(tf.div(uniforms.maxGradNorm, tf.add(norm, 1e-6)), one) : one;
  const clip = tf.where(isFinite, factor, tf.zerosLike(norm));
  return [tf.stack([norm, clip, notFinite, tf.zerosLike(norm)])];
};

export const adamw: OpImplementation<'adamw'> = (_op, inputs, { uniforms, state }) => {
  const { learningRate, adamBeta1, adamBeta2, adamEpsilon, weightDecay, biasCorrection1, biasCorrection2 } = uniforms;
  const [parameters, gradients, first, second] = [state(0), state(1), state(2), state(3)];
  const norm = tf.reshape(required(inputs, 4), [-1]) as tf.Tensor1D;
  const skip = tf.greater(tf.slice(norm, 2, 1), 0);
  const g = tf.mul(gradients.read(), tf.slice(norm, 1, 1));
  const m = tf.add(tf.mul(first.read(), adamBeta1), tf.mul(g, 1 - adamBeta1));
  const v = tf.add(tf.mul(second.read(), adamBeta2), tf.mul(tf.square(g), 1 - adamBeta2));
  const step = tf.div(tf.mul(m, learningRate / biasCorrection1), tf.add(tf.sqrt(tf.div(v, biasCorrection2)), adamEpsilon));
  const p = tf.sub(tf.mul(parameters.read(), 1 - learningRate * weightDecay), step);
  const choose = (old: tf.Tensor, updated: tf.Tensor): tf.Tensor => tf.where(tf.broadcastTo(skip, old.shape), old, updated);
  const results = [choose(parameters.read(), p), choose(first.read(), m), choose(second.read(), v)] as const;
  parameters.write(results[0]);
  first.write(results[1]);
  second.write(results[2]);
  return [];
};

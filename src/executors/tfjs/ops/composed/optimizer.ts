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

/** Matrices one after another; the numbers between them are left as they were. */
export const adafactor: OpImplementation<'adafactor'> = (
  { matrices },
  inputs,
  { uniforms: { adafactorDecay: keep, learningRate, weightDecay }, state },
) => {
  const norm = tf.reshape(required(inputs, 4), [-1]) as tf.Tensor1D;
  const skip = tf.greater(tf.slice(norm, 2, 1), 0);
  const ranges = [state(0), state(2), state(3)] as const;
  const old = ranges.map((range) => tf.reshape(range.read(), [-1]) as tf.Tensor1D);
  const gradients = tf.mul(state(1).read(), tf.slice(norm, 1, 1)) as tf.Tensor1D;
  const pieces: [tf.Tensor1D[], tf.Tensor1D[], tf.Tensor1D[]] = [[], [], []];
  const upTo = [0, 0, 0];
  const put = (which: 0 | 1 | 2, offset: number, values: tf.Tensor): void => {
    if (offset > upTo[which]!)
      pieces[which].push(tf.slice(old[which]!, upTo[which]!, offset - upTo[which]!));
    pieces[which].push(tf.reshape(values, [-1]));
    upTo[which] = offset + values.size;
  };
  for (const { offset, rows, columns } of [...matrices].sort((a, b) => a.offset - b.offset)) {
    const matrix = (flat: tf.Tensor1D): tf.Tensor =>
      tf.reshape(tf.slice(flat, offset, rows * columns), [rows, columns]);
    const g = matrix(gradients);
    const squares = tf.add(tf.square(g), 1e-30);
    const moved = (flat: tf.Tensor1D, mean: tf.Tensor): tf.Tensor =>
      tf.add(tf.mul(tf.slice(flat, offset, mean.size), keep), tf.mul(mean, 1 - keep));
    const row = moved(old[1]!, tf.mean(squares, 1));
    const column = moved(old[2]!, tf.mean(squares, 0));
    const share = tf.rsqrt(tf.div(row, tf.mean(row)));
    const update = tf.mul(
      tf.mul(g, tf.reshape(share, [rows, 1])),
      tf.reshape(tf.rsqrt(column), [1, columns]),
    );
    const size = tf.maximum(tf.sqrt(tf.mean(tf.square(update))), 1);
    const kept = tf.mul(matrix(old[0]!), 1 - learningRate * weightDecay);
    put(0, offset, tf.sub(kept, tf.mul(tf.div(update, size), learningRate)));
    put(1, offset, row);
    put(2, offset, column);
  }
  ranges.forEach((range, which) => {
    put(which as 0 | 1 | 2, range.length, tf.tensor1d([]));
    range.write(chosen(skip, old[which]!, tf.concat(pieces[which as 0 | 1 | 2])));
  });
  return [];
};

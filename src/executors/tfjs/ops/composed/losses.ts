// Per-sample errors (of predictions and of masked tokens) and their derivatives, composed of tfjs
// kernels on [N] vectors (ops.ts, losses.md).

import * as tf from '@tensorflow/tfjs-core';

import { required, type OpImplementation } from '../implementation';

/** Column `index` of a matrix as a vector. */
function column(matrix: tf.Tensor, index: number): tf.Tensor {
  const flat = tf.reshape(matrix, [
    matrix.shape[0]!,
    matrix.size / matrix.shape[0]!,
  ]) as tf.Tensor2D;
  return tf.reshape(tf.slice(flat, [0, index], [-1, 1]), [-1]);
}

export const sampleErrors: OpImplementation<'sampleErrors'> = (_op, inputs, { uniforms }) => {
  const policy = required(inputs, 0);
  const shape = [policy.shape[0]!, policy.size / policy.shape[0]!];
  const target = tf.reshape(required(inputs, 2), shape);
  const k = tf.reshape(required(inputs, 3), [-1]);
  const error = (x: tf.Tensor): tf.Tensor =>
    tf.mul(k, tf.mean(tf.square(tf.sub(tf.reshape(x, shape), target)), 1));
  const m = error(policy);
  if (!inputs[1]) return [tf.stack([m, m, tf.zerosLike(m)], 1)];
  const r = error(inputs[1]);
  return [tf.stack([m, r, tf.mul(tf.sub(m, r), -1 / uniforms.temperature)], 1)];
};

export const sampleErrorsInput: OpImplementation<'sampleErrorsInput'> = (_op, inputs) => {
  const policy = required(inputs, 0);
  const n = policy.shape[0]!;
  const size = policy.size / n;
  const factor = tf.mul(
    tf.mul(column(required(inputs, 3), 5), tf.reshape(required(inputs, 2), [-1])),
    2 / size,
  );
  const target = tf.reshape(required(inputs, 1), [n, size]);
  const difference = tf.sub(tf.reshape(policy, [n, size]), target);
  const own = tf.mul(difference, tf.reshape(factor, [n, 1]));
  if (!inputs[4]) return [tf.reshape(own, policy.shape)];
  const other = tf.mul(
    tf.mul(column(required(inputs, 3), 4), tf.reshape(required(inputs, 2), [-1])),
    2 / size,
  );
  const apart = tf.sub(tf.reshape(inputs[4], [n, size]), target);
  return [tf.reshape(tf.add(own, tf.mul(apart, tf.reshape(other, [n, 1]))), policy.shape)];
};

export const predictionDistances: OpImplementation<'predictionDistances'> = (
  _op,
  inputs,
  { uniforms: { mixture } },
) => {
  const policy = required(inputs, 0);
  const shape = [policy.shape[0]!, policy.size / policy.shape[0]!];
  const [p, r, target] = [policy, required(inputs, 1), required(inputs, 2)].map((one) =>
    tf.reshape(one, shape),
  ) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const k = tf.reshape(required(inputs, 3), [-1]);
  const step = tf.sub(p, r);
  const away = (by: number): tf.Tensor =>
    tf.mul(tf.sqrt(k), tf.mean(tf.abs(tf.add(tf.sub(r, target), tf.mul(step, by))), 1));
  return [
    tf.stack([tf.mul(k, tf.mean(tf.square(step), 1)), away(mixture), away(-mixture), away(0)], 1),
  ];
};

/** For logits [N·L, V]: log Σ exp of every row and the logit at its token, [N·L] each. */
function picked(logits: tf.Tensor, tokens: tf.Tensor): { lse: tf.Tensor; own: tf.Tensor } {
  const codes = logits.shape[logits.shape.length - 1]!;
  const rows = tf.reshape(logits, [logits.size / codes, codes]) as tf.Tensor2D;
  const places = tf.add(
    tf.mul(tf.range(0, rows.shape[0], 1, 'int32'), tf.scalar(codes, 'int32')),
    tf.reshape(tokens, [-1]),
  ) as tf.Tensor1D;
  return { lse: tf.logSumExp(rows, 1), own: tf.gather(tf.reshape(rows, [-1]), places) };
}

/** 1 where masked and the count of masked positions, kept at 1 or above: [N, L] and [N]. */
function maskOf(mask: tf.Tensor, n: number): { masked: tf.Tensor; counts: tf.Tensor } {
  const masked = tf.cast(tf.greater(tf.reshape(mask, [n, mask.size / n]), 0.5), 'float32');
  return { masked, counts: tf.maximum(tf.sum(masked, 1), 1) };
}

export const maskedLogProb: OpImplementation<'maskedLogProb'> = (_op, inputs, { uniforms }) => {
  const [policy, tokens, k] = [
    required(inputs, 0),
    required(inputs, 2),
    tf.reshape(required(inputs, 4), [-1]),
  ];
  const { masked, counts } = maskOf(required(inputs, 3), k.size);
  const mean = (values: tf.Tensor): tf.Tensor =>
    tf.mul(tf.div(tf.sum(tf.mul(tf.reshape(values, masked.shape), masked), 1), counts), k);
  const { lse, own } = picked(policy, tokens);
  const m = mean(tf.sub(lse, own));
  const kept = tf.mul(tf.reshape(lse, masked.shape), masked);
  if (!inputs[1]) return [tf.stack([m, m, tf.zerosLike(m)], 1), kept];
  const other = picked(inputs[1], tokens);
  const difference = mean(tf.sub(tf.sub(own, other.own), tf.sub(lse, other.lse)));
  return [
    tf.stack([m, mean(tf.sub(other.lse, other.own)), tf.div(difference, uniforms.temperature)], 1),
    kept,
  ];
};

export const maskedLogProbInput: OpImplementation<'maskedLogProbInput'> = (_op, inputs) => {
  const [policy, tokens, k] = [
    required(inputs, 0),
    required(inputs, 1),
    tf.reshape(required(inputs, 3), [-1]),
  ];
  const codes = policy.shape[policy.shape.length - 1]!;
  const { masked, counts } = maskOf(required(inputs, 2), k.size);
  const factors = tf.div(tf.mul(column(required(inputs, 4), 5), k), counts);
  const shares = tf.exp(
    tf.sub(
      tf.reshape(policy, [...masked.shape, codes]),
      tf.expandDims(tf.reshape(required(inputs, 5), masked.shape), 2),
    ),
  );
  const chosen = tf.cast(
    tf.equal(tf.expandDims(tf.reshape(tokens, masked.shape), 2), tf.range(0, codes, 1, 'int32')),
    'float32',
  );
  const perPosition = tf.expandDims(tf.mul(masked, tf.reshape(factors, [-1, 1])), 2);
  const derivative = tf.mul(tf.sub(shares, chosen), perPosition);
  // An unmasked position's lse is 0 and its exp may overflow: choose, do not multiply.
  return [
    tf.reshape(
      tf.where(
        tf.greater(tf.broadcastTo(tf.expandDims(masked, 2), derivative.shape), 0),
        derivative,
        tf.zerosLike(derivative),
      ),
      policy.shape,
    ),
  ];
};

// GroupNorm (+ SiLU), LayerNorm, RMSNorm and global response normalisation with their derivatives,
// composed of tfjs kernels. GroupNorm reads x as [N, P, G, C/G] (P positions); its and LayerNorm's
// statistics are (mean, 1/√(var+eps)) with the biased variance.

import * as tf from '@tensorflow/tfjs-core';

import { required, rowsAndColumns, type OpImplementation } from '../implementation';

function statistics(
  x: tf.Tensor,
  axes: number[],
  eps: number,
): { mean: tf.Tensor; rstd: tf.Tensor } {
  const mean = tf.mean(x, axes, true);
  const variance = tf.mean(tf.square(tf.sub(x, mean)), axes, true);
  return { mean, rstd: tf.rsqrt(tf.add(variance, eps)) };
}

/** x as [N, P, G, C/G] and gamma-like vectors as [1, 1, G, C/G]. */
function grouped(
  x: tf.Tensor,
  groups: number,
): { data: tf.Tensor; vector: (v: tf.Tensor) => tf.Tensor } {
  const n = x.shape[0]!;
  const channels = x.shape[x.shape.length - 1]!;
  return {
    data: tf.reshape(x, [n, x.size / n / channels, groups, channels / groups]),
    vector: (v) => tf.reshape(v, [1, 1, groups, channels / groups]),
  };
}

export const groupNorm: OpImplementation<'groupNorm'> = (op, inputs) => {
  const x = required(inputs, 0);
  const { data, vector } = grouped(x, op.groups);
  const { mean, rstd } = statistics(data, [1, 3], op.eps);
  const u = tf.add(
    tf.mul(tf.mul(tf.sub(data, mean), rstd), vector(required(inputs, 1))),
    vector(required(inputs, 2)),
  );
  const y = op.silu ? tf.mul(u, tf.sigmoid(u)) : u;
  const shape = [x.shape[0]!, op.groups, 1];
  return [tf.reshape(y, x.shape), tf.concat([tf.reshape(mean, shape), tf.reshape(rstd, shape)], 2)];
};

/** rstd·(h − mean(h) − x̂·mean(h·x̂)) over `axes`, h = γ·du. */
function normInput(
  h: tf.Tensor,
  normalised: tf.Tensor,
  rstd: tf.Tensor,
  axes: number[],
): tf.Tensor {
  const meanH = tf.mean(h, axes, true);
  const meanHX = tf.mean(tf.mul(h, normalised), axes, true);
  return tf.mul(rstd, tf.sub(tf.sub(h, meanH), tf.mul(normalised, meanHX)));
}

function splitStats(stats: tf.Tensor, shape: number[]): { mean: tf.Tensor; rstd: tf.Tensor } {
  const flat = tf.reshape(stats, [-1, 2]) as tf.Tensor2D;
  return {
    mean: tf.reshape(tf.slice(flat, [0, 0], [-1, 1]), shape),
    rstd: tf.reshape(tf.slice(flat, [0, 1], [-1, 1]), shape),
  };
}

export const groupNormInput: OpImplementation<'groupNormInput'> = (op, inputs) => {
  const x = required(inputs, 1);
  const { data, vector } = grouped(x, op.groups);
  const { mean, rstd } = splitStats(required(inputs, 2), [x.shape[0]!, 1, op.groups, 1]);
  const gamma = vector(required(inputs, 3));
  const normalised = tf.mul(tf.sub(data, mean), rstd);
  let du = tf.reshape(required(inputs, 0), data.shape);
  if (op.silu) {
    const u = tf.add(tf.mul(normalised, gamma), vector(required(inputs, 4)));
    const s = tf.sigmoid(u);
    du = tf.mul(du, tf.mul(s, tf.add(tf.mul(u, tf.sub(1, s)), 1)));
  }
  return [tf.reshape(normInput(tf.mul(du, gamma), normalised, rstd, [1, 3]), x.shape)];
};

export const layerNorm: OpImplementation<'layerNorm'> = (op, inputs) => {
  const x = required(inputs, 0);
  const data = tf.reshape(x, rowsAndColumns(x));
  const { mean, rstd } = statistics(data, [1], op.eps);
  const y = tf.add(
    tf.mul(tf.mul(tf.sub(data, mean), rstd), required(inputs, 1)),
    required(inputs, 2),
  );
  return [tf.reshape(y, x.shape), tf.concat([mean, rstd], 1)];
};

export const layerNormInput: OpImplementation<'layerNormInput'> = (_op, inputs) => {
  const x = required(inputs, 1);
  const [rows, columns] = rowsAndColumns(x);
  const { mean, rstd } = splitStats(required(inputs, 2), [rows, 1]);
  const normalised = tf.mul(tf.sub(tf.reshape(x, [rows, columns]), mean), rstd);
  const h = tf.mul(tf.reshape(required(inputs, 0), [rows, columns]), required(inputs, 3));
  return [tf.reshape(normInput(h, normalised, rstd, [1]), x.shape)];
};

/** On wasm too: XNNPACK's sums and products over rows take a third of a loop over the heap. */
export const rmsNorm: OpImplementation<'rmsNorm'> = (op, inputs) => {
  const x = required(inputs, 0);
  const data = tf.reshape(x, rowsAndColumns(x));
  const rstd = tf.rsqrt(tf.add(tf.mean(tf.square(data), 1, true), op.eps));
  return [
    tf.reshape(tf.mul(tf.mul(data, rstd), required(inputs, 1)), x.shape),
    tf.reshape(rstd, [-1]),
  ];
};

export const rmsNormInput: OpImplementation<'rmsNormInput'> = (_op, inputs) => {
  const x = required(inputs, 1);
  const [rows, columns] = rowsAndColumns(x);
  const rstd = tf.reshape(required(inputs, 2), [rows, 1]);
  const normalised = tf.mul(tf.reshape(x, [rows, columns]), rstd);
  const h = tf.mul(tf.reshape(required(inputs, 0), [rows, columns]), required(inputs, 3));
  const mean = tf.mean(tf.mul(h, normalised), 1, true);
  return [tf.reshape(tf.mul(rstd, tf.sub(h, tf.mul(normalised, mean))), x.shape)];
};

/** x[N,…,C] as [N, P, C]. */
function byPosition(x: tf.Tensor): tf.Tensor3D {
  const [n, c] = [x.shape[0]!, x.shape[x.shape.length - 1]!];
  return tf.reshape(x, [n, x.size / n / c, c]) as tf.Tensor3D;
}

export const globalResponseNorm: OpImplementation<'globalResponseNorm'> = (op, inputs) => {
  const x = byPosition(required(inputs, 0));
  const norms = tf.sqrt(tf.sum(tf.square(x), 1, true));
  const response = tf.div(norms, tf.add(tf.mean(norms, 2, true), op.eps));
  const y = tf.add(
    tf.mul(x, tf.add(tf.mul(response, required(inputs, 1)), 1)),
    required(inputs, 2),
  );
  return [tf.reshape(y, required(inputs, 0).shape), tf.reshape(norms, [x.shape[0], x.shape[2]])];
};

export const globalResponseNormInput: OpImplementation<'globalResponseNormInput'> = (
  op,
  inputs,
) => {
  const [dy, x] = [byPosition(required(inputs, 0)), byPosition(required(inputs, 1))];
  const norms = tf.reshape(required(inputs, 2), [x.shape[0], 1, x.shape[2]]);
  const gamma = required(inputs, 3);
  const mean = tf.add(tf.mean(norms, 2, true), op.eps);
  const slopes = tf.mul(tf.sum(tf.mul(dy, x), 1, true), gamma);
  const meanProduct = tf.mean(tf.mul(slopes, norms), 2, true);
  const byNorm = tf.div(tf.sub(slopes, tf.div(meanProduct, mean)), mean);
  // Where a norm is 0 so is x: the direction x/norm counts as 0.
  const perX = tf.div(byNorm, tf.where(tf.greater(norms, 0), norms, tf.onesLike(norms)));
  const dx = tf.add(tf.mul(dy, tf.add(tf.mul(gamma, tf.div(norms, mean)), 1)), tf.mul(x, perX));
  return [tf.reshape(dx, required(inputs, 1).shape)];
};

// GroupNorm (+ SiLU), LayerNorm and their derivatives: sums as loops over the wasm heap in float64,
// sigmoid and the affine part by XNNPACK, whose vector kernels beat loops. Sums of squares are
// taken in one pass: float64 leaves no cancellation to fear.

import * as tf from '@tensorflow/tfjs-core';

import { required, rowsAndColumns, type OpImplementation } from '../implementation';
import { allocate, heapView } from './heap';

interface Groups {
  readonly samples: number;
  readonly positions: number;
  readonly channels: number;
  readonly groups: number;
  readonly perGroup: number;
}

function groupsOf(x: tf.Tensor, groups: number): Groups {
  const samples = x.shape[0]!;
  const channels = x.shape[x.shape.length - 1]!;
  return {
    samples,
    channels,
    groups,
    positions: x.size / samples / channels,
    perGroup: channels / groups,
  };
}

/** (mean, rstd) of every group of every sample into `stats` [N,G,2]. */
function groupStatistics(x: Float32Array, stats: Float32Array, g: Groups, eps: number): void {
  const count = g.positions * g.perGroup;
  const [sums, squares] = [new Float64Array(g.groups), new Float64Array(g.groups)];
  for (let sample = 0, i = 0; sample < g.samples; sample++) {
    sums.fill(0);
    squares.fill(0);
    for (let position = 0; position < g.positions; position++) {
      for (let group = 0; group < g.groups; group++) {
        let sum = 0;
        let square = 0;
        for (const last = i + g.perGroup; i < last; i++) {
          const value = x[i]!;
          sum += value;
          square += value * value;
        }
        sums[group]! += sum;
        squares[group]! += square;
      }
    }
    for (let group = 0; group < g.groups; group++) {
      const mean = sums[group]! / count;
      stats[(sample * g.groups + group) * 2] = mean;
      stats[(sample * g.groups + group) * 2 + 1] =
        1 / Math.sqrt(Math.max(0, squares[group]! / count - mean * mean) + eps);
    }
  }
}

/** u = (x−mean)·rstd·γ+β as x·scale + shift with one scale and shift a sample and channel. */
function affine(
  x: tf.Tensor,
  stats: Float32Array,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  g: Groups,
): tf.Tensor {
  const scale = allocate([g.samples, 1, g.channels]);
  const shift = allocate([g.samples, 1, g.channels]);
  const [scales, shifts, gammas, betas] = [
    heapView(scale),
    heapView(shift),
    heapView(gamma),
    heapView(beta),
  ];
  for (let i = 0; i < scales.length; i++) {
    const channel = i % g.channels;
    const at = (Math.floor(i / g.channels) * g.groups + Math.floor(channel / g.perGroup)) * 2;
    const slope = stats[at + 1]! * gammas[channel]!;
    scales[i] = slope;
    shifts[i] = betas[channel]! - stats[at]! * slope;
  }
  return tf.add(tf.mul(tf.reshape(x, [g.samples, g.positions, g.channels]), scale), shift);
}

export const groupNorm: OpImplementation<'groupNorm'> = (op, inputs) => {
  const x = required(inputs, 0);
  const g = groupsOf(x, op.groups);
  const stats = allocate([g.samples, op.groups, 2]);
  groupStatistics(heapView(x), heapView(stats), g, op.eps);
  // A copy: the heap may grow while the affine part allocates.
  const u = affine(x, heapView(stats).slice(), required(inputs, 1), required(inputs, 2), g);
  return [tf.reshape(op.silu ? tf.mul(u, tf.sigmoid(u)) : u, x.shape), stats];
};

/** dy·act′(u): σ(u)·(1 + u·(1 − σ(u))) = s + y − y·s with y = u·s. */
function throughSilu(dy: tf.Tensor, u: tf.Tensor): tf.Tensor {
  const s = tf.sigmoid(u);
  const y = tf.mul(u, s);
  return tf.mul(tf.reshape(dy, u.shape), tf.sub(tf.add(s, y), tf.mul(y, s)));
}

export const groupNormInput: OpImplementation<'groupNormInput'> = (op, inputs) => {
  const x = required(inputs, 1);
  const g = groupsOf(x, op.groups);
  const moments = heapView(required(inputs, 2)).slice();
  const du = op.silu
    ? throughSilu(
        required(inputs, 0),
        affine(x, moments, required(inputs, 3), required(inputs, 4), g),
      )
    : required(inputs, 0);
  const dx = allocate(x.shape);
  const [slopes, from, stats, gamma, to] = [
    heapView(du),
    heapView(x),
    heapView(required(inputs, 2)),
    heapView(required(inputs, 3)),
    heapView(dx),
  ];
  const [sums, products] = [new Float64Array(g.groups), new Float64Array(g.groups)];
  const [perH, perX, constant] = [
    new Float64Array(g.channels),
    new Float64Array(g.channels),
    new Float64Array(g.channels),
  ];
  const count = g.positions * g.perGroup;
  for (let sample = 0; sample < g.samples; sample++) {
    sums.fill(0);
    products.fill(0);
    const start = sample * g.positions * g.channels;
    const end = start + g.positions * g.channels;
    for (let i = start; i < end;) {
      for (let group = 0, c = 0; group < g.groups; group++) {
        let sum = 0;
        let product = 0;
        for (const last = c + g.perGroup; c < last; c++, i++) {
          const h = slopes[i]! * gamma[c]!;
          sum += h;
          product += h * from[i]!;
        }
        sums[group]! += sum;
        products[group]! += product;
      }
    }
    // dx = rstd·(γ·du − mean(h) − (x − mean)·rstd²·mean(h·(x − mean))), linear in du and x for one
    // channel.
    for (let c = 0; c < g.channels; c++) {
      const group = Math.floor(c / g.perGroup);
      const mean = stats[(sample * g.groups + group) * 2]!;
      const rstd = stats[(sample * g.groups + group) * 2 + 1]!;
      const slope = (rstd * rstd * rstd * (products[group]! - mean * sums[group]!)) / count;
      perH[c] = rstd * gamma[c]!;
      perX[c] = -slope;
      constant[c] = mean * slope - (rstd * sums[group]!) / count;
    }
    for (let i = start; i < end;) {
      for (let c = 0; c < g.channels; c++, i++)
        to[i] = slopes[i]! * perH[c]! + from[i]! * perX[c]! + constant[c]!;
    }
  }
  return [dx];
};

export const layerNorm: OpImplementation<'layerNorm'> = (op, inputs) => {
  const x = required(inputs, 0);
  const [rows, columns] = rowsAndColumns(x);
  const y = allocate(x.shape);
  const stats = allocate([rows, 2]);
  const [from, to, moments, gamma, beta] = [
    heapView(x),
    heapView(y),
    heapView(stats),
    heapView(required(inputs, 1)),
    heapView(required(inputs, 2)),
  ];
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += from[start + i]!;
    const mean = sum / columns;
    let squares = 0;
    for (let i = 0; i < columns; i++) {
      const centred = from[start + i]! - mean;
      squares += centred * centred;
    }
    const rstd = 1 / Math.sqrt(squares / columns + op.eps);
    for (let i = 0; i < columns; i++)
      to[start + i] = (from[start + i]! - mean) * rstd * gamma[i]! + beta[i]!;
    moments[row * 2] = mean;
    moments[row * 2 + 1] = rstd;
  }
  return [y, stats];
};

export const layerNormInput: OpImplementation<'layerNormInput'> = (_op, inputs) => {
  const x = required(inputs, 1);
  const [rows, columns] = rowsAndColumns(x);
  const dx = allocate(x.shape);
  const [dy, from, stats, gamma] = [0, 1, 2, 3].map((index) =>
    heapView(required(inputs, index)),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const to = heapView(dx);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const [mean, rstd] = [stats[row * 2]!, stats[row * 2 + 1]!];
    let sum = 0;
    let product = 0;
    for (let i = 0; i < columns; i++) {
      const h = dy[start + i]! * gamma[i]!;
      sum += h;
      product += h * (from[start + i]! - mean);
    }
    const meanH = sum / columns;
    const slope = (rstd * rstd * product) / columns;
    for (let i = 0; i < columns; i++)
      to[start + i] =
        rstd * (dy[start + i]! * gamma[i]! - meanH - (from[start + i]! - mean) * slope);
  }
  return [dx];
};

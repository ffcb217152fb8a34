// GroupNorm (+ SiLU), LayerNorm and their derivatives as loops over the wasm heap: two passes for the statistics
// (mean, then centred squares, in float64), one to apply.

import type * as tf from '@tensorflow/tfjs-core';

import { required, rowsAndColumns, type OpImplementation } from '../implementation';
import { allocate, heapView } from './heap';
import { sigmoid } from './transcendental';

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
  return { samples, channels, groups, positions: x.size / samples / channels, perGroup: channels / groups };
}

/** (mean, rstd) of every group of every sample into `stats` [N,G,2]. */
function groupStatistics(x: Float32Array, stats: Float32Array, g: Groups, eps: number): void {
  const count = g.positions * g.perGroup;
  for (let sample = 0; sample < g.samples; sample++) {
    const start = sample * g.positions * g.channels;
    const end = start + g.positions * g.channels;
    for (let group = 0; group < g.groups; group++) {
      const first = group * g.perGroup;
      let sum = 0;
      for (let row = start + first; row < end; row += g.channels) for (let i = row; i < row + g.perGroup; i++) sum += x[i]!;
      const mean = sum / count;
      let squares = 0;
      for (let row = start + first; row < end; row += g.channels) {
        for (let i = row; i < row + g.perGroup; i++) {
          const centred = x[i]! - mean;
          squares += centred * centred;
        }
      }
      stats[(sample * g.groups + group) * 2] = mean;
      stats[(sample * g.groups + group) * 2 + 1] = 1 / Math.sqrt(squares / count + eps);
    }
  }
}

/** Per channel of one sample: scale = rstd·γ and shift = β − mean·rstd·γ, so that u = x·scale + shift. */
function affine(stats: Float32Array, gamma: Float32Array, beta: Float32Array, g: Groups, sample: number, scale: Float64Array, shift: Float64Array): void {
  for (let channel = 0; channel < g.channels; channel++) {
    const at = (sample * g.groups + Math.floor(channel / g.perGroup)) * 2;
    scale[channel] = stats[at + 1]! * gamma[channel]!;
    shift[channel] = beta[channel]! - stats[at]! * scale[channel]!;
  }
}

export const groupNorm: OpImplementation<'groupNorm'> = (op, inputs) => {
  const x = required(inputs, 0);
  const g = groupsOf(x, op.groups);
  const y = allocate(x.shape);
  const stats = allocate([g.samples, op.groups, 2]);
  const [from, to, moments] = [heapView(x), heapView(y), heapView(stats)];
  const [gamma, beta] = [heapView(required(inputs, 1)), heapView(required(inputs, 2))];
  groupStatistics(from, moments, g, op.eps);
  const scale = new Float64Array(g.channels);
  const shift = new Float64Array(g.channels);
  for (let sample = 0; sample < g.samples; sample++) {
    affine(moments, gamma, beta, g, sample, scale, shift);
    const end = (sample + 1) * g.positions * g.channels;
    for (let row = sample * g.positions * g.channels; row < end; row += g.channels) {
      if (op.silu) {
        for (let c = 0; c < g.channels; c++) {
          const u = from[row + c]! * scale[c]! + shift[c]!;
          to[row + c] = u * sigmoid(u);
        }
      } else for (let c = 0; c < g.channels; c++) to[row + c] = from[row + c]! * scale[c]! + shift[c]!;
    }
  }
  return [y, stats];
};

export const groupNormInput: OpImplementation<'groupNormInput'> = (op, inputs) => {
  const x = required(inputs, 1);
  const g = groupsOf(x, op.groups);
  const dx = allocate(x.shape);
  const [dy, from, stats, gamma, beta] = [0, 1, 2, 3, 4].map((index) => heapView(required(inputs, index))) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
  const to = heapView(dx);
  const scale = new Float64Array(g.channels);
  const shift = new Float64Array(g.channels);
  const [sums, products] = [new Float64Array(g.groups), new Float64Array(g.groups)];
  const count = g.positions * g.perGroup;
  for (let sample = 0; sample < g.samples; sample++) {
    affine(stats, gamma, beta, g, sample, scale, shift);
    sums.fill(0);
    products.fill(0);
    const start = sample * g.positions * g.channels;
    const end = start + g.positions * g.channels;
    // First h = γ·du into dx, and the sums of h and h·x̂ of each group.
    for (let row = start; row < end; row += g.channels) {
      for (let group = 0, c = 0; group < g.groups; group++) {
        const mean = stats[(sample * g.groups + group) * 2]!;
        let sum = 0;
        let product = 0;
        for (const last = c + g.perGroup; c < last; c++) {
          const value = from[row + c]!;
          let h = dy[row + c]! * gamma[c]!;
          if (op.silu) {
            const u = value * scale[c]! + shift[c]!;
            const s = sigmoid(u);
            h *= s * (1 + u * (1 - s));
          }
          to[row + c] = h;
          sum += h;
          product += h * (value - mean);
        }
        sums[group]! += sum;
        products[group]! += product;
      }
    }
    for (let row = start; row < end; row += g.channels) {
      for (let group = 0, c = 0; group < g.groups; group++) {
        const at = (sample * g.groups + group) * 2;
        const [mean, rstd] = [stats[at]!, stats[at + 1]!];
        const meanH = sums[group]! / count;
        const slope = (rstd * rstd * products[group]!) / count;
        for (const last = c + g.perGroup; c < last; c++) to[row + c] = rstd * (to[row + c]! - meanH - (from[row + c]! - mean) * slope);
      }
    }
  }
  return [dx];
};

export const layerNorm: OpImplementation<'layerNorm'> = (op, inputs) => {
  const x = required(inputs, 0);
  const [rows, columns] = rowsAndColumns(x);
  const y = allocate(x.shape);
  const stats = allocate([rows, 2]);
  const [from, to, moments, gamma, beta] = [heapView(x), heapView(y), heapView(stats), heapView(required(inputs, 1)), heapView(required(inputs, 2))];
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
    for (let i = 0; i < columns; i++) to[start + i] = (from[start + i]! - mean) * rstd * gamma[i]! + beta[i]!;
    moments[row * 2] = mean;
    moments[row * 2 + 1] = rstd;
  }
  return [y, stats];
};

export const layerNormInput: OpImplementation<'layerNormInput'> = (_op, inputs) => {
  const x = required(inputs, 1);
  const [rows, columns] = rowsAndColumns(x);
  const dx = allocate(x.shape);
  const [dy, from, stats, gamma] = [0, 1, 2, 3].map((index) => heapView(required(inputs, index))) as [Float32Array, Float32Array, Float32Array, Float32Array];
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
    for (let i = 0; i < columns; i++) to[start + i] = rstd * (dy[start + i]! * gamma[i]! - meanH - (from[start + i]! - mean) * slope);
  }
  return [dx];
};

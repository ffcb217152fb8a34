// Float64 references of LayerNorm over the last axis and of its derivative by the input; gamma and
// beta are frozen.
// x [rows, C]; stats [rows, 2] = (mean, 1/√(biased var + eps)); dx = rstd·(d − mean(d) −
// x̂·mean(d·x̂)) with d = dy·gamma.

import type { Reference } from '../kernel';
import { channelsOf, required, zeros } from '../referenceInputs';

export const layerNormReference: Reference<'layerNorm'> = (op, inputs, outputShapes) => {
  const x = required(inputs, 0);
  const gamma = required(inputs, 1).data;
  const beta = required(inputs, 2).data;
  const channels = channelsOf(x.shape);
  const y = zeros(outputShapes[0]!);
  const stats = zeros(outputShapes[1]!);
  for (let row = 0; row < x.data.length / channels; row++) {
    const values = x.data.subarray(row * channels, (row + 1) * channels);
    let mean = 0;
    for (const value of values) mean += value / channels;
    let variance = 0;
    for (const value of values) variance += (value - mean) ** 2 / channels;
    const rstd = 1 / Math.sqrt(variance + op.eps);
    stats[row * 2] = mean;
    stats[row * 2 + 1] = rstd;
    for (let c = 0; c < channels; c++)
      y[row * channels + c] = (values[c]! - mean) * rstd * gamma[c]! + beta[c]!;
  }
  return [y, stats];
};

export const layerNormInputReference: Reference<'layerNormInput'> = (_op, inputs, outputShapes) => {
  const dy = required(inputs, 0).data;
  const x = required(inputs, 1);
  const stats = required(inputs, 2).data;
  const gamma = required(inputs, 3).data;
  const channels = channelsOf(x.shape);
  const dx = zeros(outputShapes[0]!);
  for (let row = 0; row < x.data.length / channels; row++) {
    const mean = stats[row * 2]!;
    const rstd = stats[row * 2 + 1]!;
    const base = row * channels;
    let meanD = 0;
    let meanDx = 0;
    for (let c = 0; c < channels; c++) {
      const d = dy[base + c]! * gamma[c]!;
      meanD += d / channels;
      meanDx += (d * (x.data[base + c]! - mean) * rstd) / channels;
    }
    for (let c = 0; c < channels; c++) {
      dx[base + c] =
        rstd * (dy[base + c]! * gamma[c]! - meanD - (x.data[base + c]! - mean) * rstd * meanDx);
    }
  }
  return [dx];
};

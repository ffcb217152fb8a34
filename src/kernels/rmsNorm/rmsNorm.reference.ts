// Float64 references of RMSNorm over the last axis and of its derivative by the input; gamma is
// frozen.
// x [rows, C]; stats [rows] = rstd = 1/√(mean(x²) + eps); dx = rstd·(d − x̂·mean(d·x̂)) with d =
// dy·gamma, x̂ = x·rstd.

import type { Reference } from '../kernel';
import { channelsOf, required, zeros } from '../referenceInputs';

export const rmsNormReference: Reference<'rmsNorm'> = (op, inputs, outputShapes) => {
  const x = required(inputs, 0);
  const gamma = required(inputs, 1).data;
  const channels = channelsOf(x.shape);
  const stats = zeros(outputShapes[1]!);
  for (let row = 0; row < stats.length; row++) {
    let squares = 0;
    for (const value of x.data.subarray(row * channels, (row + 1) * channels))
      squares += value * value;
    stats[row] = 1 / Math.sqrt(squares / channels + op.eps);
  }
  return [
    x.data.map((value, i) => value * stats[Math.floor(i / channels)]! * gamma[i % channels]!),
    stats,
  ];
};

export const rmsNormInputReference: Reference<'rmsNormInput'> = (_op, inputs, outputShapes) => {
  const dy = required(inputs, 0).data;
  const x = required(inputs, 1);
  const stats = required(inputs, 2).data;
  const gamma = required(inputs, 3).data;
  const channels = channelsOf(x.shape);
  const dx = zeros(outputShapes[0]!);
  for (let row = 0; row < x.data.length / channels; row++) {
    const rstd = stats[row]!;
    const base = row * channels;
    let mean = 0;
    for (let c = 0; c < channels; c++)
      mean += (dy[base + c]! * gamma[c]! * x.data[base + c]! * rstd) / channels;
    for (let c = 0; c < channels; c++)
      dx[base + c] = rstd * (dy[base + c]! * gamma[c]! - x.data[base + c]! * rstd * mean);
  }
  return [dx];
};

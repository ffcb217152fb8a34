// Float64 references of GroupNorm (+ SiLU) and of its derivative by the input; gamma and beta are
// frozen.
// x [N,…,C]; statistics over all positions and the C/G channels of a group: stats [N,G,2] = (mean,
// 1/√(biased var + eps)). With h = (x−mean)·rstd·gamma+beta: y = h, or silu(h). dx = rstd·(d −
// mean(d) − x̂·mean(d·x̂)) with d = dy·silu′(h)·gamma.

import { activate, activateDerivative } from '../activation/activation.reference';
import type { Reference } from '../kernel';
import { channelsOf, required, zeros } from '../referenceInputs';

/** Calls `visit` with every flat index of group `group` of sample `sample`. */
function eachOfGroup(
  length: number,
  n: number,
  channels: number,
  groups: number,
  sample: number,
  group: number,
  visit: (index: number, channel: number) => void,
): void {
  const positions = length / n / channels;
  const width = channels / groups;
  for (let p = 0; p < positions; p++) {
    for (let c = group * width; c < (group + 1) * width; c++)
      visit((sample * positions + p) * channels + c, c);
  }
}

export const groupNormReference: Reference<'groupNorm'> = (op, inputs, outputShapes) => {
  const x = required(inputs, 0);
  const gamma = required(inputs, 1).data;
  const beta = required(inputs, 2).data;
  const n = x.shape[0]!;
  const channels = channelsOf(x.shape);
  const count = x.data.length / n / op.groups;
  const y = zeros(outputShapes[0]!);
  const stats = zeros(outputShapes[1]!);
  for (let sample = 0; sample < n; sample++) {
    for (let group = 0; group < op.groups; group++) {
      const each = (visit: (index: number, channel: number) => void): void =>
        eachOfGroup(x.data.length, n, channels, op.groups, sample, group, visit);
      let mean = 0;
      each((i) => {
        mean += x.data[i]! / count;
      });
      let variance = 0;
      each((i) => {
        variance += (x.data[i]! - mean) ** 2 / count;
      });
      const rstd = 1 / Math.sqrt(variance + op.eps);
      stats[(sample * op.groups + group) * 2] = mean;
      stats[(sample * op.groups + group) * 2 + 1] = rstd;
      each((i, c) => {
        const h = (x.data[i]! - mean) * rstd * gamma[c]! + beta[c]!;
        y[i] = op.silu ? activate('silu', h) : h;
      });
    }
  }
  return [y, stats];
};

export const groupNormInputReference: Reference<'groupNormInput'> = (op, inputs, outputShapes) => {
  const dy = required(inputs, 0).data;
  const x = required(inputs, 1);
  const stats = required(inputs, 2).data;
  const gamma = required(inputs, 3).data;
  const beta = required(inputs, 4).data;
  const n = x.shape[0]!;
  const channels = channelsOf(x.shape);
  const count = x.data.length / n / op.groups;
  const dx = zeros(outputShapes[0]!);
  for (let sample = 0; sample < n; sample++) {
    for (let group = 0; group < op.groups; group++) {
      const each = (visit: (index: number, channel: number) => void): void =>
        eachOfGroup(x.data.length, n, channels, op.groups, sample, group, visit);
      const mean = stats[(sample * op.groups + group) * 2]!;
      const rstd = stats[(sample * op.groups + group) * 2 + 1]!;
      const normalised = (i: number): number => (x.data[i]! - mean) * rstd;
      const d = (i: number, c: number): number =>
        dy[i]! *
        gamma[c]! *
        (op.silu ? activateDerivative('silu', normalised(i) * gamma[c]! + beta[c]!) : 1);
      let meanD = 0;
      let meanDx = 0;
      each((i, c) => {
        meanD += d(i, c) / count;
        meanDx += (d(i, c) * normalised(i)) / count;
      });
      each((i, c) => {
        dx[i] = rstd * (d(i, c) - meanD - normalised(i) * meanDx);
      });
    }
  }
  return [dx];
};

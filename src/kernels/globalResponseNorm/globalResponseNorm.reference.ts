// Float64 references of global response normalisation (ConvNeXt V2, Woo et al. 2023, Algorithm 1)
// and of its derivative by the input; gamma and beta are frozen. x [N,P,C]; gx[n,c] = √(Σ_p x²)
// (kept as stats), nx = gx/(mean_C(gx)+eps), y = gamma·x·nx + beta + x. With s[n,c] = gamma·Σ_p
// dy·x and M = mean_C(gx)+eps: dx = dy·(gamma·nx+1) + (x/gx)·(s/M − mean_C(s·gx)/M²); x/gx = 0
// where gx = 0.

import type { Reference } from '../kernel';
import { channelsOf, required, zeros } from '../referenceInputs';

/** Mean over the C channels of sample `sample` of values [N,C]. */
function channelMean(values: Float64Array, sample: number, channels: number): number {
  return (
    values
      .subarray(sample * channels, (sample + 1) * channels)
      .reduce((sum, value) => sum + value, 0) / channels
  );
}

/** Σ over positions of a·b for every sample and channel, [N,C]. */
function positionSums(a: Float64Array, b: Float64Array, n: number, channels: number): Float64Array {
  const sums = new Float64Array(n * channels);
  const perSample = a.length / n;
  for (let i = 0; i < a.length; i++)
    sums[Math.floor(i / perSample) * channels + (i % channels)]! += a[i]! * b[i]!;
  return sums;
}

export const globalResponseNormReference: Reference<'globalResponseNorm'> = (
  op,
  inputs,
  outputShapes,
) => {
  const x = required(inputs, 0);
  const gamma = required(inputs, 1).data;
  const beta = required(inputs, 2).data;
  const channels = channelsOf(x.shape);
  const perSample = x.data.length / x.shape[0]!;
  const stats = positionSums(x.data, x.data, x.shape[0]!, channels).map(Math.sqrt);
  const y = zeros(outputShapes[0]!);
  for (let sample = 0; sample < x.shape[0]!; sample++) {
    const mean = channelMean(stats, sample, channels) + op.eps;
    for (let i = sample * perSample; i < (sample + 1) * perSample; i++) {
      const c = i % channels;
      y[i] =
        gamma[c]! * x.data[i]! * (stats[sample * channels + c]! / mean) + beta[c]! + x.data[i]!;
    }
  }
  return [y, stats];
};

export const globalResponseNormInputReference: Reference<'globalResponseNormInput'> = (
  op,
  inputs,
  outputShapes,
) => {
  const dy = required(inputs, 0).data;
  const x = required(inputs, 1);
  const stats = required(inputs, 2).data;
  const gamma = required(inputs, 3).data;
  const channels = channelsOf(x.shape);
  const perSample = x.data.length / x.shape[0]!;
  const s = positionSums(dy, x.data, x.shape[0]!, channels).map(
    (sum, i) => sum * gamma[i % channels]!,
  );
  const products = s.map((value, i) => value * stats[i]!);
  const dx = zeros(outputShapes[0]!);
  for (let sample = 0; sample < x.shape[0]!; sample++) {
    const mean = channelMean(stats, sample, channels) + op.eps;
    const meanProduct = channelMean(products, sample, channels);
    for (let i = sample * perSample; i < (sample + 1) * perSample; i++) {
      const c = i % channels;
      const norm = stats[sample * channels + c]!;
      const direction = norm === 0 ? 0 : x.data[i]! / norm;
      dx[i] =
        dy[i]! * ((gamma[c]! * norm) / mean + 1) +
        direction * (s[sample * channels + c]! / mean - meanProduct / mean ** 2);
    }
  }
  return [dx];
};

// Global response normalisation and its derivative on wasm: sums over positions as loops over the
// heap in float64, the pass that applies one factor a sample and channel by XNNPACK's broadcast
// kernels. y = x·(gamma·nx + 1) + beta.

import * as tf from '@tensorflow/tfjs-core';

import { required, type OpImplementation } from '../implementation';
import { allocate, heapView } from './heap';

interface Sizes {
  readonly samples: number;
  readonly positions: number;
  readonly channels: number;
}

function sizesOf(x: tf.Tensor): Sizes {
  const [samples, channels] = [x.shape[0]!, x.shape[x.shape.length - 1]!];
  return { samples, channels, positions: x.size / samples / channels };
}

/** Σ a·b over the positions of each sample and channel, [N·C]. */
function positionSums(
  a: Float32Array,
  b: Float32Array,
  { samples, positions, channels }: Sizes,
): Float64Array {
  const sums = new Float64Array(samples * channels);
  for (let sample = 0, i = 0; sample < samples; sample++) {
    for (let position = 0; position < positions; position++) {
      for (let c = sample * channels, last = c + channels; c < last; c++, i++)
        sums[c]! += a[i]! * b[i]!;
    }
  }
  return sums;
}

/** Mean over the channels of sample `sample`. */
function channelMean(values: ArrayLike<number>, sample: number, channels: number): number {
  let sum = 0;
  for (let i = sample * channels; i < (sample + 1) * channels; i++) sum += values[i]!;
  return sum / channels;
}

/** x as [N, P, C]. */
function byPosition(x: tf.Tensor, { samples, positions, channels }: Sizes): tf.Tensor {
  return tf.reshape(x, [samples, positions, channels]);
}

export const globalResponseNorm: OpImplementation<'globalResponseNorm'> = (op, inputs) => {
  const x = required(inputs, 0);
  const sizes = sizesOf(x);
  const { samples, channels } = sizes;
  const [stats, factor] = [allocate([samples, channels]), allocate([samples, 1, channels])];
  const [from, norms, factors, gamma] = [
    heapView(x),
    heapView(stats),
    heapView(factor),
    heapView(required(inputs, 1)),
  ];
  norms.set(positionSums(from, from, sizes).map(Math.sqrt));
  for (let sample = 0; sample < samples; sample++) {
    const mean = channelMean(norms, sample, channels) + op.eps;
    for (let c = 0; c < channels; c++)
      factors[sample * channels + c] = (gamma[c]! * norms[sample * channels + c]!) / mean + 1;
  }
  return [
    tf.reshape(tf.add(tf.mul(byPosition(x, sizes), factor), required(inputs, 2)), x.shape),
    stats,
  ];
};

export const globalResponseNormInput: OpImplementation<'globalResponseNormInput'> = (
  op,
  inputs,
) => {
  const [dy, x] = [required(inputs, 0), required(inputs, 1)];
  const sizes = sizesOf(x);
  const { samples, channels } = sizes;
  const [perDy, perX] = [allocate([samples, 1, channels]), allocate([samples, 1, channels])];
  const [norms, gamma, ofDy, ofX] = [
    heapView(required(inputs, 2)),
    heapView(required(inputs, 3)),
    heapView(perDy),
    heapView(perX),
  ];
  const slopes = positionSums(heapView(dy), heapView(x), sizes).map(
    (sum, i) => sum * gamma[i % channels]!,
  );
  const products = slopes.map((slope, i) => slope * norms[i]!);
  for (let sample = 0; sample < samples; sample++) {
    const mean = channelMean(norms, sample, channels) + op.eps;
    const shared = channelMean(products, sample, channels) / mean;
    for (let i = sample * channels; i < (sample + 1) * channels; i++) {
      ofDy[i] = (gamma[i % channels]! * norms[i]!) / mean + 1;
      // Where a norm is 0 so is x: the direction x/norm counts as 0.
      ofX[i] = norms[i] === 0 ? 0 : (slopes[i]! - shared) / mean / norms[i]!;
    }
  }
  return [
    tf.reshape(
      tf.add(tf.mul(byPosition(dy, sizes), perDy), tf.mul(byPosition(x, sizes), perX)),
      x.shape,
    ),
  ];
};

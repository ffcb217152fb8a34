// Float64 references of nearest-neighbour upsampling [N,H,W,C] -> [N,Ho,Wo,C] and of its derivative
// (sums). Source index = floor(i·H/Ho), as torch.nn.functional.interpolate(mode="nearest"); any
// output size, also odd ones.

import type { Reference } from '../kernel';
import { required, zeros } from '../referenceInputs';

/**
 * Calls `visit` with the flat index of each large element and of the small element it comes from.
 */
function eachPair(
  n: number,
  small: readonly [number, number],
  large: readonly [number, number],
  channels: number,
  visit: (from: number, to: number) => void,
): void {
  for (let sample = 0; sample < n; sample++) {
    for (let y = 0; y < large[0]; y++) {
      const sourceY = Math.floor((y * small[0]) / large[0]);
      for (let x = 0; x < large[1]; x++) {
        const sourceX = Math.floor((x * small[1]) / large[1]);
        for (let c = 0; c < channels; c++) {
          visit(
            ((sample * small[0] + sourceY) * small[1] + sourceX) * channels + c,
            ((sample * large[0] + y) * large[1] + x) * channels + c,
          );
        }
      }
    }
  }
}

export const upsampleNearestReference: Reference<'upsampleNearest'> = (
  op,
  inputs,
  outputShapes,
) => {
  const x = required(inputs, 0);
  const [n, h, w, channels] = x.shape as [number, number, number, number];
  const out = zeros(outputShapes[0]!);
  eachPair(n, [h, w], op.size, channels, (from, to) => {
    out[to] = x.data[from]!;
  });
  return [out];
};

export const upsampleNearestInputReference: Reference<'upsampleNearestInput'> = (
  op,
  inputs,
  outputShapes,
) => {
  const dy = required(inputs, 0);
  const [n, h, w, channels] = dy.shape as [number, number, number, number];
  const dx = zeros(outputShapes[0]!);
  eachPair(n, op.size, [h, w], channels, (from, to) => {
    dx[from]! += dy.data[to]!;
  });
  return [dx];
};

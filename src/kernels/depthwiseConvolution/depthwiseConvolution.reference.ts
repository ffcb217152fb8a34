// Float64 references of the depthwise convolution of stride 1 and of its derivative by the input;
// the filter is frozen. y[n,oy,ox,c] = Σ x[n, oy+ky−top, ox+kx−left, c]·w[ky·kw+kx, c] + bias[c];
// positions outside x count as 0.

import type { DepthwiseGeometry } from '../../graph/ops';
import type { Reference } from '../kernel';
import { required, zeros } from '../referenceInputs';

/**
 * Calls `visit` with the flat index of every output number, of the input number it reads, and of
 * the filter's.
 */
function eachTap(
  from: readonly number[],
  to: readonly number[],
  { kernel, pad }: DepthwiseGeometry,
  visit: (output: number, input: number, tap: number) => void,
): void {
  const [n, height, width, channels] = to as [number, number, number, number];
  const [, inHeight, inWidth] = from as [number, number, number];
  for (let sample = 0; sample < n; sample++) {
    for (let oy = 0; oy < height; oy++) {
      for (let ox = 0; ox < width; ox++) {
        for (let tap = 0; tap < kernel[0] * kernel[1]; tap++) {
          const y = oy + Math.floor(tap / kernel[1]) - pad[0];
          const x = ox + (tap % kernel[1]) - pad[1];
          if (y < 0 || y >= inHeight || x < 0 || x >= inWidth) continue;
          for (let c = 0; c < channels; c++) {
            visit(
              ((sample * height + oy) * width + ox) * channels + c,
              ((sample * inHeight + y) * inWidth + x) * channels + c,
              tap * channels + c,
            );
          }
        }
      }
    }
  }
}

export const depthwiseConv2dReference: Reference<'depthwiseConv2d'> = (
  op,
  inputs,
  outputShapes,
) => {
  const x = required(inputs, 0);
  const w = required(inputs, 1).data;
  const bias = inputs[2]?.data;
  const shape = outputShapes[0]!;
  const y = zeros(shape);
  if (bias)
    y.forEach((_, i) => {
      y[i] = bias[i % shape[3]!]!;
    });
  eachTap(x.shape, shape, op, (output, input, tap) => {
    y[output]! += x.data[input]! * w[tap]!;
  });
  return [y];
};

export const depthwiseConv2dInputReference: Reference<'depthwiseConv2dInput'> = (
  op,
  inputs,
  outputShapes,
) => {
  const dy = required(inputs, 0);
  const w = required(inputs, 1).data;
  const dx = zeros(outputShapes[0]!);
  eachTap(outputShapes[0]!, dy.shape, op, (output, input, tap) => {
    dx[input]! += dy.data[output]! * w[tap]!;
  });
  return [dx];
};

// Float64 references of `conv2d` and of its derivative by the input, `conv2dInput`, on
// channels-last tensors.
// x [N,H,W,Ci]; w [kh·kw·Ci, Co] with rows in order ky, kx, ci, for both. Padding is zeros, pad =
// [top, left, bottom, right]; cross-correlation, as in PyTorch. No weight gradient: bases are
// frozen.

import type { Reference } from '../kernel';
import { channelsOf, required, zeros } from '../referenceInputs';

export const conv2dReference: Reference<'conv2d'> = (op, inputs, outputShapes) => {
  const x = required(inputs, 0);
  const w = required(inputs, 1);
  const bias = inputs[2];
  const residual = inputs[3];
  const [n, height, width, ci] = x.shape as [number, number, number, number];
  const [, outHeight, outWidth, co] = outputShapes[0] as [number, number, number, number];
  const [kh, kw] = op.kernel;
  const [top, left] = op.pad;
  const out = zeros(outputShapes[0]!);
  for (let sample = 0; sample < n; sample++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        const at = ((sample * outHeight + oy) * outWidth + ox) * co;
        for (let ky = 0; ky < kh; ky++) {
          for (let kx = 0; kx < kw; kx++) {
            const y = oy * op.stride + ky - top;
            const xx = ox * op.stride + kx - left;
            if (y < 0 || y >= height || xx < 0 || xx >= width) continue;
            for (let c = 0; c < ci; c++) {
              const value = x.data[((sample * height + y) * width + xx) * ci + c]!;
              const row = ((ky * kw + kx) * ci + c) * co;
              for (let o = 0; o < co; o++) out[at + o]! += value * w.data[row + o]!;
            }
          }
        }
        for (let o = 0; o < co; o++)
          out[at + o]! += (bias ? bias.data[o]! : 0) + (residual ? residual.data[at + o]! : 0);
      }
    }
  }
  return [out];
};

export const conv2dInputReference: Reference<'conv2dInput'> = (op, inputs, outputShapes) => {
  const dy = required(inputs, 0);
  const w = required(inputs, 1);
  const residual = inputs[2];
  const [n, outHeight, outWidth] = dy.shape as [number, number, number];
  const co = channelsOf(dy.shape);
  const [, height, width, ci] = outputShapes[0] as [number, number, number, number];
  const [kh, kw] = op.kernel;
  const [top, left] = op.pad;
  const dx = zeros(outputShapes[0]!);
  for (let sample = 0; sample < n; sample++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = ((sample * height + y) * width + x) * ci;
        for (let ky = 0; ky < kh; ky++) {
          for (let kx = 0; kx < kw; kx++) {
            const oy = (y + top - ky) / op.stride;
            const ox = (x + left - kx) / op.stride;
            if (
              !Number.isInteger(oy) ||
              !Number.isInteger(ox) ||
              oy < 0 ||
              oy >= outHeight ||
              ox < 0 ||
              ox >= outWidth
            )
              continue;
            const from = ((sample * outHeight + oy) * outWidth + ox) * co;
            for (let c = 0; c < ci; c++) {
              const row = ((ky * kw + kx) * ci + c) * co;
              for (let o = 0; o < co; o++) dx[at + c]! += dy.data[from + o]! * w.data[row + o]!;
            }
          }
        }
        if (residual) for (let c = 0; c < ci; c++) dx[at + c]! += residual.data[at + c]!;
      }
    }
  }
  return [dx];
};

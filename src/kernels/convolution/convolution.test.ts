// Convolution and its derivative by the input against float64: odd sizes, strides 1 to 3,
// asymmetric pads, three-channel images, f16 weights. Sums of K = taps·Ci products of unit
// normals: atol 1e-5 + 4e-7·K, as for products.

import { it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  randomInput,
  type TestPlacement,
  type TestVariant,
} from '../../executors/wgsl/kernelTest';

interface Case {
  x: readonly [number, number, number, number];
  co: number;
  kernel?: readonly [number, number];
  stride?: number;
  pad?: readonly [number, number, number, number];
  as?: TestPlacement;
  epilogue?: boolean;
  variant?: TestVariant;
}

async function check({
  x,
  co,
  kernel = [3, 3],
  stride = 1,
  pad = [1, 1, 1, 1],
  as = 'input',
  epilogue = false,
  variant = 'portable',
}: Case): Promise<void> {
  const [n, h, w, ci] = x;
  const ho = Math.floor((h + pad[0] + pad[2] - kernel[0]) / stride) + 1;
  const wo = Math.floor((w + pad[1] + pad[3] - kernel[1]) / stride) + 1;
  const taps = kernel[0] * kernel[1];
  const y = [n, ho, wo, co];
  await compareWithReference({
    op: { kind: 'conv2d', kernel, stride, pad },
    inputs: [
      randomInput(x, 1),
      randomInput([taps * ci, co], 2, as),
      epilogue ? randomInput([co], 3) : null,
      epilogue ? randomInput(y, 4) : null,
    ],
    outputShapes: [y],
    atol: 1e-5 + 4e-7 * taps * ci,
    rtol: 1e-6,
    variant,
  });
  await compareWithReference({
    op: { kind: 'conv2dInput', kernel, stride, pad, inputSize: [h, w] },
    inputs: [
      randomInput(y, 5),
      randomInput([taps * ci, co], 6, as),
      epilogue ? randomInput(x, 7) : null,
    ],
    outputShapes: [x],
    atol: 1e-5 + 4e-7 * taps * co,
    rtol: 1e-6,
    variant,
  });
}

describeOnGpu('convolution and its derivative by the input', () => {
  it('one pixel, one channel', async () => check({ x: [1, 1, 1, 1], co: 1 }));
  it('3 -> 5 channels, odd image', async () => check({ x: [2, 5, 7, 3], co: 5, epilogue: true }));
  it('4 -> 8 channels, odd image, epilogue', async () =>
    check({ x: [2, 5, 7, 4], co: 8, epilogue: true }));
  it('3 -> 16 and 16 -> 3 channels, f16 weights', async () => {
    await check({ x: [1, 6, 5, 3], co: 16, as: 'half' });
    await check({ x: [1, 6, 5, 16], co: 3, as: 'half' });
  });
  it('8 -> 12 channels, f16 weights, epilogue', async () =>
    check({ x: [3, 4, 4, 8], co: 12, as: 'half', epilogue: true }));
  it('stride 2, even and odd images', async () => {
    await check({ x: [2, 8, 8, 4], co: 4, stride: 2 });
    await check({ x: [2, 7, 9, 8], co: 4, stride: 2, epilogue: true });
    await check({ x: [1, 7, 5, 3], co: 2, stride: 2 });
  });
  it('stride 2 with a pad on one side only (VAE downsampling)', async () =>
    check({ x: [1, 8, 10, 8], co: 8, stride: 2, pad: [0, 0, 1, 1] }));
  it('stride 3, kernel 5×2', async () =>
    check({ x: [1, 11, 9, 4], co: 4, kernel: [5, 2], stride: 3, pad: [2, 0, 1, 1] }));
  it('1×1 kernel', async () =>
    check({ x: [2, 3, 5, 12], co: 20, kernel: [1, 1], pad: [0, 0, 0, 0] }));
  it('many channels, tiles cut at both edges', async () => {
    await check({ x: [2, 9, 8, 16], co: 36, epilogue: true });
    await check({ x: [2, 9, 16, 36], co: 20, stride: 2, pad: [0, 1, 1, 0], as: 'half' });
  });
  it('int8 weights, strides 1 and 2', async () => {
    await check({ x: [2, 5, 7, 8], co: 12, as: 'int8', epilogue: true });
    await check({ x: [1, 6, 5, 4], co: 8, stride: 2, as: 'int8' });
    await check({ x: [1, 4, 5, 128], co: 8, as: 'int8', variant: 'tuned' });
  });
  // SwiftShader takes seconds to compile each of these: few sizes, each with something awkward.
  it('through workgroup memory', async () => {
    await check({ x: [2, 5, 7, 12], co: 20, epilogue: true, variant: 'shared' });
    await check({ x: [2, 3, 5, 12], co: 68, kernel: [1, 1], pad: [0, 0, 0, 0], variant: 'shared' });
    await check({ x: [1, 4, 5, 128], co: 8, epilogue: true, variant: 'shared' });
    await check({ x: [2, 7, 9, 8], co: 8, stride: 2, epilogue: true, variant: 'shared' });
  });
  it('through workgroup memory, int8 weights, cut in short dispatches', async () =>
    check({ x: [2, 9, 8, 36], co: 68, as: 'int8', epilogue: true, variant: 'sharedShort' }));
  it('as on a real GPU: 4×4 tiles, taps cut in slices', async () => {
    await check({ x: [1, 4, 5, 8], co: 12, variant: 'tuned' });
    await check({ x: [1, 4, 5, 128], co: 8, epilogue: true, variant: 'tuned' });
    await check({
      x: [1, 5, 4, 8],
      co: 128,
      stride: 2,
      epilogue: true,
      as: 'half',
      variant: 'tuned',
    });
  });
});

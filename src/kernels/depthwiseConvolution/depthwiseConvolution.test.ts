// The depthwise convolution and its derivative against float64: nine or so products a number, rtol
// 1e-6 of each, so 1e-5 absolute.

import { it } from 'vitest';
import { compareWithReference, describeOnGpu, randomInput } from '../../executors/wgsl/kernelTest';

const CASES = [
  { shape: [2, 5, 4, 8], kernel: [3, 3], pad: [1, 1, 1, 1] },
  { shape: [1, 1, 1, 5], kernel: [3, 3], pad: [1, 1, 1, 1] },
  { shape: [3, 4, 7, 66], kernel: [3, 3], pad: [1, 1, 1, 1] },
  { shape: [1, 6, 5, 12], kernel: [2, 3], pad: [0, 2, 1, 0] },
  { shape: [2, 3, 3, 4], kernel: [1, 1], pad: [0, 0, 0, 0] },
] as const;

describeOnGpu('depthwise convolution', () => {
  it.each(CASES)('$shape, kernel $kernel, pad $pad', async ({ shape, kernel, pad }) => {
    const [n, h, w, c] = shape;
    const small = [n, h + pad[0] + pad[2] - kernel[0] + 1, w + pad[1] + pad[3] - kernel[1] + 1, c];
    const filter = randomInput([kernel[0] * kernel[1], c], 2, 'weight');
    const common = { atol: 1e-5, rtol: 1e-5 };
    for (const bias of [randomInput([c], 3, 'weight'), null]) {
      await compareWithReference({
        op: { kind: 'depthwiseConv2d', kernel, pad },
        inputs: [randomInput(shape, 1), filter, bias],
        outputShapes: [small],
        ...common,
      });
    }
    await compareWithReference({
      op: { kind: 'depthwiseConv2dInput', kernel, pad },
      inputs: [randomInput(small, 4), filter],
      outputShapes: [shape],
      ...common,
    });
  });
});

// Upsampling is a copy: exact. Its derivative sums a handful of numbers: one rounding each, atol
// 2e-6.

import { it } from 'vitest';
import { compareWithReference, describeOnGpu, randomInput } from '../../executors/wgsl/kernelTest';

const cases = [
  [
    [1, 1, 1, 1],
    [2, 2],
  ],
  [
    [2, 3, 5, 3],
    [6, 10],
  ],
  [
    [2, 4, 4, 8],
    [8, 8],
  ],
  [
    [1, 3, 4, 4],
    [7, 9],
  ],
  [
    [1, 5, 3, 5],
    [5, 4],
  ],
  [
    [1, 5, 4, 4],
    [3, 2],
  ],
] as const;

describeOnGpu('upsampleNearest', () => {
  it.each(cases)('%j -> %j', async (small, size) => {
    const large = [small[0], size[0], size[1], small[3]];
    await compareWithReference({
      op: { kind: 'upsampleNearest', size },
      inputs: [randomInput(small, 1)],
      outputShapes: [large],
      atol: 0,
      rtol: 0,
    });
    await compareWithReference({
      op: { kind: 'upsampleNearestInput', size: [small[1], small[2]] },
      inputs: [randomInput(large, 2)],
      outputShapes: [small],
      atol: 2e-6,
      rtol: 1e-6,
    });
  });
});

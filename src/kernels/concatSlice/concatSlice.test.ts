// Copies: exact.

import { it } from 'vitest';
import { compareWithReference, describeOnGpu, randomInput } from '../../executors/wgsl/kernelTest';

describeOnGpu('concat and slice', () => {
  it.each([
    [[1], 1, 1],
    [[3, 5], 3, 4],
    [[2, 17], 8, 4],
    [[77], 64, 5],
  ] as const)('concat rows %j, %i + %i', async (rows, a, b) => {
    await compareWithReference({
      op: { kind: 'concat' },
      inputs: [randomInput([...rows, a], 1), randomInput([...rows, b], 2)],
      outputShapes: [[...rows, a + b]],
      atol: 0,
      rtol: 0,
    });
  });

  it.each([
    [[3], 5, 0, 1],
    [[2, 7], 17, 3, 9],
    [[77], 64, 16, 32],
    [[5], 64, 2, 4],
  ] as const)('slice rows %j of %i: %i + %i', async (rows, width, start, length) => {
    await compareWithReference({
      op: { kind: 'slice', start, length },
      inputs: [randomInput([...rows, width], 3)],
      outputShapes: [[...rows, length]],
      atol: 0,
      rtol: 0,
    });
  });
});

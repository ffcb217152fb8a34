// Elementwise kernels against float64. One or two roundings a number: rtol 1e-6; sums over
// positions round once a term, so atol grows with √positions.

import { it } from 'vitest';
import { compareWithReference, describeOnGpu, randomInput } from '../../executors/wgsl/kernelTest';

describeOnGpu('elementwise kernels', () => {
  it.each([[[1]], [[3, 5]], [[2, 17, 4]], [[7, 64]]])('add %j', async (shape) => {
    await compareWithReference({
      op: { kind: 'add', scaleA: 0.5, scaleB: -2 },
      inputs: [randomInput(shape, 1), randomInput(shape, 2)],
      outputShapes: [shape],
      atol: 1e-6,
      rtol: 1e-6,
    });
  });

  it.each([[[1, 1, 1, 1]], [[3, 5, 2, 3]], [[2, 3, 5, 8]], [[2, 17, 12]]])(
    'addPerSample %j',
    async (shape) => {
      const e = [shape[0]!, shape.at(-1)!];
      await compareWithReference({
        op: { kind: 'addPerSample' },
        inputs: [randomInput(shape, 3), randomInput(e, 4)],
        outputShapes: [shape],
        atol: 1e-6,
        rtol: 1e-6,
      });
    },
  );

  it.each([[[1, 1, 1]], [[3, 77, 5]], [[2, 16, 16, 8]], [[2, 256, 3]]])(
    'sumPositions %j',
    async (shape) => {
      await compareWithReference({
        op: { kind: 'sumPositions' },
        inputs: [randomInput(shape, 5)],
        outputShapes: [[shape[0]!, shape.at(-1)!]],
        atol: 2e-5,
        rtol: 1e-6,
      });
    },
  );

  it.each([[[1, 1]], [[3, 5, 3]], [[4, 3, 4, 4]]])('mixPerSample %j', async (shape) => {
    await compareWithReference({
      op: { kind: 'mixPerSample' },
      inputs: [randomInput(shape, 6), randomInput(shape, 7), randomInput([shape[0]!, 2], 8)],
      outputShapes: [shape],
      atol: 1e-6,
      rtol: 1e-6,
    });
  });
});

// Scale and shift per sample and the derivative by x: two roundings a number, rtol 1e-6.

import { it } from 'vitest';
import { compareWithReference, describeOnGpu, randomInput } from '../../executors/wgsl/kernelTest';

describeOnGpu('scaleShift', () => {
  it.each([[[1, 1, 1]], [[3, 5, 2, 3]], [[2, 3, 5, 8]], [[2, 17, 66]], [[4, 12]]])(
    '%j',
    async (shape) => {
      const e = randomInput([shape[0]!, 2 * shape.at(-1)!], 4);
      await compareWithReference({
        op: { kind: 'scaleShiftPerSample' },
        inputs: [randomInput(shape, 3), e],
        outputShapes: [shape],
        atol: 1e-6,
        rtol: 1e-6,
      });
      await compareWithReference({
        op: { kind: 'scalePerSample' },
        inputs: [randomInput(shape, 5), e],
        outputShapes: [shape],
        atol: 1e-6,
        rtol: 1e-6,
      });
    },
  );
});

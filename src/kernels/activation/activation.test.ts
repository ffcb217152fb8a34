// Activations and derivatives against float64, from the flat tails through zero. exp is good to 3 +
// 2|x| units in the last
// place and erf to about one; x·σ(x) adds |x|: atol 2e-6, rtol 2e-6.

import { it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  randomInput,
  type TestInput,
} from '../../executors/wgsl/kernelTest';

const NAMES = ['silu', 'gelu', 'quick_gelu', 'relu'] as const;

/** −20 … 20 densely, and values far out. */
const sweep: TestInput = {
  shape: [2, 404],
  data: Float32Array.from({ length: 808 }, (_, i) =>
    i < 800 ? (i - 400) / 20 : [0, -0, 1e-8, -1e-8, 200, -200, 1e4, -1e4][i - 800]!,
  ),
};

describeOnGpu('activations', () => {
  it.each(NAMES)('%s', async (name) => {
    await compareWithReference({
      op: { kind: 'activation', name },
      inputs: [sweep],
      outputShapes: [sweep.shape],
      atol: 2e-6,
      rtol: 2e-6,
    });
    await compareWithReference({
      op: { kind: 'activation', name },
      inputs: [randomInput([3, 5], 1)],
      outputShapes: [[3, 5]],
      atol: 2e-6,
      rtol: 2e-6,
    });
  });

  it.each(NAMES)('derivative of %s', async (name) => {
    await compareWithReference({
      op: { kind: 'activationInput', name },
      inputs: [randomInput(sweep.shape, 2), sweep],
      outputShapes: [sweep.shape],
      atol: 2e-6,
      rtol: 2e-6,
    });
    await compareWithReference({
      op: { kind: 'activationInput', name },
      inputs: [randomInput([1, 1], 3), randomInput([1, 1], 4)],
      outputShapes: [[1, 1]],
      atol: 2e-6,
      rtol: 2e-6,
    });
  });
});

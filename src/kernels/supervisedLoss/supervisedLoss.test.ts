// SFT's per-sample terms against float64. At most two roundings a number: rtol 1e-6, atol 1e-7.

import { it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  randomInput,
  type TestInput,
} from '../../executors/wgsl/kernelTest';

describeOnGpu('supervisedLoss', () => {
  it.each([0, 1, 2])('tieMode %i, ties among the scores', async (tieMode) => {
    const scores: TestInput = { shape: [5], data: Float32Array.of(0.5, 0.25, 0.75, 0.5, -3) };
    await compareWithReference({
      op: { kind: 'supervisedLoss' },
      inputs: [randomInput([5, 3], 1), scores],
      outputShapes: [[5, 6]],
      uniforms: { tau: 0.5, beta: 2, gradientScale: 0.5, tieMode },
      atol: 1e-7,
      rtol: 1e-6,
    });
  });

  it.each([1, 3, 130])('N = %i', async (n) => {
    await compareWithReference({
      op: { kind: 'supervisedLoss' },
      inputs: [randomInput([n, 3], 1), randomInput([n], 2)],
      outputShapes: [[n, 6]],
      atol: 1e-7,
      rtol: 1e-6,
    });
  });
});

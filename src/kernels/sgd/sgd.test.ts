// SGD against float64 and against PyTorch's trajectory (fixtures/optim/optimizers.json). One step
// from settings rounded to float32: as AdamW's, atol 3e-7, rtol 2e-6. Ten steps on numbers of size
// 2: 2e-6.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  expectClose,
  randomInput,
  testExecutor,
} from '../../executors/wgsl/kernelTest';
import type { Uniforms } from '../../graph/ops';
import { followOptimizer, type RecordedOptimizer } from '../../../test-support/optimizerRun';

const SETTINGS: Partial<Uniforms> = {
  learningRate: Math.fround(0.01),
  weightDecay: Math.fround(0.1),
  momentum: Math.fround(0.9),
  gradientShare: Math.fround(0.7),
};

describeOnGpu('sgd', () => {
  it.each([
    [1, false],
    [64, true],
    [4099, true],
  ])('one step on %i numbers, nesterov: %s', async (length, nesterov) => {
    const shape = [length];
    const inputs = [
      randomInput(shape, 1, 'state'),
      randomInput(shape, 2, 'state', 3),
      randomInput(shape, 3, 'state'),
      { shape: [4], data: Float32Array.of(9, 0.25, 0, 0) },
    ];
    await compareWithReference({
      op: { kind: 'sgd', nesterov },
      inputs,
      outputShapes: [],
      uniforms: SETTINGS,
      atol: 3e-7,
      rtol: 2e-6,
    });
  });

  it('touches nothing when the norm is not finite', async () => {
    const inputs = [
      randomInput([64], 1, 'state'),
      randomInput([64], 2, 'state'),
      randomInput([64], 3, 'state'),
      { shape: [4], data: Float32Array.of(0, 0, 1, 0) },
    ];
    await compareWithReference({
      op: { kind: 'sgd', nesterov: false },
      inputs,
      outputShapes: [],
      uniforms: SETTINGS,
      atol: 0,
      rtol: 0,
    });
  });

  it('follows PyTorch', async () => {
    const recorded = (
      JSON.parse(
        readFileSync(new URL('../../../fixtures/optim/optimizers.json', import.meta.url), 'utf8'),
      ) as Record<string, RecordedOptimizer>
    )['sgd_momentum']!;
    const { flat, norms, parameters } = await followOptimizer(await testExecutor(), recorded);
    for (const [index, step] of recorded.f64.steps.entries()) {
      expectClose([norms[index]!], [step.total_norm!], 0, 1e-6, `norm of step ${index}`);
      expectClose(
        parameters[index]!,
        flat(step.params),
        2e-6,
        1e-6,
        `parameters after step ${index}`,
      );
    }
    expect(parameters.length).toBe(10);
  });
});

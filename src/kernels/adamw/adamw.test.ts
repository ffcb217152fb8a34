// AdamW and Adam against float64 and against PyTorch's trajectories
// (fixtures/optim/optimizers.json: ten steps with and without clipping). One step from settings
// rounded to float32: 2e-7·|p| plus as much of the update: atol 3e-7, rtol 2e-6. Ten steps on
// numbers of size 2: 2e-6. β₂ = 0.999 as float32 makes 1−β₂ wrong by 1.3e-5 relatively, hence v's
// 2e-5.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  expectClose,
  randomInput,
  randomNumbers,
  testExecutor,
  type TestInput,
} from '../../executors/wgsl/kernelTest';
import type { Uniforms } from '../../graph/ops';
import { followOptimizer, type RecordedOptimizer } from '../../../test-support/optimizerRun';

const fixtures = Object.entries(
  JSON.parse(
    readFileSync(new URL('../../../fixtures/optim/optimizers.json', import.meta.url), 'utf8'),
  ) as Record<string, RecordedOptimizer>,
).filter(([, recorded]) => recorded.class.startsWith('Adam'));

function squares(length: number): TestInput {
  return {
    shape: [length],
    data: randomNumbers(length, 4).map((value) => value * value),
    as: 'state',
  };
}

const SETTINGS: Partial<Uniforms> = {
  learningRate: Math.fround(0.01),
  adamBeta1: Math.fround(0.9),
  adamBeta2: Math.fround(0.999),
  weightDecay: Math.fround(0.1),
  biasCorrection1: Math.fround(0.271),
  biasCorrection2: Math.fround(0.002997),
};

describeOnGpu('adamw', () => {
  it.each([
    [1, false],
    [7, false],
    [64, true],
    [1024, false],
    [4099, true],
  ])('one step on %i numbers, coupled: %s', async (length, coupled) => {
    const shape = [length];
    const inputs = [
      randomInput(shape, 1, 'state'),
      randomInput(shape, 2, 'state', 3),
      randomInput(shape, 3, 'state'),
      squares(length),
      { shape: [4], data: Float32Array.of(9, 0.25, 0, 0) },
    ];
    await compareWithReference({
      op: { kind: 'adamw', coupled },
      inputs,
      outputShapes: [],
      uniforms: SETTINGS,
      atol: 3e-7,
      rtol: 2e-6,
    });
  });

  it('touches nothing when the norm is not finite', async () => {
    const shape = [64];
    const inputs = [
      randomInput(shape, 1, 'state'),
      randomInput(shape, 2, 'state'),
      randomInput(shape, 3, 'state'),
      squares(64),
      { shape: [4], data: Float32Array.of(0, 0, 1, 0) },
    ];
    await compareWithReference({
      op: { kind: 'adamw', coupled: false },
      inputs,
      outputShapes: [],
      uniforms: SETTINGS,
      atol: 0,
      rtol: 0,
    });
  });

  it.each(fixtures)('PyTorch trajectory %s', async (_name, recorded) => {
    const { flat, norms, parameters, m, v } = await followOptimizer(await testExecutor(), recorded);
    const { steps, grads } = recorded.f64;
    for (const [index, step] of steps.entries()) {
      if (step.total_norm !== null)
        expectClose([norms[index]!], [step.total_norm], 0, 1e-6, `norm of step ${index}`);
      expectClose(
        parameters[index]!,
        flat(step.params),
        2e-6,
        1e-6,
        `parameters after step ${index}`,
      );
    }
    // Moments of tiny gradients are tiny themselves: compare relatively. The first moment cancels,
    // hence the atol.
    const wanted = flat(recorded.f64.m!);
    expectClose(
      m,
      wanted,
      wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * 1e-6,
      1e-6,
      'm',
    );
    expectClose(v, flat(recorded.f64.v!), 0, 2e-5, 'v');
    expect(steps.length).toBe(grads.length);
  });
});

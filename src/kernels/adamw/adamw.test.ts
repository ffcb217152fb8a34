// AdamW against float64 and against PyTorch's trajectories (fixtures/optim/optimizers.json: ten steps with and without
// clipping). One step from settings rounded to float32: 2e-7·|p| plus as much of the update: atol 3e-7, rtol 2e-6. Ten steps
// on numbers of size 2: 2e-6. β₂ = 0.999 as float32 makes 1−β₂ wrong by 1.3e-5 relatively, hence v's 2e-5.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compareWithReference, describeOnGpu, expectClose, randomInput, randomNumbers, testExecutor, type TestInput } from '../../executors/wgsl/kernelTest';
import { alignedLength, GraphBuilder } from '../../graph/graph';
import type { Uniforms } from '../../graph/ops';

interface Trajectory {
  readonly class: string;
  readonly kwargs: { readonly lr: number; readonly betas?: readonly [number, number]; readonly eps?: number; readonly weight_decay?: number };
  readonly clip: number | null;
  readonly f64: {
    readonly init: readonly (readonly number[])[];
    readonly grads: readonly (readonly (readonly number[])[])[];
    readonly steps: readonly { readonly total_norm: number | null; readonly params: readonly (readonly number[])[] }[];
    readonly m: readonly (readonly number[])[];
    readonly v: readonly (readonly number[])[];
  };
}

const fixtures = Object.entries(JSON.parse(readFileSync(new URL('../../../fixtures/optim/optimizers.json', import.meta.url), 'utf8')) as Record<string, Trajectory>)
  .filter(([, trajectory]) => trajectory.class === 'AdamW')
  .map(([name, trajectory]) => ({ name, trajectory }));

function squares(length: number): TestInput {
  return { shape: [length], data: randomNumbers(length, 4).map((value) => value * value), as: 'state' };
}

const SETTINGS: Partial<Uniforms> = {
  learningRate: Math.fround(0.01), adamBeta1: Math.fround(0.9), adamBeta2: Math.fround(0.999), weightDecay: Math.fround(0.1),
  biasCorrection1: Math.fround(0.271), biasCorrection2: Math.fround(0.002997),
};

describeOnGpu('adamw', () => {
  it.each([1, 7, 64, 1024, 4099])('one step on %i numbers', async (length) => {
    const shape = [length];
    const inputs = [randomInput(shape, 1, 'state'), randomInput(shape, 2, 'state', 3), randomInput(shape, 3, 'state'), squares(length), { shape: [4], data: Float32Array.of(9, 0.25, 0, 0) }];
    await compareWithReference({ op: { kind: 'adamw' }, inputs, outputShapes: [], uniforms: SETTINGS, atol: 3e-7, rtol: 2e-6 });
  });

  it('touches nothing when the norm is not finite', async () => {
    const shape = [64];
    const inputs = [randomInput(shape, 1, 'state'), randomInput(shape, 2, 'state'), randomInput(shape, 3, 'state'), squares(64), { shape: [4], data: Float32Array.of(0, 0, 1, 0) }];
    await compareWithReference({ op: { kind: 'adamw' }, inputs, outputShapes: [], uniforms: SETTINGS, atol: 0, rtol: 0 });
  });

  it.each(fixtures)('PyTorch trajectory $name', async ({ trajectory }) => {
    const { init, grads, steps, m, v } = trajectory.f64;
    const { lr, betas = [0.9, 0.999], eps = 1e-8, weight_decay: weightDecay = 0.01 } = trajectory.kwargs;
    // The three tensors lie in one flat state at aligned offsets, as adapters do.
    const offsets: number[] = [];
    let length = 0;
    for (const tensor of init) {
      offsets.push(length);
      length += alignedLength(tensor.length);
    }
    const flat = (tensors: readonly (readonly number[])[]): Float32Array => {
      const data = new Float32Array(length);
      tensors.forEach((tensor, i) => data.set(tensor, offsets[i]));
      return data;
    };
    const executor = await testExecutor();
    const names = ['adapters', 'gradients', 'm', 'v'];
    for (const name of names) executor.writeState(name, length, name === 'adapters' ? flat(init) : new Float32Array(length));
    const builder = new GraphBuilder();
    for (const name of names) builder.declareState(name, length);
    const [adapters, gradients, first, second] = names.map((name) => builder.state(name, 0, [length]));
    const norm = builder.gradientNorm(gradients!);
    builder.adamw(adapters!, gradients!, first!, second!, norm);
    builder.output('norm', norm);
    const program = await executor.compile(builder.build(), { weights: {} });
    try {
      for (const [index, step] of steps.entries()) {
        executor.writeState('gradients', length, flat(grads[index]!));
        await program.run({}, {
          learningRate: lr, adamBeta1: betas[0], adamBeta2: betas[1], adamEpsilon: eps, weightDecay, maxGradNorm: trajectory.clip ?? 0,
          biasCorrection1: 1 - betas[0] ** (index + 1), biasCorrection2: 1 - betas[1] ** (index + 1),
        });
        if (step.total_norm !== null) expectClose([(await program.read(['norm']))['norm']![0]!], [step.total_norm], 0, 1e-6, `norm of step ${index}`);
        expectClose(await executor.readState('adapters'), flat(step.params), 2e-6, 1e-6, `parameters after step ${index}`);
      }
      // Moments of tiny gradients are tiny themselves: compare relatively. The first moment cancels, hence the atol.
      const size = Math.max(...m.flat().map(Math.abs));
      expectClose(await executor.readState('m'), flat(m), size * 1e-6, 1e-6, 'm');
      expectClose(await executor.readState('v'), flat(v), 0, 2e-5, 'v');
      expect(steps.length).toBe(grads.length);
    } finally {
      program.dispose();
      for (const name of names) executor.dropState(name);
    }
  });
});

// Base folders whose scheduler_config.json names other samplers, and other samplers asked for, on
// the nano model and tfjs-wasm. Euler and first-order DPM-Solver++ from the same noise take the
// very steps of DDIM (η = 0), whatever the network says: their latents must agree.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudioError } from '../../errors';
import type { Executor } from '../../executors/executor';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import type { SamplerName } from '../../formats/schedulerConfig';
import { openPipeline } from '../openPipeline';
import { describeBase, loadBaseModel, type ModelFiles } from '../baseModel';
import type { LatentMoments, SampleRequest } from '../imagePipeline';

const nano = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(`public/models/nano/${path}`));
const scheduler = JSON.parse(
  new TextDecoder().decode(nano('scheduler/scheduler_config.json')),
) as Record<string, unknown>;
/**
 * The nano model with other words in its scheduler_config.json; `bare` are written as Python writes
 * them.
 */
function folder(changes: Record<string, unknown>, bare = ''): ModelFiles {
  const text = JSON.stringify({ ...scheduler, ...changes }).replace(/\}$/, `${bare}}`);
  return {
    read: async (path) =>
      path === 'scheduler/scheduler_config.json' ? new TextEncoder().encode(text) : nano(path),
  };
}

let executor: Executor;
beforeAll(async () => {
  executor = await createTfjsExecutor('wasm');
});
afterAll(() => executor.dispose());

async function draw(
  files: ModelFiles,
  sampler: SamplerName | null = null,
  request: Partial<SampleRequest> = {},
): Promise<Float32Array[]> {
  const model = await loadBaseModel('nano', files);
  const pipeline = openPipeline(executor, model);
  try {
    const drawn = await pipeline.sampleEncoded(new AbortController().signal, {
      prompts: ['red heart'],
      seeds: [4],
      guidanceScale: 3,
      inferenceSteps: 5,
      adapters: null,
      sampler,
      ...request,
    });
    return drawn.map((one) => (one as LatentMoments).mean);
  } finally {
    await pipeline.dispose();
  }
}
const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((x, y) => Math.max(x, y), 0);
const spread = (a: Float32Array): number =>
  Math.sqrt(a.reduce((sum, value) => sum + value * value, 0) / a.length);

describe('a base samples with its own scheduler', () => {
  const classes: [string, Record<string, unknown>, SamplerName][] = [
    ['PNDMScheduler', { skip_prk_steps: true }, 'pndm'],
    ['PNDMScheduler', {}, 'pndm'],
    ['EulerDiscreteScheduler', { use_karras_sigmas: true, timestep_spacing: 'linspace' }, 'euler'],
    ['EulerAncestralDiscreteScheduler', {}, 'euler_a'],
    ['DPMSolverMultistepScheduler', { use_karras_sigmas: true }, 'dpmpp_2m'],
    ['DPMSolverMultistepScheduler', { algorithm_type: 'sde-dpmsolver++' }, 'dpmpp_2m'],
    ['DDPMScheduler', {}, 'ddpm'],
  ];
  it.each(classes)('%s %j', async (name, options, sampler) => {
    const files = folder({ _class_name: name, ...options });
    expect((await describeBase(files)).sampler).toBe(sampler);
    const [latents] = await draw(files);
    expect(latents!.every(Number.isFinite)).toBe(true);
    const ddim = (await draw(folder({})))[0]!;
    // Another way through the same model: another image, of a like size.
    expect(largest(latents!, ddim)).toBeGreaterThan(1e-3);
    expect(spread(latents!) / spread(ddim)).toBeGreaterThan(0.2);
    expect(spread(latents!) / spread(ddim)).toBeLessThan(5);
  });
  it('Euler and first-order DPM-Solver++ take the steps of DDIM', async () => {
    const ddim = (await draw(folder({ set_alpha_to_one: true })))[0]!;
    const euler = (await draw(folder({ _class_name: 'EulerDiscreteScheduler' })))[0]!;
    expect(largest(euler, ddim)).toBeLessThan(2e-4 * spread(ddim));
    // DPM-Solver lays one more timestep than it is asked for: of five trailing ones, DDIM's are the
    // same.
    const trailing = (
      await draw(folder({ timestep_spacing: 'trailing', set_alpha_to_one: true }))
    )[0]!;
    const solver = (
      await draw(
        folder({
          _class_name: 'DPMSolverMultistepScheduler',
          timestep_spacing: 'trailing',
          solver_order: 1,
        }),
      )
    )[0]!;
    expect(largest(solver, trailing)).toBeLessThan(2e-4 * spread(trailing));
  });
  it('reads the file as diffusers writes it', async () => {
    const files = folder(
      { _class_name: 'DPMSolverMultistepScheduler', variance_type: null },
      ', "lambda_min_clipped": -Infinity',
    );
    expect((await draw(files))[0]!.every(Number.isFinite)).toBe(true);
  });
  it('names what it cannot do', async () => {
    await expect(
      describeBase(folder({ _class_name: 'FlowMatchEulerDiscreteScheduler' })),
    ).rejects.toThrow('FlowMatchEulerDiscreteScheduler');
    await expect(describeBase(folder({ prediction_type: 'sample' }))).rejects.toThrow(StudioError);
    await expect(
      draw(folder({ _class_name: 'DPMSolverMultistepScheduler', algorithm_type: 'dpmsolver' })),
    ).rejects.toThrow('σ of zero');
  });
});

describe('another sampler may be asked for', () => {
  it('is the one a folder of that class has', async () => {
    const asked = (await draw(folder({}), 'euler'))[0]!;
    expect([...asked]).toEqual([
      ...(await draw(folder({ _class_name: 'EulerDiscreteScheduler' })))[0]!,
    ]);
    expect([...(await draw(folder({}), 'ddim'))[0]!]).toEqual([...(await draw(folder({})))[0]!]);
  });
  it('draws fresh noise by image and step, whoever else is in the batch', async () => {
    const one = (await draw(folder({}), 'euler_a'))[0]!;
    const [first, second] = await draw(folder({}), 'euler_a', {
      prompts: ['red heart', 'red heart'],
      seeds: [4, 5],
    });
    expect(largest(first!, one)).toBeLessThan(1e-4);
    expect(largest(second!, one)).toBeGreaterThan(1e-2);
  });
});

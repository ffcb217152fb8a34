// Plans of training steps from configs alone: Stable Diffusion 1.5, 2.1, a distilled model without
// a middle block, aMUSEd; and that a plan is what the executor then makes.

import { describe, expect, it } from 'vitest';
import { describeOnGpu, testExecutor } from '../executors/wgsl/kernelTest';
import { memoryWeights } from '../executors/weights/weightSource';
import { weightsOf } from '../graph/graph';
import { PLAIN_GPU_PROFILE } from '../kernels/deviceProfile';
import { objectiveOf } from '../objectives';
import type { ParadigmId } from '../paradigms/facts';
import type { ModelFiles } from '../paradigms/modelFiles';
import { StudioError } from '../errors';
import { DEFAULT_TARGETS } from '../settings/runSettings';
import { planTraining, sizeModel, trainingGraph, type TrainingPlanOptions } from './planTraining';

const MIB = 2 ** 20;
const options: TrainingPlanOptions = {
  batch: 1,
  rank: 16,
  targets: DEFAULT_TARGETS,
  objective: objectiveOf('tgo'),
  optimizer: 'adamw',
  weights: 'f16',
  profile: PLAIN_GPU_PROFILE,
};

/** Files of a folder that holds only these configs. */
function folder(configs: Readonly<Record<string, unknown>>): ModelFiles {
  return {
    async read(path) {
      if (!(path in configs)) throw new StudioError('BadModel', `${path} is missing.`, '');
      return new TextEncoder().encode(JSON.stringify(configs[path]));
    },
  };
}

const unet = (config: object) => folder({ 'unet/config.json': config });
const sized = (files: ModelFiles, size: number | null = null, paradigm: ParadigmId = 'diffusion') =>
  sizeModel(paradigm, files, size === null ? null : [size, size]);

const SD15 = { sample_size: 64, cross_attention_dim: 768 };
const SMALL = {
  sample_size: 8,
  cross_attention_dim: 8,
  attention_head_dim: 2,
  block_out_channels: [16, 16],
  norm_num_groups: 4,
  layers_per_block: 1,
  down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'],
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
};

describe('a plan of', () => {
  it('Stable Diffusion 1.5 holds each weight once, in f16 or int8', async () => {
    const model = await sized(unet(SD15), 256);
    const half = planTraining(model, options);
    const eighth = planTraining(model, { ...options, weights: 'int8' });
    expect(half.parameters).toBe(859_520_964);
    expect(half.weightBytes).toBeLessThan(1700 * MIB);
    expect(eighth.weightBytes).toBeLessThan(900 * MIB);
    expect(half.activationBytes).toBeLessThan(300 * MIB);
    expect(half.totalBytes).toBe(half.weightBytes + half.activationBytes + half.stateBytes);
    expect(half.flops / 1e9).toBeGreaterThan(500);
    expect(half.flops / 1e9).toBeLessThan(600);
  });

  it('Stable Diffusion 2.1: heads by level, linear projections, 1024 wide text', async () => {
    const model = await sized(
      unet({
        ...SD15,
        attention_head_dim: [5, 10, 20, 20],
        cross_attention_dim: 1024,
        use_linear_projection: true,
      }),
      256,
    );
    expect(planTraining(model, options).parameters).toBe(865_910_724);
  });

  it('a distilled model without a middle block', async () => {
    const model = await sized(unet({ ...SMALL, mid_block_type: null }));
    expect(model.modules.some(({ module }) => module.startsWith('mid_block'))).toBe(false);
    expect(model.imageSize).toEqual([64, 64]);
    expect(planTraining(model, options).dispatches).toBeGreaterThan(100);
  });

  it('aMUSEd, from its transformer alone', async () => {
    const model = await sized(
      folder({ 'transformer/config.json': { sample_size: 16 } }),
      null,
      'maskgit',
    );
    expect(model.imageSize).toEqual([256, 256]);
    expect(planTraining(model, options).parameters).toBe(603_538_688);
  });
});

describe('what cannot be planned is told in words', () => {
  it.each([
    [{ ...SMALL, block_out_channels: [16, 18] }, 'cannot be built at this size'],
    [{ ...SMALL, in_channels: 9 }, 'an inpainting model'],
    [{ ...SMALL, mid_block_type: 'UNetMidBlock2D' }, 'mid_block_type'],
  ])('%o', async (config, message) => {
    await expect(sized(unet(config)).then((model) => planTraining(model, options))).rejects.toThrow(
      message,
    );
  });
  it('a size that latents do not divide', async () => {
    await expect(sized(unet(SMALL), 60)).rejects.toThrow('no multiples of 8');
  });
});

describeOnGpu('the plan', () => {
  it.each(['f16', 'int8'] as const)('is what the executor makes (%s)', async (weights) => {
    const executor = await testExecutor('tuned');
    const model = await sized(unet(SMALL));
    const own = { ...options, weights, profile: executor.profile };
    const planned = planTraining(model, own);
    const graph = trainingGraph(model, own);
    const shapes = new Map(
      [...weightsOf(graph)].map(({ source, shape }) => [
        source.kind === 'weight' ? source.tensor : '',
        source.kind === 'weight' && source.layout === 'linear' ? shape.toReversed() : shape,
      ]),
    );
    const taps = (name: string) => (/conv\d?\.weight|conv_(in|out)\.weight/.test(name) ? 9 : 1);
    const source = memoryWeights(`plan ${weights}`, (name) => {
      const shape = shapes.get(name)!;
      const count = shape.reduce((a, b) => a * b, 1);
      const stored = taps(name) === 9 ? [shape[1]!, shape[0]! / 9, 3, 3] : shape;
      return { dtype: 'F16', shape: stored, data: new Uint16Array(count) };
    });
    const program = await executor.compile(graph, {
      weights: { unet: source },
      weightStorage: weights,
    });
    expect(program.dispatches).toBe(planned.dispatches);
    expect(executor.weightBytes).toBe(planned.weightBytes);
    expect(program.activationBytes).toBeLessThanOrEqual(planned.activationBytes);
    program.dispose();
  });
});

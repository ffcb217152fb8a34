// The UNet against recorded diffusers outputs, named activations and derivatives, on the float64
// executor. What is left is the recording's own float32 rounding, so the fixtures' tolerance (50 ×
// floor) is far from being used up.

import { describe, expect, it } from 'vitest';
import { interpret, readWeights } from '../executors/reference/interpret';
import { differentiate } from '../graph/differentiate';
import { GraphBuilder, type Tensor } from '../graph/graph';
import { optimize } from '../graph/passes';
import { buildDenoiseGraph } from '../paradigms/diffusion/graphs';
import { ReferenceExecutor } from '../executors/reference/referenceExecutor';
import { parseUNet2DConditionConfig, type UNet2DConditionConfig } from '../formats/modelConfig';
import {
  casesOf,
  largestError,
  readJson,
  RecordedTensors,
  tolerance,
} from '../../test-support/goldenStates';
import { Layers } from './layers';
import { timestepEmbedding } from './timestepEmbedding';
import { listModules, unet2dCondition, unetInputs } from './unet2dCondition';

interface Meta {
  readonly cases: { case: string; timestep: number[]; max_abs_f32_vs_f64: number }[];
  readonly grad: { max_abs_dsample_f32_vs_f64: number };
}

/** Inputs of a recorded case; a single timestep is for the whole batch. */
function inputsOf(
  io: RecordedTensors,
  prefix: string,
  config: UNet2DConditionConfig,
): {
  inputs: Record<string, Float32Array>;
  size: { batch: number; height: number; width: number; contextTokens: number };
} {
  const [batch, , height, width] = io.shape(`${prefix}.sample`) as [number, number, number, number];
  const recorded = [...io.integers(`${prefix}.timestep`)];
  const timesteps = Array.from(
    { length: batch },
    (_, i) => recorded[recorded.length === 1 ? 0 : i]!,
  );
  return {
    size: { batch, height, width, contextTokens: io.shape(`${prefix}.encoder_hidden_states`)[1]! },
    inputs: {
      sample: io.channelsLast(`${prefix}.sample`),
      context: io.floats(`${prefix}.encoder_hidden_states`),
      timeProjection: timestepEmbedding(
        timesteps,
        config.block_out_channels[0]!,
        config.flip_sin_to_cos,
        config.freq_shift,
      ),
    },
  };
}

describe.each(casesOf('unet'))('%s', (name) => {
  const folder = `unet/${name}`;
  const config = parseUNet2DConditionConfig(readJson(`${folder}/config.json`));
  const meta = readJson<Meta>(`${folder}/meta.json`);
  const io = new RecordedTensors(`${folder}/io.safetensors`);
  const weights = new RecordedTensors(`${folder}/diffusion_pytorch_model.safetensors`);

  it.each(meta.cases)('$case: prediction', async ({ case: prefix, max_abs_f32_vs_f64: floor }) => {
    const { inputs, size } = inputsOf(io, prefix, config);
    const executor = new ReferenceExecutor();
    const program = await executor.compile(
      buildDenoiseGraph({ unet: config, ...size, adapters: null }),
      { weights: { unet: weights.weights() } },
    );
    await program.run(inputs);
    const recorded = io.channelsLast(`${prefix}.out`);
    expect(largestError(program.values('prediction'), recorded)).toBeLessThan(
      tolerance(recorded, floor),
    );
  });

  it('gives the recorded activations of every tapped module', async () => {
    const prefix = io.names.find((tensor) => tensor.includes('.act.'))!.split('.act.')[0]!;
    const { inputs, size } = inputsOf(io, prefix, config);
    const builder = new GraphBuilder();
    const tapped = new Map<string, Tensor>();
    const layers = new Layers(builder, {
      model: 'unet',
      tap: (module, tensor) => tapped.set(module, tensor),
    });
    unet2dCondition(layers, config, unetInputs(builder, config, size));
    const names = io.names.filter((tensor) => tensor.startsWith(`${prefix}.act.`));
    expect(names.length).toBeGreaterThan(10);
    const valuesOf = interpret(builder.build(), {
      inputs,
      weight: await readWeights(builder.build(), { unet: weights.weights() }),
    });
    for (const tensor of names) {
      const module = tensor.slice(`${prefix}.act.`.length);
      const found = tapped.get(module);
      if (!found) throw new Error(`module ${module} is not tapped`);
      const recorded = io.channelsLast(tensor);
      expect(largestError(valuesOf(found), recorded), module).toBeLessThan(
        tolerance(recorded, meta.cases[0]!.max_abs_f32_vs_f64),
      );
    }
  });

  it('derivatives of mean((out − target)²) by sample and context', async () => {
    const { inputs, size } = inputsOf(io, 'grad', config);
    const b = new GraphBuilder();
    const x = unetInputs(b, config, size);
    const out = unet2dCondition(new Layers(b, { model: 'unet' }), config, x);
    const target = b.input('target', out.shape);
    const scale = 2 / io.floats('grad.target').length;
    const found = differentiate(b, {
      of: out,
      seed: b.add(out, target, scale, -scale),
      wrt: [x.sample, x.context],
    });
    b.output('d_sample', found.get(x.sample)!);
    b.output('d_encoder_hidden_states', found.get(x.context)!);
    const graph = optimize(b.build());
    const valuesOf = interpret(graph, {
      inputs: { ...inputs, target: io.channelsLast('grad.target') },
      weight: await readWeights(graph, { unet: weights.weights() }),
    });
    for (const [output, tensor] of Object.entries(graph.outputs)) {
      const recorded = io.channelsLast(`grad.${output}`);
      const largest = Math.max(...recorded.map(Math.abs));
      // Recorded in float64, but diffusers makes the time embedding in float32 (off by 2e-5 at
      // large timesteps).
      expect(largestError(valuesOf(tensor), recorded), output).toBeLessThan(2e-5 * largest);
    }
  });
});

describe('structure', () => {
  const config = parseUNet2DConditionConfig(readJson('unet/unet_a/config.json'));

  it('lists each linear layer and 1×1 convolution once, with the checkpoint’s sizes', () => {
    const weights = new RecordedTensors('unet/unet_a/diffusion_pytorch_model.safetensors');
    const modules = listModules(config);
    const expected = weights.names.filter((name) => {
      const shape = weights.shape(name);
      return (
        name.endsWith('.weight') &&
        (shape.length === 2 || (shape.length === 4 && shape[2] === 1 && shape[3] === 1))
      );
    });
    expect(modules.map(({ module }) => `${module}.weight`).sort()).toEqual(expected.sort());
    for (const { module, in: inFeatures, out, conv1x1 } of modules) {
      expect(weights.shape(`${module}.weight`)).toEqual(
        conv1x1 ? [out, inFeatures, 1, 1] : [out, inFeatures],
      );
    }
  });

  it('takes odd sizes: upsampling goes to the skip’s size', () => {
    const graph = buildDenoiseGraph({
      unet: config,
      batch: 1,
      height: 5,
      width: 7,
      contextTokens: 3,
      adapters: null,
    });
    expect(graph.outputs['prediction']!.shape).toEqual([1, 5, 7, 4]);
    const sizes = graph.nodes.flatMap(({ op }) => (op.kind === 'upsampleNearest' ? [op.size] : []));
    expect(sizes).toEqual([[5, 7]]);
  });

  it('reads head counts per block, and linear projections', () => {
    const sd2 = {
      ...config,
      attention_head_dim: [2, 4],
      use_linear_projection: true,
    } as UNet2DConditionConfig;
    const graph = buildDenoiseGraph({
      unet: sd2,
      batch: 1,
      height: 4,
      width: 4,
      contextTokens: 3,
      adapters: null,
    });
    const heads = graph.nodes.flatMap(({ op }) => (op.kind === 'attention' ? [op.heads] : []));
    expect(heads).toEqual([2, 2, 4, 4, 2, 2, 2, 2]);
    expect(listModules(sd2).find(({ module }) => module.endsWith('proj_in'))!.conv1x1).toBe(false);
  });

  it('refuses block types it does not know', () => {
    const other = {
      ...config,
      down_block_types: ['AttnDownBlock2D', 'DownBlock2D'],
    } as unknown as UNet2DConditionConfig;
    expect(() => listModules(other)).toThrow(/AttnDownBlock2D/);
  });
});

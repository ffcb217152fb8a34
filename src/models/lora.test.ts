// Adapter layout and effect: targets match as PEFT's, offsets are aligned and disjoint, recorded
// adapters (UNet, and UNet with text encoder) give the recorded outputs on, off and at half scale,
// and the recorded derivatives of A and B.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../executors/reference/referenceExecutor';
import { interpret, readWeights } from '../executors/reference/interpret';
import { parseClipTextConfig, parseUNet2DConditionConfig } from '../formats/modelConfig';
import { differentiate } from '../graph/differentiate';
import { GraphBuilder, STATE_ALIGNMENT } from '../graph/graph';
import { optimize } from '../graph/passes';
import {
  largestError,
  readJson,
  RecordedTensors,
  tolerance,
} from '../../test-support/goldenStates';
import { buildDenoiseGraph } from '../paradigms/diffusion/graphs';
import { clipTextModel } from './clipTextModel';
import { Layers } from './layers';
import { initialAdapters, matchesTarget, planAdapters, type AdapterPlan } from './lora';
import { listModules } from './unet2dCondition';
import { timestepEmbedding } from './timestepEmbedding';
import { unet2dCondition, unetInputs } from './unet2dCondition';

const TARGETS = ['to_q', 'to_k', 'to_v', 'to_out.0'];
const config = parseUNet2DConditionConfig(readJson('unet/unet_a/config.json'));
const unetWeights = new RecordedTensors(
  'unet/unet_a/diffusion_pytorch_model.safetensors',
).weights();

/** Flat state from matrices found by name. */
function flatten(
  plan: AdapterPlan,
  matrix: (module: string, side: 'A' | 'B') => Float32Array,
): Float32Array {
  const flat = new Float32Array(plan.length);
  for (const { module, offsetA, offsetB } of plan.entries) {
    flat.set(matrix(module, 'A'), offsetA);
    flat.set(matrix(module, 'B'), offsetB);
  }
  return flat;
}

function timeProjection(io: RecordedTensors): Float32Array {
  return timestepEmbedding(
    [...io.integers('timestep')],
    config.block_out_channels[0]!,
    config.flip_sin_to_cos,
    config.freq_shift,
  );
}

describe('layout', () => {
  const plan = planAdapters(listModules(config), TARGETS, 4);

  it('matches targets as PEFT: the whole name, or what follows a dot', () => {
    expect(matchesTarget('mid_block.attn1.to_q', 'to_q')).toBe(true);
    expect(matchesTarget('to_q', 'to_q')).toBe(true);
    expect(matchesTarget('mid_block.attn1.into_q', 'to_q')).toBe(false);
    expect(matchesTarget('a.to_out.0', 'to_out.0')).toBe(true);
  });

  it('is aligned, disjoint and complete', () => {
    expect(plan.entries).toHaveLength(32);
    let end = 0;
    for (const { offsetA, offsetB, inFeatures, outFeatures } of plan.entries) {
      expect([offsetA % STATE_ALIGNMENT, offsetB % STATE_ALIGNMENT]).toEqual([0, 0]);
      expect(offsetA).toBeGreaterThanOrEqual(end);
      expect(offsetB).toBeGreaterThanOrEqual(offsetA + 4 * inFeatures);
      end = offsetB + 4 * outFeatures;
    }
    expect(plan.length).toBeGreaterThanOrEqual(end);
  });

  it('refuses a target that names no layer, and takes 1×1 convolutions', () => {
    expect(() => planAdapters(listModules(config), ['to_q', 'nowhere'], 4)).toThrow(/nowhere/);
    expect(
      planAdapters(listModules(config), ['conv_shortcut'], 4).entries.every(
        ({ conv1x1 }) => conv1x1,
      ),
    ).toBe(true);
  });

  it('starts with B = 0 and A ~ N(0, 1/rank²), the same for one seed', () => {
    const flat = initialAdapters(plan, 7);
    expect(flat).toEqual(initialAdapters(plan, 7));
    expect(flat).not.toEqual(initialAdapters(plan, 8));
    const draws: number[] = [];
    for (const { offsetA, offsetB, inFeatures, outFeatures } of plan.entries) {
      draws.push(...flat.subarray(offsetA, offsetA + 4 * inFeatures));
      expect(flat.subarray(offsetB, offsetB + 4 * outFeatures).every((value) => value === 0)).toBe(
        true,
      );
    }
    const deviation = Math.sqrt(
      draws.reduce((sum, value) => sum + value * value, 0) / draws.length,
    );
    expect(deviation).toBeGreaterThan(0.95 / 4);
    expect(deviation).toBeLessThan(1.05 / 4);
  });
});

describe('unet_a_r4_alpha4', () => {
  const folder = 'lora/unet_a_r4_alpha4';
  const meta = readJson<{ rank: number; lora_alpha: number; max_abs_grad_f32_vs_f64: number }>(
    `${folder}/meta.json`,
  );
  const io = new RecordedTensors(`${folder}/io.safetensors`);
  const file = new RecordedTensors(`${folder}/peft_state_dict.safetensors`);
  const plan = planAdapters(listModules(config), TARGETS, meta.rank);
  const flat = flatten(plan, (module, side) => file.floats(`${module}.lora_${side}.weight`));
  const size = {
    batch: 2,
    height: 8,
    width: 8,
    contextTokens: io.shape('encoder_hidden_states')[1]!,
  };
  const inputs = {
    sample: io.channelsLast('sample'),
    context: io.floats('encoder_hidden_states'),
    timeProjection: timeProjection(io),
  };

  it.each([
    ['on', 1],
    ['scale_0_5', 0.5],
    ['off', 0],
  ])('output with the adapter %s', async (name, strength) => {
    const executor = new ReferenceExecutor();
    executor.writeState('policy', plan.length, flat);
    const adapters = { state: 'policy', plan, scale: (strength * meta.lora_alpha) / meta.rank };
    const program = await executor.compile(buildDenoiseGraph({ unet: config, ...size, adapters }), {
      weights: { unet: unetWeights },
    });
    await program.run(inputs);
    const recorded = io.channelsLast(`out_lora_${name}`);
    expect(largestError(program.values('prediction'), recorded)).toBeLessThan(
      tolerance(recorded, 1e-6),
    );
  });

  it('derivatives of every A and B', async () => {
    const grads = new RecordedTensors(`${folder}/grads_mse.safetensors`);
    const b = new GraphBuilder();
    const layers = new Layers(b, {
      model: 'unet',
      adapters: { state: 'policy', plan, scale: meta.lora_alpha / meta.rank },
    });
    const out = unet2dCondition(layers, config, unetInputs(b, config, size));
    const scale = 2 / io.floats('target').length;
    const seed = b.add(out, b.input('target', out.shape), scale, -scale);
    const found = differentiate(b, {
      of: out,
      seed,
      wrt: layers.attached.flatMap(({ a, b: up }) => [a, up]),
    });
    for (const { entry, a, b: up } of layers.attached) {
      b.output(`${entry.module}.lora_A.weight`, found.get(a)!);
      b.output(`${entry.module}.lora_B.weight`, found.get(up)!);
    }
    const graph = optimize(b.build());
    expect(Object.keys(graph.outputs).sort()).toEqual(grads.names.sort());
    const valuesOf = interpret(graph, {
      inputs: { ...inputs, target: io.channelsLast('target') },
      weight: await readWeights(graph, { unet: unetWeights }),
      states: new Map([['policy', Float64Array.from(flat)]]),
    });
    for (const [name, tensor] of Object.entries(graph.outputs)) {
      const recorded = grads.floats(name);
      const largest = Math.max(...recorded.map(Math.abs));
      // Recorded in float64, but diffusers makes the time embedding in float32 (off by 2e-5 at
      // large timesteps).
      expect(largestError(valuesOf(tensor), recorded), name).toBeLessThan(2e-5 * largest);
    }
  });
});

describe('unet_a_plus_te_r4', () => {
  const folder = 'lora/unet_a_plus_te_r4';
  const io = new RecordedTensors(`${folder}/io.safetensors`);
  const file = new RecordedTensors(`${folder}/pytorch_lora_weights.safetensors`);
  const clip = parseClipTextConfig(readJson('clip/text_sd1_eos2/config.json'));
  const [n, tokens] = io.shape('input_ids') as [number, number];

  async function hidden(withAdapters: boolean): Promise<Float64Array> {
    const probe = new Layers(new GraphBuilder(), { model: 'text_encoder' });
    clipTextModel(probe, clip, {
      ids: probe.builder.input('ids', [n, tokens], 'i32'),
      pooling: null,
    });
    const plan = planAdapters(probe.modules, ['q_proj', 'k_proj', 'v_proj', 'out_proj'], 4);
    const executor = new ReferenceExecutor();
    executor.writeState(
      'text',
      plan.length,
      flatten(plan, (module, side) =>
        file.floats(
          `text_encoder.${module}.lora_linear_layer.${side === 'A' ? 'down' : 'up'}.weight`,
        ),
      ),
    );
    const b = new GraphBuilder();
    const layers = new Layers(b, {
      model: 'text_encoder',
      adapters: withAdapters ? { state: 'text', plan } : null,
    });
    b.output(
      'hidden',
      clipTextModel(layers, clip, { ids: b.input('ids', [n, tokens], 'i32'), pooling: null })
        .lastHiddenState,
    );
    const weights = {
      text_encoder: new RecordedTensors('clip/text_sd1_eos2/model.safetensors').weights(),
    };
    const program = await executor.compile(optimize(b.build()), { weights });
    await program.run({ ids: io.integers('input_ids') });
    return program.values('hidden');
  }

  it('text encoder with adapters off and on, and the UNet with its own on that text', async () => {
    for (const on of [false, true]) {
      const recorded = io.floats(`te_last_hidden_state_lora_${on ? 'on' : 'off'}`);
      expect(largestError(await hidden(on), recorded)).toBeLessThan(tolerance(recorded, 1e-6));
    }
    const plan = planAdapters(listModules(config), TARGETS, 4);
    const executor = new ReferenceExecutor();
    executor.writeState(
      'policy',
      plan.length,
      flatten(plan, (module, side) =>
        file.floats(`unet.${module}.lora.${side === 'A' ? 'down' : 'up'}.weight`),
      ),
    );
    const graph = buildDenoiseGraph({
      unet: config,
      batch: n,
      height: 8,
      width: 8,
      contextTokens: tokens,
      adapters: { state: 'policy', plan },
    });
    const program = await executor.compile(graph, { weights: { unet: unetWeights } });
    await program.run({
      sample: io.channelsLast('sample'),
      context: Float32Array.from(await hidden(true)),
      timeProjection: timeProjection(io),
    });
    const recorded = io.channelsLast('out');
    expect(largestError(program.values('prediction'), recorded)).toBeLessThan(
      tolerance(recorded, 1e-6),
    );
  });
});

// The MaskGIT training step against recorded TGO + AdamW steps of diffusers' UVit2DModel, on every
// executor that trains, and what must hold of any step: a fresh LoRA has log-ratio 0 and loss
// mean(w)·ln 2; k turns means into sums; layers no derivative reaches are refused.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../graph/graph';
import type { Objective } from '../objectives';
import type { Executor } from '../executors/executor';
import { ReferenceExecutor } from '../executors/reference/referenceExecutor';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { testExecutor } from '../executors/wgsl/kernelTest';
import { readLora } from '../formats/loraFile';
import { parseUVit2DConfig } from '../formats/modelConfig';
import { planAdapters } from '../models/lora';
import { listModules, maskTokenId, microConditioning } from '../models/uvit2d';
import { maskedTokens } from '../schedules/amused';
import { FIXTURES, largestError, readJson, RecordedTensors } from '../../test-support/goldenStates';
import { adaptersOfLora } from './exportLora';
import { numberValues } from '../graph/objectiveTerms';
import { sft } from '../objectives/sft/sft';
import { tgo } from '../objectives/tgo/tgo';
import { OBJECTIVE_NUMBERS } from './trainStepEnd';
import { maskgitErrors } from '../paradigms/maskgit/errors';
import { buildTokenLogitsGraph, type MaskgitSize } from '../paradigms/maskgit/graphs';
import type { ErrorGraphOptions } from '../paradigms/paradigm';
import { buildTrainGraph } from './trainStep';

type StepOptions = MaskgitSize & ErrorGraphOptions & { readonly objective: Objective };

function stepGraph({ objective, ...options }: StepOptions): Graph {
  return buildTrainGraph((b) => maskgitErrors(b, options), { objective, plan: options.plan });
}

interface Step {
  readonly loss: number;
  readonly log_probs: number[];
  readonly ref_log_probs: number[];
  readonly grad_norm_before_clip: number;
}
interface Log {
  readonly beta: number;
  readonly c: number;
  readonly lr: number;
  readonly betas: [number, number];
  readonly eps: number;
  readonly weight_decay: number;
  readonly max_grad_norm: number;
  readonly rank: number;
  readonly lora_alpha: number;
  readonly target_modules: string[];
  readonly f64: Step[];
  readonly f32: Step[];
  readonly max_abs_lora_f32_vs_f64_per_step: number[];
}

const folder = 'train/tgo_uvit_a';
const log = readJson<Log>(`${folder}/log.json`);
const config = parseUVit2DConfig(readJson('uvit/uvit_a/config.json'));
const weights = {
  transformer: new RecordedTensors('uvit/uvit_a/diffusion_pytorch_model.safetensors').weights(),
};
const batches = new RecordedTensors(`${folder}/batches.safetensors`);
const modules = listModules(config);
const plan = planAdapters(modules, log.target_modules, log.rank);
const [steps, batch, height, width] = batches.shape('tokens') as [number, number, number, number];
const size = {
  uvit: config,
  batch,
  contextTokens: batches.shape('encoder_hidden_states')[2]!,
  plan,
  scale: log.lora_alpha / log.rank,
};

const adapters = (name: string): Float32Array =>
  adaptersOfLora(
    plan,
    readLora(readFileSync(`${FIXTURES}/${folder}/${name}.safetensors`), {
      transformer: modules.map(({ module }) => module),
    }),
  );

function inputsOf(step: number): Record<string, Float32Array | Int32Array> {
  const part = <A extends Float32Array | Int32Array>(data: A): A =>
    data.slice((step * data.length) / steps, ((step + 1) * data.length) / steps) as A;
  const rows = (name: string): number[][] => {
    const data = [...part(batches.floats(name))];
    return Array.from({ length: batch }, (_, i) =>
      data.slice((i * data.length) / batch, ((i + 1) * data.length) / batch),
    );
  };
  const tokens = part(batches.integers('tokens'));
  const mask = Float32Array.from(part(batches.integers('mask')));
  return {
    tokens,
    mask,
    ids: maskedTokens(tokens, mask, maskTokenId(config)),
    k: new Float32Array(batch).fill(1),
    scores: part(batches.floats('relative_scores')),
    encoderHiddenStates: part(batches.floats('encoder_hidden_states')),
    conditioning: microConditioning(config, rows('pooled_text_emb'), rows('micro_conds')),
  };
}

const EXECUTORS: Record<string, () => Promise<Executor>> = {
  reference: async () => new ReferenceExecutor(),
  'tfjs-wasm': () => createTfjsExecutor('wasm'),
  ...(process.env['PLUMBLINE_NO_GPU'] === '1' ? {} : { wgsl: () => testExecutor() }),
};

describe.each(Object.keys(EXECUTORS))('recorded steps on %s', (name) => {
  it('gives the recorded losses, log-probabilities, gradient norms and adapters', async () => {
    const executor = await EXECUTORS[name]!();
    for (const state of ['gradients', 'adam.m', 'adam.v']) executor.writeState(state, plan.length);
    executor.writeState('policy', plan.length, adapters('lora_init'));
    const program = await executor.compile(
      stepGraph({ ...size, objective: tgo, reference: null }),
      { weights },
    );
    for (let step = 0; step < steps; step++) {
      const numbers = numberValues(tgo.terms, { beta: log.beta, temperature: 1, c: log.c });
      const { terms, errors, norm } = await program.run(
        { ...inputsOf(step), [OBJECTIVE_NUMBERS]: numbers },
        {
          temperature: 1,
          learningRate: log.lr,
          adamBeta1: log.betas[0],
          adamBeta2: log.betas[1],
          adamEpsilon: log.eps,
          weightDecay: log.weight_decay,
          maxGradNorm: log.max_grad_norm,
          biasCorrection1: 1 - log.betas[0] ** (step + 1),
          biasCorrection2: 1 - log.betas[1] ** (step + 1),
        },
      );
      const [recorded, float32] = [log.f64[step]!, log.f32[step]!];
      const near = (what: string, made: number, field: (of: Step) => number): void => {
        const allowed = Math.max(
          50 * Math.abs(field(float32) - field(recorded)),
          1e-5 + 1e-5 * Math.abs(field(recorded)),
        );
        expect(Math.abs(made - field(recorded)), `${what} of step ${step}`).toBeLessThan(allowed);
      };
      near(
        'loss',
        Array.from({ length: batch }, (_, i) => terms![i * 6]!).reduce(
          (sum, value) => sum + value,
          0,
        ) / batch,
        (s) => s.loss,
      );
      near('norm', norm![0]!, (s) => s.grad_norm_before_clip);
      for (let i = 0; i < batch; i++) {
        near(`log-probability ${i}`, -errors![i * 3]!, (s) => s.log_probs[i]!);
        near(`reference ${i}`, -errors![i * 3 + 1]!, (s) => s.ref_log_probs[i]!);
      }
      const file = step === 0 ? 'lora_after_step1' : step === steps - 1 ? 'lora_final' : null;
      if (file)
        expect(largestError(await executor.readState('policy'), adapters(file)), file).toBeLessThan(
          Math.max(50 * log.max_abs_lora_f32_vs_f64_per_step[step]!, 1e-5),
        );
    }
    program.dispose();
  });
});

describe('any step', () => {
  async function run(
    options: Partial<StepOptions>,
    changed: Record<string, Float32Array> = {},
  ): Promise<{ executor: ReferenceExecutor; values: (name: string) => Float64Array }> {
    const executor = new ReferenceExecutor();
    const fresh = adapters('lora_init');
    for (const { offsetB, outFeatures } of plan.entries)
      fresh.fill(0, offsetB, offsetB + outFeatures * plan.rank);
    for (const state of ['policy', 'reference']) executor.writeState(state, plan.length, fresh);
    const program = await executor.compile(
      stepGraph({ ...size, objective: tgo, reference: null, ...options }),
      { weights },
    );
    const numbers = numberValues((options.objective ?? tgo).terms, {
      beta: 1,
      temperature: 1,
      c: 5,
    });
    await program.run(
      { ...inputsOf(0), [OBJECTIVE_NUMBERS]: numbers, ...changed },
      { temperature: 1, learningRate: 0 },
    );
    return { executor, values: program.values };
  }

  it.each([null, 'reference'] as const)(
    'a fresh LoRA against reference %s: log-ratio 0 and loss mean(w)·ln 2, exactly',
    async (reference) => {
      const { values } = await run({ reference });
      for (let i = 0; i < batch; i++) {
        expect(values('errors')[i * 3 + 2]! + 0).toBe(0);
        expect(values('terms')[i * 6]).toBe(values('terms')[i * 6 + 3]! * Math.LN2);
      }
    },
  );

  it('k = |M| makes the mean over masked tokens a sum, in error and gradient', async () => {
    const mask = inputsOf(0)['mask'] as Float32Array;
    const counts = Float32Array.from({ length: batch }, (_, i) =>
      mask
        .subarray(i * height * width, (i + 1) * height * width)
        .reduce((sum, one) => sum + one, 0),
    );
    const options = { objective: sft, reference: 'none' } as const;
    const [mean, sum] = [await run(options), await run(options, { k: counts })];
    counts.forEach((count, i) =>
      expect(sum.values('errors')[3 * i]).toBeCloseTo(count * mean.values('errors')[3 * i]!, 9),
    );
    expect(counts.some((count) => count !== counts[0])).toBe(true);
    // One sample alone: its gradient is |M| times that of the mean.
    const alone = { scores: Float32Array.from({ length: batch }, (_, i) => (i === 0 ? 1 : -1)) };
    const norms = [
      (await run(options, alone)).values('norm')[0]!,
      (await run(options, { ...alone, k: counts })).values('norm')[0]!,
    ];
    expect(norms[1]! / norms[0]!).toBeCloseTo(counts[0]!, 6);
  });

  it('refuses what it cannot train', () => {
    expect(() => stepGraph({ ...size, objective: tgo, reference: 'none' })).toThrow(
      'needs a reference',
    );
    for (const target of ['norm1.linear', 'cond_embeds_mapper', 'linear_1']) {
      expect(
        () =>
          stepGraph({
            ...size,
            plan: planAdapters(modules, [target], 2),
            objective: tgo,
            reference: null,
          }),
        target,
      ).toThrow('only sees the conditioning');
    }
    expect(() =>
      stepGraph({
        ...size,
        uvit: { ...config, downsample: true },
        objective: tgo,
        reference: null,
      }),
    ).toThrow('turns 4×4 tokens into 2×2 predictions');
  });

  it('reaches every other linear layer', () => {
    const others = modules
      .map(({ module }) => module)
      .filter((module) => !/norm\d\.linear|cond_embed/.test(module));
    const all = planAdapters(modules, others, 1);
    expect(all.entries.length).toBe(others.length);
    expect(stepGraph({ ...size, plan: all, objective: tgo, reference: null }).pins.length).toBe(
      2 * others.length,
    );
  });
});

it('a prediction takes the config’s size where none is given', () => {
  expect(
    buildTokenLogitsGraph({ uvit: config, batch: 2, contextTokens: 3, adapters: null }).outputs[
      'prediction'
    ]!.shape,
  ).toEqual([2, config.sample_size, config.sample_size, config.codebook_size]);
  expect(
    buildTokenLogitsGraph({
      uvit: config,
      batch: 1,
      height: 2,
      width: 6,
      contextTokens: 3,
      adapters: null,
    }).outputs['prediction']!.shape,
  ).toEqual([1, 2, 6, config.codebook_size]);
});

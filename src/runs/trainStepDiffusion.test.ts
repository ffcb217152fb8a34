// The training step against five recorded TGO + AdamW steps of diffusers and PEFT, on every
// executor that trains, and what must hold of any step (in float64): a fresh LoRA has log-ratio 0
// and loss mean(w)·ln 2 exactly; so it has against a frozen copy of itself.

import { describe, expect, it } from 'vitest';
import type { Graph } from '../graph/graph';
import type { Objective } from '../objectives';
import type { Executor } from '../executors/executor';
import { ReferenceExecutor } from '../executors/reference/referenceExecutor';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { testExecutor } from '../executors/wgsl/kernelTest';
import { parseUNet2DConditionConfig } from '../formats/modelConfig';
import { planAdapters } from '../models/lora';
import { listModules } from '../models/unet2dCondition';
import { timestepEmbedding } from '../models/timestepEmbedding';
import {
  largestError,
  readJson,
  RecordedTensors,
  toChannelsLast,
} from '../../test-support/goldenStates';
import { diffusionErrors, type DiffusionErrorOptions } from '../paradigms/diffusion/errors';
import { buildTrainGraph } from './trainStep';
import { numberValues } from '../graph/objectiveTerms';
import { dpo } from '../objectives/dpo/dpo';
import { sft } from '../objectives/sft/sft';
import { pairTable } from '../objectives/shared/pairs';
import { preservingWinners } from '../objectives/shared/winnerPreserving';
import { tgo } from '../objectives/tgo/tgo';
import { OBJECTIVE_NUMBERS, OBJECTIVE_TABLE } from './trainStepEnd';

interface Step {
  readonly loss: number;
  readonly log_probs: number[];
  readonly ref_log_probs: number[];
  readonly grad_norm_before_clip: number;
}
interface Log {
  readonly steps: number;
  readonly beta: number;
  readonly c: number;
  readonly T: number;
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
  readonly scheduler: { beta_start: number; beta_end: number; num_train_timesteps: number };
}

const folder = 'train/tgo_unet_a_T0.001';
const log = readJson<Log>(`${folder}/log.json`);
const config = parseUNet2DConditionConfig(readJson('unet/unet_a/config.json'));
const weights = {
  unet: new RecordedTensors('unet/unet_a/diffusion_pytorch_model.safetensors').weights(),
};
const batches = new RecordedTensors(`${folder}/batches.safetensors`);
const plan = planAdapters(listModules(config), log.target_modules, log.rank);
const [steps, batch, channels, height, width] = batches.shape('latents') as [
  number,
  number,
  number,
  number,
  number,
];
const size = {
  unet: config,
  batch,
  height,
  width,
  contextTokens: batches.shape('encoder_hidden_states')[2]!,
};

type StepOptions = DiffusionErrorOptions & { readonly objective: Objective };

function stepGraph({ objective, ...options }: StepOptions): Graph {
  return buildTrainGraph((b) => diffusionErrors(b, options), { objective, plan: options.plan });
}

function loadAdapters(name: string): Float32Array {
  const file = new RecordedTensors(`${folder}/${name}.safetensors`);
  const flat = new Float32Array(plan.length);
  for (const { module, offsetA, offsetB } of plan.entries) {
    flat.set(file.floats(`${module}.lora_A.weight`), offsetA);
    flat.set(file.floats(`${module}.lora_B.weight`), offsetB);
  }
  return flat;
}

/** ᾱ of `scaled_linear` betas: linear in √β. */
function alphasCumprod(): number[] {
  const { beta_start: start, beta_end: end, num_train_timesteps: count } = log.scheduler;
  let product = 1;
  return Array.from(
    { length: count },
    (_, t) =>
      (product *=
        1 - (Math.sqrt(start) + (t * (Math.sqrt(end) - Math.sqrt(start))) / (count - 1)) ** 2),
  );
}

function inputsOf(step: number): Record<string, Float32Array> {
  const slice = (name: string): Float32Array => {
    const data = batches.floats(name);
    return data.subarray((step * data.length) / steps, ((step + 1) * data.length) / steps);
  };
  const timesteps = [...batches.integers('timesteps').subarray(step * batch, (step + 1) * batch)];
  const alphaBar = alphasCumprod();
  return {
    latents: toChannelsLast(slice('latents'), [batch, channels, height, width]),
    noise: toChannelsLast(slice('noise'), [batch, channels, height, width]),
    mixCoefficients: Float32Array.from(
      timesteps.flatMap((t) => [Math.sqrt(alphaBar[t]!), Math.sqrt(1 - alphaBar[t]!)]),
    ),
    timeProjection: timestepEmbedding(
      timesteps,
      config.block_out_channels[0]!,
      config.flip_sin_to_cos,
      config.freq_shift,
    ),
    context: slice('encoder_hidden_states'),
    scores: slice('relative_scores'),
    k: new Float32Array(batch).fill(1),
  };
}

/**
 * The executors that train; the WGSL one is shared in this file, so tests dispose programs only. An
 * absent GPU fails by name, unless PLUMBLINE_NO_GPU=1 says so.
 */
const EXECUTORS: Record<string, () => Promise<Executor>> = {
  reference: async () => new ReferenceExecutor(),
  'tfjs-wasm': () => createTfjsExecutor('wasm'),
  ...(process.env['PLUMBLINE_NO_GPU'] === '1' ? {} : { wgsl: () => testExecutor() }),
};

async function load(options: Partial<StepOptions>): Promise<{
  executor: ReferenceExecutor;
  program: Awaited<ReturnType<ReferenceExecutor['compile']>>;
}> {
  const executor = new ReferenceExecutor();
  executor.writeState('policy', plan.length, loadAdapters('lora_init'));
  executor.writeState('reference', plan.length, loadAdapters('lora_init'));
  const graph = stepGraph({
    ...size,
    plan,
    scale: log.lora_alpha / log.rank,
    objective: tgo,
    reference: null,
    predictionType: 'epsilon',
    ...options,
  });
  return { executor, program: await executor.compile(graph, { weights }) };
}

describe.each(Object.keys(EXECUTORS))('the recorded run on %s', (name) => {
  it('five steps of TGO + clip + AdamW', async () => {
    const executor = await EXECUTORS[name]!();
    for (const state of ['gradients', 'adam.m', 'adam.v']) executor.writeState(state, plan.length);
    executor.writeState('policy', plan.length, loadAdapters('lora_init'));
    const graph = stepGraph({
      ...size,
      plan,
      scale: log.lora_alpha / log.rank,
      objective: tgo,
      reference: null,
      predictionType: 'epsilon',
    });
    const program = await executor.compile(graph, { weights });
    for (let step = 0; step < steps; step++) {
      const numbers = numberValues(tgo.terms, {
        beta: log.beta,
        temperature: log.T,
        c: log.c,
      });
      const { terms, errors, norm } = await program.run(
        { ...inputsOf(step), [OBJECTIVE_NUMBERS]: numbers },
        {
          temperature: log.T,
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
      const recorded = log.f64[step]!;
      const loss =
        Array.from({ length: batch }, (_, i) => terms![i * 6]!).reduce(
          (sum, value) => sum + value,
          0,
        ) / batch;
      // 50 × the recorded float32-from-float64 deviation of this very number, or 1e-5 relative
      // (fixtures' README).
      const allowed = (field: (s: Step) => number): number =>
        Math.max(
          50 * Math.abs(field(log.f32[step]!) - field(recorded)),
          1e-5 + 1e-5 * Math.abs(field(recorded)),
        );
      expect(Math.abs(loss - recorded.loss), `loss of step ${step}`).toBeLessThan(
        allowed((s) => s.loss),
      );
      expect(
        Math.abs(norm![0]! - recorded.grad_norm_before_clip),
        `norm of step ${step}`,
      ).toBeLessThan(allowed((s) => s.grad_norm_before_clip));
      for (let i = 0; i < batch; i++) {
        expect(
          Math.abs(-errors![i * 3]! / log.T - recorded.log_probs[i]!),
          `log-probability ${i} of step ${step}`,
        ).toBeLessThan(allowed((s) => s.log_probs[i]!));
        expect(
          Math.abs(-errors![i * 3 + 1]! / log.T - recorded.ref_log_probs[i]!),
          `reference ${i} of step ${step}`,
        ).toBeLessThan(allowed((s) => s.ref_log_probs[i]!));
      }
      const file = step === 0 ? 'lora_after_step1' : step === steps - 1 ? 'lora_final' : null;
      if (file) {
        const floor = log.max_abs_lora_f32_vs_f64_per_step[step]!;
        expect(
          largestError(await executor.readState('policy'), loadAdapters(file)),
          file,
        ).toBeLessThan(Math.max(50 * floor, 1e-5));
      }
    }
    program.dispose();
  });
});

describe('any step', () => {
  // Cheaper than the recorded run: two samples of 4×4.
  const small = { ...size, batch: 2, height: 4, width: 4 };
  const positions = 2 * 4 * 4 * channels;
  function smallInputs(): Record<string, Float32Array> {
    const { latents, noise, mixCoefficients, timeProjection, context, scores, k } = inputsOf(
      0,
    ) as Record<
      'latents' | 'noise' | 'mixCoefficients' | 'timeProjection' | 'context' | 'scores' | 'k',
      Float32Array
    >;
    const half = (data: Float32Array): Float32Array => data.slice(0, data.length / 2);
    return {
      latents: latents.slice(0, positions),
      noise: noise.slice(0, positions),
      mixCoefficients: half(mixCoefficients),
      timeProjection: half(timeProjection),
      context: half(context),
      scores: half(scores),
      k: half(k),
      [OBJECTIVE_NUMBERS]: numberValues(tgo.terms, numbers),
    };
  }

  const numbers = { beta: 1, temperature: 1e-3, c: 5 };
  const uniforms = {
    temperature: 1e-3,
    maxGradNorm: 1,
    learningRate: 1e-3,
    biasCorrection1: 0.1,
    biasCorrection2: 1e-3,
  };

  /** Adapters with B = 0: the model is its base. */
  function fresh(): Float32Array {
    const flat = loadAdapters('lora_init');
    for (const { offsetB, outFeatures } of plan.entries)
      flat.fill(0, offsetB, offsetB + outFeatures * plan.rank);
    return flat;
  }

  it.each([null, 'reference'] as const)(
    'a fresh LoRA against reference %s: log-ratio 0 and loss mean(w)·ln 2, exactly',
    async (reference) => {
      const { executor, program } = await load({ ...small, reference });
      executor.writeState('policy', plan.length, fresh());
      executor.writeState('reference', plan.length, fresh());
      await program.run(smallInputs(), uniforms);
      const terms = program.values('terms');
      const errors = program.values('errors');
      for (let i = 0; i < 2; i++) {
        expect(errors[i * 3 + 2]).toBe(0);
        expect(terms[i * 6]).toBe(terms[i * 6 + 3]! * Math.LN2);
      }
      expect(terms.filter((_, i) => i % 6 === 3).some((weight) => weight > 2)).toBe(true);
      // B = 0 stops the derivative of A, not that of B.
      const gradients = executor.state('gradients');
      const entry = plan.entries[0]!;
      expect(
        gradients
          .subarray(entry.offsetA, entry.offsetA + plan.rank * entry.inFeatures)
          .every((g) => g === 0),
      ).toBe(true);
      expect(
        gradients
          .subarray(entry.offsetB, entry.offsetB + plan.rank * entry.outFeatures)
          .some((g) => g !== 0),
      ).toBe(true);
    },
  );

  it.each(Object.keys(EXECUTORS))('on %s too, in its own arithmetic', async (name) => {
    const executor = await EXECUTORS[name]!();
    for (const state of ['gradients', 'adam.m', 'adam.v']) executor.writeState(state, plan.length);
    executor.writeState('policy', plan.length, fresh());
    const program = await executor.compile(
      stepGraph({
        ...small,
        plan,
        objective: tgo,
        reference: null,
        predictionType: 'epsilon',
      }),
      { weights },
    );
    const { errors, terms } = await program.run(smallInputs(), uniforms, ['errors', 'terms']);
    for (let i = 0; i < 2; i++) {
      expect(errors![i * 3 + 2]! + 0).toBe(0);
      // ln 2 to the last two bits of float32.
      expect(Math.abs(terms![i * 6]! / (terms![i * 6 + 3]! * Math.LN2) - 1)).toBeLessThan(2.5e-7);
    }
    program.dispose();
  });

  it('holds losers back alike on every executor', async () => {
    const objective = { ...dpo, terms: preservingWinners(dpo.terms) };
    const given = smallInputs();
    // One noise, and images that are nearly the same: both errors point one way.
    for (const name of ['noise', 'latents', 'mixCoefficients', 'timeProjection', 'context']) {
      const data = given[name]!;
      data.set(
        data.subarray(0, data.length / 2).map((value) => value * 1.01),
        data.length / 2,
      );
    }
    /** g of winner and loser. */
    const found: Record<string, Float32Array> = {};
    for (const [name, open] of Object.entries(EXECUTORS)) {
      const executor = await open();
      for (const state of ['gradients', 'adam.m', 'adam.v'])
        executor.writeState(state, plan.length);
      executor.writeState('policy', plan.length, loadAdapters('lora_init'));
      const graph = stepGraph({
        ...small,
        plan,
        objective,
        reference: null,
        predictionType: 'epsilon',
      });
      const program = await executor.compile(graph, { weights });
      const { terms } = await program.run(
        {
          ...given,
          [OBJECTIVE_NUMBERS]: numberValues(objective.terms, { beta: 100, winnerPreserving: 0.9 }),
          [OBJECTIVE_TABLE]: Float32Array.from(pairTable([[0, 1]])),
        },
        { ...uniforms, temperature: 1 },
      );
      found[name] = Float32Array.of(terms![5]!, terms![11]!);
      program.dispose();
    }
    const [winner, loser] = found['reference']! as unknown as [number, number];
    expect(-loser / winner).toBeGreaterThan(0.05);
    expect(-loser / winner).toBeLessThan(0.2);
    for (const [name, g] of Object.entries(found)) {
      expect(g[0]! / winner, name).toBeCloseTo(1, 4);
      expect(g[1]! / loser, name).toBeCloseTo(1, 4);
    }
  });

  it('gradientScale multiplies the gradient and nothing else', async () => {
    const norms: number[] = [];
    for (const gradientScale of [1, 0.25]) {
      const { program } = await load(small);
      await program.run(
        {
          ...smallInputs(),
          [OBJECTIVE_NUMBERS]: numberValues(tgo.terms, { ...numbers, gradientScale }),
        },
        uniforms,
      );
      norms.push(program.values('norm')[0]!);
    }
    expect(norms[1]! / norms[0]!).toBeCloseTo(0.25, 12);
  });

  it('SFT lowers the error of positive samples and leaves a frozen reference alone', async () => {
    const { executor, program } = await load({ ...small, objective: sft, reference: 'reference' });
    const before = executor.state('reference').slice();
    const inputs = {
      ...smallInputs(),
      scores: new Float32Array(2).fill(1),
      [OBJECTIVE_NUMBERS]: numberValues(sft.terms, {}),
    };
    const errors: number[] = [];
    for (let step = 0; step < 3; step++) {
      await program.run(inputs, {
        ...uniforms,
        learningRate: 3e-3,
        biasCorrection1: 1 - 0.9 ** (step + 1),
        biasCorrection2: 1 - 0.999 ** (step + 1),
      });
      errors.push(
        program
          .values('errors')
          .filter((_, i) => i % 3 === 0)
          .reduce((sum, m) => sum + m, 0),
      );
    }
    expect(errors[2]).toBeLessThan(errors[0]! * 0.999);
    expect(executor.state('reference')).toEqual(before);
  });

  it('without a reference pass the graph is smaller, and TGO is refused', () => {
    const options = { ...size, plan, objective: sft, predictionType: 'v_prediction' } as const;
    const full = stepGraph({ ...options, reference: null });
    const none = stepGraph({ ...options, reference: 'none' });
    expect(none.nodes.length).toBeLessThan(full.nodes.length);
    expect(none.inputs.map(({ name }) => name)).toContain('velocityCoefficients');
    expect(() => stepGraph({ ...options, objective: tgo, reference: 'none' })).toThrow(/reference/);
  });

  it('a step that is not finite leaves the adapters as they were', async () => {
    const { executor, program } = await load(small);
    const inputs = smallInputs();
    inputs['latents']![0] = Infinity;
    await program.run(inputs, uniforms);
    expect(program.values('norm')[2]).toBe(1);
    expect(Float32Array.from(executor.state('policy'))).toEqual(loadAdapters('lora_init'));
  });
});

// A run in the plane: adapters trained on scored points of the base by any objective of the list,
// and points generated with them. The same step as an image run's (runs/trainStepEnd.ts), on points
// in the place of latents. Draws are counter-based: a seed gives the same run on one executor.

import { batchDrawer, type BatchDrawer } from '../data/batches/batchDrawer';
import { resolveThreshold, type ThresholdResult } from '../data/labels/threshold';
import type { Executor, Program, Workspace } from '../executors/executor';
import { numberValues } from '../graph/objectiveTerms';
import { DEFAULT_UNIFORMS } from '../graph/ops';
import { initialAdapters, type AdapterPlan } from '../models/lora';
import type { Objective } from '../objectives';
import { stepNumbers } from '../objectives/stepNumbers';
import { normals, randomInt } from '../random/philox';
import { OBJECTIVE_NUMBERS, OBJECTIVE_TABLE } from '../runs/trainStepEnd';
import { openSampler } from '../schedules/sampler';
import { StudioError } from '../errors';
import { benchErrors } from '../strings/errors/bench2d';
import type { WeightSource } from '../executors/weights/weightSource';
import {
  denoiseGraph,
  embedTimes,
  MODEL,
  planOf,
  SCHEDULE,
  SCHEDULER,
  trainGraph,
} from './network';
import { BENCH_STREAMS, scoresOf, type PlaneScore } from './plane';

/** Points of one run of the sampler's network. */
const SAMPLE_BATCH = 1000;
/** DDIM steps of every sample: base, runs and reference density alike. */
export const SAMPLER_STEPS = 10;
export const BATCH = 256;
export const RANK = 16;
export const LEARNING_RATE = 3e-3;
/** Points that are compared with each other by the methods of pairs and of groups. */
const GROUP = 16;
const PAIRING = {
  pairSource: 'scores',
  pairsPerPrompt: 32,
  groupSize: GROUP,
  timestepSharing: 'pair',
  winnerPreserving: 0,
} as const;

export interface BenchSettings {
  readonly seed: number;
  /** Percentile of the scores that is τ. */
  readonly percentile: number;
  /** The objective's own numbers (beta, c, temperature, …). */
  readonly values: Readonly<Record<string, number>>;
}

/** What a run trains on, for how long each step stays the same. */
export interface BenchModel {
  readonly weights: WeightSource;
  /** Points of the training set, [n, 2]. */
  readonly points: Float32Array;
  /** What they are worth; FORMULA unless given. */
  readonly score?: PlaneScore;
}

export class BenchRun {
  step = 0;
  private constructor(
    private readonly workspace: Workspace,
    private readonly program: Program,
    private readonly sampling: Program,
    private readonly points: Float32Array,
    private readonly objective: Objective,
    private readonly settings: BenchSettings,
    private readonly threshold: ThresholdResult,
    private readonly drawer: BatchDrawer,
  ) {}

  /**
   * Compiles a run of `objective`. Errors: BadSettings where the threshold leaves a side empty that
   * the objective learns from.
   */
  static async open(
    executor: Executor,
    { weights, points, score }: BenchModel,
    objective: Objective,
    settings: BenchSettings,
    { rank = RANK, batch = BATCH }: { rank?: number; batch?: number } = {},
  ): Promise<BenchRun> {
    const scores = scoresOf(points, score);
    const threshold = resolveThreshold(scores, {
      percentile: settings.percentile,
      fixedThreshold: null,
      thresholdScope: 'global',
      thresholdShrinkage: 0,
      oracleBeta: 1,
      proxySet: null,
      ties: 'positive',
      scoreScale: 'standardized',
      c: settings.values['c'] ?? 0,
    });
    const good = [...threshold.labels.keys()].filter((i) => threshold.labels[i] === 1);
    if (good.length === 0 || (objective.data !== 'positives' && threshold.negativeCount === 0))
      throw new StudioError(
        'BadSettings',
        ...benchErrors.oneSided(threshold.rawTau, threshold.positiveCount, threshold.negativeCount),
      );
    const plan = planOf(rank);
    const workspace = executor.openWorkspace('step');
    placeStates(workspace, plan, settings.seed);
    const options = { weights: { [MODEL]: weights } };
    return new BenchRun(
      workspace,
      await workspace.compile(trainGraph(batch, plan, objective), options),
      await workspace.compile(denoiseGraph(SAMPLE_BATCH, plan), options),
      points,
      objective,
      settings,
      threshold,
      // Every point answers to the same prompt: an advantage is over all of them, pairs and groups
      // are of GROUP at a time.
      batchDrawer(
        Array.from(scores, (score, i) => ({
          score,
          group: objective.data === 'advantages' ? '' : String(Math.floor(i / GROUP)),
        })),
        objective,
        {
          training: { seed: settings.seed, batchSize: batch, microBatch: 0 },
          pairing: PAIRING,
        },
        objective.data === 'positives' ? good : null,
      ),
    );
  }

  /** One optimizer step (AdamW). `values` may move between steps: nothing is compiled again. */
  async train(
    values: Readonly<Record<string, number>> = this.settings.values,
    learningRate = LEARNING_RATE,
  ): Promise<void> {
    const { step, points, threshold, objective, settings } = this;
    const { indices, noiseOf, rows } = this.drawer.draw(step);
    const timesteps = indices.map((_, item) =>
      randomInt(
        settings.seed,
        { stream: BENCH_STREAMS.batch, step, item: noiseOf?.[item] ?? item },
        1000,
      ),
    );
    const noises = normals(
      settings.seed,
      { stream: BENCH_STREAMS.noise, step, item: 0 },
      2 * indices.length,
    );
    const target = noises.map((_, i) => noises[2 * (noiseOf?.[i >> 1] ?? i >> 1) + (i % 2)]!);
    const sample = new Float32Array(2 * indices.length);
    indices.forEach((row, i) => {
      const [signal, noise] = SCHEDULE.addNoiseCoefficients(timesteps[i]!);
      for (const d of [0, 1])
        sample[2 * i + d] = signal * points[2 * row + d]! + noise * target[2 * i + d]!;
    });
    const numbers = stepNumbers(
      objective,
      { paradigm: 'diffusion', objective: values, threshold: { ties: 'positive' } },
      {
        inverseScale: threshold.scale.inverseScale,
        clip: threshold.scale.clip,
        meanWeight: threshold.meanWeight,
        positiveShare: 1,
      },
    );
    this.step = step + 1;
    await this.program.run(
      {
        sample,
        time: embedTimes(timesteps),
        target,
        scores: Float32Array.from(indices, (row) => threshold.deviations[row]!),
        [OBJECTIVE_NUMBERS]: numberValues(objective.terms, numbers),
        ...(objective.table && {
          [OBJECTIVE_TABLE]: Float32Array.from(objective.table(rows, numbers)),
        }),
      },
      {
        temperature: values['temperature'] ?? 1,
        mixture: values['mixture'] ?? 1,
        learningRate,
        weightDecay: 0.01,
        maxGradNorm: 1,
        biasCorrection1: 1 - DEFAULT_UNIFORMS.adamBeta1 ** (step + 1),
        biasCorrection2: 1 - DEFAULT_UNIFORMS.adamBeta2 ** (step + 1),
      },
      [],
    );
  }

  /**
   * `count` points [count, 2] of the model as it is now; `seed` gives the noises. Errors: NotFinite
   * of a model that training has driven away.
   */
  async generate(count: number, seed: number): Promise<Float32Array> {
    const points = await generate(this.sampling, count, seed);
    if (!points.every(Number.isFinite))
      throw new StudioError('NotFinite', ...benchErrors.diverged(this.step));
    return points;
  }

  adapters(): Promise<Float32Array> {
    return this.workspace.readState('policy');
  }

  dispose(): void {
    this.workspace.dispose();
  }
}

function placeStates(workspace: Workspace, plan: AdapterPlan, seed: number): void {
  workspace.writeState('policy', plan.length, initialAdapters(plan, seed));
  for (const state of ['adam.m', 'adam.v', 'gradients']) workspace.writeState(state, plan.length);
}

/** Points of the base alone, [count, 2]. */
export async function generateBase(
  executor: Executor,
  weights: WeightSource,
  count: number,
  seed: number,
): Promise<Float32Array> {
  const program = await executor.compile(denoiseGraph(SAMPLE_BATCH, null), {
    weights: { [MODEL]: weights },
  });
  const points = await generate(program, count, seed);
  program.dispose();
  return points;
}

/** DDIM from noise, SAMPLE_BATCH points at a time. */
async function generate(program: Program, count: number, seed: number): Promise<Float32Array> {
  const points = new Float32Array(2 * count);
  for (let first = 0; first < count; first += SAMPLE_BATCH) {
    const trajectory = openSampler(SCHEDULER, SAMPLER_STEPS);
    let sample: Float32Array = normals(
      seed,
      { stream: BENCH_STREAMS.start, step: first / SAMPLE_BATCH, item: 0 },
      2 * SAMPLE_BATCH,
    );
    for (const timestep of trajectory.timesteps) {
      const time = embedTimes(Array.from({ length: SAMPLE_BATCH }, () => timestep));
      const { prediction } = await program.run({ sample, time }, {}, ['prediction']);
      sample = trajectory.step(prediction!, sample, null);
    }
    points.set(sample.subarray(0, 2 * Math.min(SAMPLE_BATCH, count - first)), 2 * first);
  }
  return points;
}

// One loaded run: the compiled step, its states on the device, the settings and their changes. It knows how to take a
// step, to change live settings, to make a checkpoint and to start from one; it knows no page, no database and no clock.
// The worker and the command line drive it alike.

import { StudioError } from '../errors';
import type { Executor, Program } from '../executors/executor';
import { DEFAULT_UNIFORMS, type Uniforms } from '../graph/ops';
import type { AdapterPlan } from '../models/lora';
import { initialAdapters, listModules, planAdapters } from '../models/lora';
import type { BaseModel } from '../pipeline/baseModel';
import { learningRateFactor } from '../schedules/learningRate';
import type { LiveSettings, RunSettings, SettingsChange } from '../settings/runSettings';
import type { StepMetrics } from '../bridge/protocol';
import { BatchSampler } from '../dataset/batches';
import { resolveThreshold, type ThresholdResult } from '../dataset/threshold';
import { batchInputs, type BatchContext, type TrainingSample } from './batchInputs';
import type { Checkpoint } from './checkpoint';
import { stepMetrics } from './metrics';
import { settingsAt } from './settingsAt';
import { buildTrainGraph } from './trainGraph';

/** Flat states of a run on its executor. */
const STATES = ['policy', 'adam.m', 'adam.v', 'gradients'] as const;

/** A sample of the set as the run needs it. `score` is the raw score. */
export interface RunSample {
  readonly mean: Float32Array;
  readonly logVariance: Float32Array;
  readonly embedding: Float32Array;
  readonly score: number;
}

export interface TrainRunOptions {
  readonly executor: Executor;
  readonly model: BaseModel;
  readonly settings: RunSettings;
  readonly changes: readonly SettingsChange[];
  readonly samples: readonly RunSample[];
  readonly emptyEmbedding: Float32Array;
  /** Continue from here; null starts anew. */
  readonly checkpoint: Checkpoint | null;
}

/** Module names of a UNet and the adapter plan for given targets and rank. Errors: BadSettings when a target names no layer. */
export function adapterPlanOf(model: BaseModel, settings: Pick<RunSettings, 'targets' | 'rank'>): AdapterPlan {
  return planAdapters(listModules(model.unet), settings.targets, settings.rank);
}

export class TrainRun {
  readonly plan: AdapterPlan;
  /** Steps done. */
  step: number;
  private readonly changesMade: SettingsChange[];
  private readonly context: BatchContext;
  private program!: Program;
  private threshold!: ThresholdResult;
  private sampler!: BatchSampler;
  private thresholdKey = '';

  private constructor(private readonly options: TrainRunOptions) {
    const { model, settings, checkpoint } = options;
    this.plan = adapterPlanOf(model, settings);
    this.step = checkpoint?.step ?? 0;
    this.changesMade = [...options.changes];
    this.context = {
      unet: model.unet, schedule: model.schedule, predictionType: model.scheduler.prediction_type as 'epsilon' | 'v_prediction',
      mseSpace: settings.mseSpace, scalingFactor: model.vae.scaling_factor, seed: settings.seed,
      captionDropout: settings.captionDropout, emptyEmbedding: options.emptyEmbedding,
    };
  }

  /** Compiles the step and places the states. The caller owns the executor and disposes the run. */
  static async load(options: TrainRunOptions): Promise<TrainRun> {
    const run = new TrainRun(options);
    const { executor, model, settings, checkpoint } = options;
    const length = run.plan.length;
    if (checkpoint) {
      if (checkpoint.baseHash !== model.hash) {
        throw new StudioError('BadCheckpoint', `This checkpoint belongs to the base ${checkpoint.baseHash.slice(0, 12)}…, loaded is ${model.hash.slice(0, 12)}….`, 'Load the base model the run was started with.');
      }
      if (checkpoint.adapters.length !== length) {
        throw new StudioError('BadCheckpoint', `The checkpoint holds ${checkpoint.adapters.length} adapter numbers, this run has ${length}.`, 'Rank and targets must be those the run was started with.');
      }
    }
    executor.writeState('policy', length, checkpoint?.adapters ?? initialAdapters(run.plan, settings.seed));
    executor.writeState('adam.m', length, checkpoint?.m);
    executor.writeState('adam.v', length, checkpoint?.v);
    executor.writeState('gradients', length);
    run.program = await executor.compile(
      buildTrainGraph({
        unet: model.unet, batch: settings.batchSize, height: model.latentSize, width: model.latentSize, contextTokens: model.contextTokens,
        plan: run.plan, method: settings.method, reference: settings.method === 'sft' ? 'none' : null, predictionType: run.context.predictionType,
      }),
      { weights: model.weights },
    );
    run.useSettings(run.settings);
    return run;
  }

  /** Settings in force at the next step. */
  get settings(): RunSettings {
    return settingsAt(this.options.settings, this.changesMade, this.step);
  }

  get changes(): readonly SettingsChange[] {
    return this.changesMade;
  }

  get finished(): boolean {
    return this.step >= this.settings.steps;
  }

  get dispatches(): number {
    return this.program.dispatches;
  }

  /** τ, labels' scale and mean weight in force. */
  get thresholdInForce(): ThresholdResult {
    return this.threshold;
  }

  /** Changes live settings from the next step on; stored, so that a resume replays it. Errors: BadSettings when nothing is left to learn from
   *  (the change is then not made). */
  changeSettings(values: LiveSettings): void {
    this.useSettings({ ...this.settings, ...values });
    this.changesMade.push({ step: this.step, values });
    // A run resumed before changes it had already seen replays them at their steps: the list stays in the order of the steps.
    this.changesMade.sort((a, b) => a.step - b.step);
  }

  /** Recomputes τ, weights and the order of samples where `settings` differ in what they depend on. */
  private useSettings(settings: RunSettings): void {
    const key = JSON.stringify([settings.percentile, settings.fixedThreshold, settings.c]);
    if (key === this.thresholdKey) return;
    const threshold = resolveThreshold(this.options.samples.map((sample) => sample.score), settings);
    const subset = settings.method === 'sft' ? [...threshold.labels.keys()].filter((i) => threshold.labels[i] === 1) : null;
    if (subset?.length === 0) {
      throw new StudioError('BadSettings', `No sample reaches the threshold τ = ${threshold.rawTau}: SFT has nothing to learn from.`, 'Lower the percentile or the fixed threshold.');
    }
    this.threshold = threshold;
    this.sampler = new BatchSampler({ seed: settings.seed, count: this.options.samples.length, batchSize: settings.batchSize, subset });
    this.thresholdKey = key;
  }

  private uniforms(settings: RunSettings, step: number): Partial<Uniforms> {
    const { threshold } = this;
    const rate = settings.learningRate * learningRateFactor(settings.learningRateSchedule, step, { numWarmupSteps: settings.warmupSteps, numTrainingSteps: settings.steps });
    // losses.md 1.3 i: the optimizer sees the gradient of L/(κ·mean w), κ = β/T, so that clipping and lr mean the same at any β, T, c.
    const gradientScale = settings.method === 'tgo' ? settings.temperature / (settings.beta * threshold.meanWeight) : 1;
    return {
      beta: settings.beta, temperature: settings.temperature, c: settings.c, tau: threshold.tau,
      scoreInverseScale: threshold.inverseScale, scoreClip: threshold.clip, tieMode: ['positive', 'negative', 'drop'].indexOf(settings.ties),
      gradientScale, learningRate: rate, weightDecay: settings.weightDecay, maxGradNorm: settings.maxGradNorm,
      biasCorrection1: 1 - DEFAULT_UNIFORMS.adamBeta1 ** (step + 1), biasCorrection2: 1 - DEFAULT_UNIFORMS.adamBeta2 ** (step + 1),
    };
  }

  /** Enqueues one optimizer step (a change stored for this step takes effect here); the returned promise is its read-back, which the caller may await one step later. */
  async takeStep(): Promise<{ metrics: Promise<StepMetrics> }> {
    const started = performance.now();
    const settings = this.settings;
    const step = this.step;
    this.useSettings(settings);
    const samples: TrainingSample[] = this.sampler.indices(step).map((index) => ({ ...this.options.samples[index]!, score: this.threshold.scores[index]! }));
    const uniforms = this.uniforms(settings, step);
    await this.program.run(batchInputs(this.context, samples, step), uniforms);
    const reading = this.program.read(['errors', 'terms', 'norm']);
    this.step = step + 1;
    const tau = this.threshold.rawTau;
    return { metrics: reading.then((results) => stepMetrics({ step, settings, results, tau, learningRate: uniforms.learningRate!, stepMs: performance.now() - started })) };
  }

  /** Reads the states back (waits for the device). */
  async checkpoint(runId: string): Promise<Checkpoint> {
    const { executor, settings, model } = this.options;
    const step = this.step;
    const [adapters, m, v] = await Promise.all([executor.readState('policy'), executor.readState('adam.m'), executor.readState('adam.v')]);
    return {
      version: 1, runId, step, rank: this.plan.rank, alpha: this.plan.rank, adapters: adapters!, m: m!, v: v!,
      layout: this.plan.entries.map(({ module, offsetA, offsetB, inFeatures, outFeatures }) => ({ module, offsetA, offsetB, inFeatures, outFeatures })),
      settings, changes: this.changesMade, baseHash: model.hash, randomCounters: { seed: settings.seed, nextStep: step }, executor: executor.name, createdAt: Date.now(),
    };
  }

  /** Flat adapters as they stand. */
  adapters(): Promise<Float32Array> {
    return this.options.executor.readState('policy');
  }

  /** Frees the program and the states. */
  dispose(): void {
    this.program.dispose();
    for (const state of STATES) this.options.executor.dropState(state);
  }
}

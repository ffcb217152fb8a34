// One loaded run: the settings and their changes, the states on the device, the step's programs. It
// knows how to take a step, to change live settings, to make a checkpoint and to start from one; it
// knows no page, no database and no clock. The worker and the command line drive it alike.

import { StudioError } from '../errors';
import type { Workspace } from '../executors/executor';
import { numberValues } from '../graph/objectiveTerms';
import type { AdapterPlan } from '../models/lora';
import { initialAdapters } from '../models/lora';
import { objectiveOf, termsInForce, type Objective } from '../objectives';
import { stepNumbers } from '../objectives/stepNumbers';
import type { SamplingAdapters } from '../paradigms/imagePipeline';
import {
  withChange,
  type LiveSettings,
  type RunSettings,
  type SettingsChange,
} from '../settings/runSettings';
import type { StepMetrics } from '../domain/metrics';
import type { UpdateProbe } from '../domain/updateProbe';
import { runErrors } from '../strings/errors/runs';
import { AVERAGE_STATE, givenAdapters } from './adapterAverage';
import { adapterPlanOf } from './adapterPlan';
import type { Checkpoint } from './checkpoint';
import { checkBelongs, checkpointLayout, type StartAdapters } from './checkpointAdapters';
import { stepMetrics } from './metrics';
import type { SampleSource, StepThreshold } from './sampleSource';
import { samplingAdapters } from './samplingAdapters';
import { settingsAt } from './settingsAt';
import { StepPrograms, type StepProgramsOptions } from './stepPrograms';
import { stepUniforms } from './stepUniforms';
import { OBJECTIVE_NUMBERS, OBJECTIVE_TABLE } from './trainStepEnd';
import { measureUpdateProbe } from './updateProbe';

export interface TrainRunOptions extends StepProgramsOptions {
  readonly changes: readonly SettingsChange[];
  readonly source: SampleSource;
  /** Continue from here; null starts anew. */
  readonly checkpoint: Checkpoint | null;
  /**
   * Of another run: a new run begins with its adapters and has them as its reference; absent where
   * the settings start from the base.
   */
  readonly start?: StartAdapters | null;
}

/** The rows of one of `parts` equal parts; null of nothing. */
function rowsOf(
  values: Float32Array | undefined,
  part: number,
  parts: number,
): Float32Array | null {
  if (!values) return null;
  const length = values.length / parts;
  return values.subarray(part * length, (part + 1) * length);
}

export class TrainRun {
  readonly plan: AdapterPlan;
  /** Steps done. */
  step: number;
  private readonly changesMade: SettingsChange[];
  private readonly programs: StepPrograms;
  /** The run's own states and steps. */
  private readonly workspace: Workspace;
  /** When the last step's results were there. */
  private lastDone = 0;
  private reference: Float32Array | null;

  private constructor(private readonly options: TrainRunOptions) {
    const { model, settings, checkpoint } = options;
    this.plan = adapterPlanOf(model, settings.adapter);
    this.step = checkpoint?.step ?? 0;
    this.changesMade = [...options.changes];
    this.workspace = options.executor.openWorkspace('step');
    this.programs = new StepPrograms(options, this.workspace, this.plan);
    this.reference = checkpoint
      ? checkpoint.reference
      : options.start
        ? givenAdapters(options.start)
        : null;
  }

  /** Compiles the step and places the states. The caller owns the executor and disposes the run. */
  static async load(options: TrainRunOptions): Promise<TrainRun> {
    const run = new TrainRun(options);
    try {
      await run.open();
    } catch (error) {
      run.dispose();
      throw error;
    }
    return run;
  }

  private async open(): Promise<void> {
    const { model, settings, checkpoint, start, source } = this.options;
    const { workspace, plan } = this;
    if (checkpoint) checkBelongs(checkpoint, model, plan);
    else if (start) checkBelongs(start, model, plan);
    const { length } = plan;
    workspace.writeState(
      'policy',
      length,
      checkpoint?.adapters ??
        (start && givenAdapters(start)) ??
        initialAdapters(plan, settings.training.seed),
    );
    workspace.writeState('adam.m', length, checkpoint?.m);
    workspace.writeState('adam.v', length, checkpoint?.v);
    workspace.writeState('gradients', length);
    if (this.programs.averages)
      workspace.writeState(AVERAGE_STATE, length, checkpoint?.ema ?? undefined);
    if (this.reference || settings.schedule.referenceUpdate === 'epoch')
      workspace.writeState('reference', length, this.reference ?? undefined);
    await this.programs.compile();
    source.useSettings(this.settings);
  }

  /** Settings in force at the next step. */
  get settings(): RunSettings {
    return settingsAt(this.options.settings, this.changesMade, this.step);
  }

  get changes(): readonly SettingsChange[] {
    return this.changesMade;
  }

  get finished(): boolean {
    return this.step >= this.settings.schedule.steps;
  }

  get dispatches(): number {
    return this.programs.dispatches;
  }

  /** Kernels of the step that the device was measured to run fastest (Program.kernels). */
  get kernels(): Readonly<Record<string, string>> {
    return this.programs.kernels;
  }

  /** True where the next step has to wait for images that are not sampled yet. */
  get drawsNext(): boolean {
    return this.options.source.draws(this.step);
  }

  /**
   * Changes live settings from the next step on; stored, so that a resume replays it. Errors:
   * BadSettings when nothing is left to learn from
   *  (the change is then not made).
   */
  changeSettings(values: LiveSettings): void {
    this.options.source.useSettings(withChange(this.settings, values));
    this.changesMade.push({ step: this.step, values });
    // A run resumed before changes it had already seen replays them at their steps: the list stays
    // in the order of the steps.
    this.changesMade.sort((a, b) => a.step - b.step);
  }

  private get objective(): Objective {
    return objectiveOf(this.options.settings.method);
  }

  /** What the objective op is fed at a step. */
  private objectiveNumbers(settings: RunSettings, threshold: StepThreshold): Float32Array {
    const numbers = stepNumbers(this.objective, settings, threshold);
    return numberValues(termsInForce(this.objective, settings), {
      ...numbers,
      // The op takes the mean over a part; a batch's is the mean of its parts'.
      gradientScale: numbers['gradientScale']! / this.programs.parts,
    });
  }

  /**
   * The reference becomes the policy at the end of an epoch (UPO Alg. 1 line 15), where the
   * settings say so.
   */
  private async updateReference(settings: RunSettings): Promise<void> {
    if (settings.schedule.referenceUpdate !== 'epoch' || this.step === 0) return;
    if (this.step % this.options.source.epochSteps(settings) !== 0) return;
    this.reference = await this.policy();
    this.workspace.writeState('reference', this.plan.length, this.reference);
  }

  /**
   * Enqueues one optimizer step (a change stored for this step takes effect here); the returned
   * promise is its read-back, which the caller
   *  may await one step later. Errors: abort while an online source draws images; the step is
   *  then not taken.
   */
  async takeStep(signal: AbortSignal): Promise<{ metrics: Promise<StepMetrics> }> {
    const settings = this.settings;
    const step = this.step;
    await this.updateReference(settings);
    const draws = this.drawsNext;
    const asked = performance.now();
    const batch = await this.options.source.batch(
      signal,
      settings,
      step,
      this.reference && this.sampling(this.reference),
      async () => this.sampling(await this.adapters()),
    );
    const started = performance.now();
    const uniforms = stepUniforms(this.objective, settings, step);
    const parts = this.programs.inputs(batch, settings.objective, step);
    const numbers = this.objectiveNumbers(settings, batch.threshold);
    const running = this.programs.run(
      batch.bucket ?? 0,
      parts.map((part) => ({ ...part, [OBJECTIVE_NUMBERS]: numbers })),
      uniforms,
      step,
    );
    this.step = step + 1;
    const { tau } = batch.threshold;
    return {
      metrics: running.then((results) => {
        // A step that was asked for while the one before was under way began when that ended.
        const stepMs = performance.now() - Math.max(started, this.lastDone);
        this.lastDone = performance.now();
        return stepMetrics({
          step,
          settings,
          results,
          fed: parts.map((part, i) => ({
            scores: part['scores']!,
            numbers,
            table: part[OBJECTIVE_TABLE] ?? null,
            distances: rowsOf(results['distances'], i, parts.length),
          })),
          tau,
          bank: batch.bank,
          ...((batch.bank || draws) && { drawMs: started - asked }),
          learningRate: uniforms.learningRate!,
          stepMs,
        });
      }),
    };
  }

  /** Reads the states back (waits for the device). */
  async checkpoint(runId: string): Promise<Checkpoint> {
    const { executor, settings, model, source } = this.options;
    const step = this.step;
    const [adapters, m, v, ema] = await Promise.all([
      this.policy(),
      this.workspace.readState('adam.m'),
      this.workspace.readState('adam.v'),
      this.programs.averages ? this.adapters() : null,
    ]);
    return {
      version: 1,
      runId,
      step,
      rank: this.plan.rank,
      alpha: this.plan.rank * this.plan.scale,
      adapters,
      m,
      v,
      ema,
      reference: this.reference,
      source: source.state(),
      layout: checkpointLayout(this.plan),
      settings,
      changes: this.changesMade,
      baseHash: model.hash,
      randomCounters: { seed: settings.training.seed, nextStep: step },
      executor: executor.name,
      createdAt: Date.now(),
    };
  }

  /**
   * What the next update would be made of (updateProbe.ts). Errors: abort; BadSettings of an online
   * run, whose samples come and go.
   */
  async updateProbe(
    signal: AbortSignal,
    progress: (done: number, total: number) => void,
  ): Promise<UpdateProbe> {
    const { executor, model, source, empty } = this.options;
    const { settings, plan, reference, step } = this;
    const said = runErrors;
    if (source.set === null) throw new StudioError('BadSettings', ...said.noFixedSet());
    if (this.programs.sizes > 1) throw new StudioError('BadSettings', ...said.bucketsProbe());
    const adapters = await this.policy();
    const parts = { executor, model, settings, plan, empty, adapters, reference, step };
    return measureUpdateProbe(signal, { ...parts, ...source.set }, progress);
  }

  /** Adapters of this run as a sampler takes them, with the negative prompt its method teaches. */
  sampling(flat: Float32Array): SamplingAdapters {
    return samplingAdapters(this.objective, this.plan, flat);
  }

  /** Flat adapters as they stand: their average where the run keeps one and has begun it. */
  adapters(): Promise<Float32Array> {
    return this.programs.averages && this.step > 0
      ? this.workspace.readState(AVERAGE_STATE)
      : this.policy();
  }

  /** Those that are trained. */
  private policy(): Promise<Float32Array> {
    return this.workspace.readState('policy');
  }

  /** Frees the program and the states. */
  dispose(): void {
    this.workspace.dispose();
  }
}

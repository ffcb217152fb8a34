// One loaded run: the compiled step, its states on the device, the settings and their changes. It
// knows how to take a step, to change live settings, to make a checkpoint and to start from one; it
// knows no page, no database and no clock. The worker and the command line drive it alike.

import type { ImageSize } from '../domain/imageSize';
import { StudioError } from '../errors';
import type { Executor, InputData, OutputData, Program, Workspace } from '../executors/executor';
import { numberValues } from '../graph/objectiveTerms';
import type { Uniforms } from '../graph/ops';
import type { AdapterPlan } from '../models/lora';
import { initialAdapters } from '../models/lora';
import { objectiveOf, termsInForce, type Objective } from '../objectives';
import { stepNumbers } from '../objectives/stepNumbers';
import type { SamplingAdapters } from '../paradigms/imagePipeline';
import { paradigmOf } from '../paradigms/list';
import type { BaseModel, TextConditioning } from '../paradigms/paradigm';
import {
  withChange,
  type LiveSettings,
  type RunSettings,
  type SettingsChange,
} from '../settings/runSettings';
import type { StepMetrics } from '../domain/metrics';
import type { UpdateProbe } from '../domain/updateProbe';
import { runErrors } from '../strings/errors/runs';
import { AVERAGE_SHARES, AVERAGE_STATE, averageShares, givenAdapters } from './adapterAverage';
import { adapterPlanOf } from './adapterPlan';
import type { Checkpoint } from './checkpoint';
import { checkBelongs, checkpointLayout, type StartAdapters } from './checkpointAdapters';
import { stepMetrics } from './metrics';
import type { SampleSource, StepThreshold } from './sampleSource';
import { samplingAdapters } from './samplingAdapters';
import { settingsAt } from './settingsAt';
import { stepUniforms } from './stepUniforms';
import { buildUpdateGraph, GRADIENT_SUM, OBJECTIVE_NUMBERS, OBJECTIVE_TABLE } from './trainStepEnd';
import { trainStep, type TrainStep } from './trainStep';
import { measureUpdateProbe } from './updateProbe';
import { withFittingSettings } from './fittingSettings';

export interface TrainRunOptions {
  readonly executor: Executor;
  readonly model: BaseModel;
  readonly settings: RunSettings;
  readonly changes: readonly SettingsChange[];
  /** Sizes of the images, by a batch's bucket; absent: the model's alone. */
  readonly sizes?: readonly ImageSize[];
  readonly source: SampleSource;
  /** Conditioning of the empty prompt. */
  readonly empty: TextConditioning;
  /** Continue from here; null starts anew. */
  readonly checkpoint: Checkpoint | null;
  /**
   * Of another run: a new run begins with its adapters and has them as its reference; absent where
   * the settings start from the base.
   */
  readonly start?: StartAdapters | null;
  /** Kernels that it ran with before on this device (`kernels`); it keeps them. */
  readonly kernels?: Readonly<Record<string, string>>;
}

/** The adapters of a run, as it was set, for a sampler. Errors: as adapterPlanOf. */
export function runAdapters(
  model: BaseModel,
  settings: RunSettings,
  flat: Float32Array,
  strength: number,
): SamplingAdapters {
  const plan = adapterPlanOf(model, settings.adapter);
  return samplingAdapters(objectiveOf(settings.method), plan, flat, strength);
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

const isOutOfMemory = (error: unknown): error is StudioError =>
  error instanceof StudioError && error.kind === 'OutOfMemory';

export class TrainRun {
  readonly plan: AdapterPlan;
  /** Steps done. */
  step: number;
  private readonly changesMade: SettingsChange[];
  /** The step of each size; the programs take turns, so that one's results are on the device. */
  private readonly steps: readonly TrainStep[];
  /** The run's own states and steps. */
  private readonly workspace: Workspace;
  private programs: readonly Program[] = [];
  private current: Program | null = null;
  /** Of a batch in parts: what comes after the last of them. */
  private update: Program | null = null;
  /** When the last step's results were there. */
  private lastDone = 0;
  private reference: Float32Array | null;

  private constructor(private readonly options: TrainRunOptions) {
    const { model, settings, checkpoint } = options;
    this.plan = adapterPlanOf(model, settings.adapter);
    this.step = checkpoint?.step ?? 0;
    this.changesMade = [...options.changes];
    this.workspace = options.executor.openWorkspace('step');
    const { sizes = [model.imageSize] } = options;
    this.steps = sizes.map((size) => {
      const sized = size === model.imageSize ? model : paradigmOf(model).atSize(model, size);
      return trainStep(sized, settings, options.empty);
    });
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
    if (this.averages) workspace.writeState(AVERAGE_STATE, length, checkpoint?.ema ?? undefined);
    if (this.reference || settings.schedule.referenceUpdate === 'epoch')
      workspace.writeState('reference', length, this.reference ?? undefined);
    const programs: Program[] = [];
    for (const step of this.steps) {
      await programs.at(-1)?.rest();
      programs.push(await this.compile(step));
    }
    this.programs = programs;
    this.current = programs.at(-1)!;
    if (this.parts > 1)
      this.update = await workspace.compile(
        buildUpdateGraph(plan, { optimizer: settings.optimizer.name, average: this.averages }),
        {
          weights: model.weights,
        },
      );
    source.useSettings(this.settings);
  }

  /**
   * The step in as little memory as is needed: where the device has not enough for it, every module
   * is computed again for the derivatives, which changes no number. Errors: OutOfMemory with the
   * settings that fit.
   */
  private async compile(step: TrainStep): Promise<Program> {
    const { model, settings, executor, kernels = {} } = this.options;
    const { weightStorage } = settings.training;
    const attempt = (activationBudget?: number): Promise<Program> =>
      this.workspace.compile(
        step.graph(this.plan, activationBudget === undefined ? {} : { activationBudget }),
        { weights: model.weights, weightStorage, kernels },
      );
    try {
      return await attempt().catch((error: unknown) => {
        if (!isOutOfMemory(error)) throw error;
        return attempt(0);
      });
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      // What it holds already is part of what a step needs.
      this.workspace.dispose();
      throw await withFittingSettings(error, executor, model, settings);
    }
  }

  /** Parts a batch is taken in. */
  private get parts(): number {
    return this.steps[0]!.parts;
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
    return this.parts * this.programs[0]!.dispatches + (this.update?.dispatches ?? 0);
  }

  /** Kernels of the step that the device was measured to run fastest (Program.kernels). */
  get kernels(): Readonly<Record<string, string>> {
    return Object.assign({}, ...this.programs.map(({ kernels }) => kernels));
  }

  /** True where the next step has to wait for pictures that are not drawn yet. */
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
      gradientScale: numbers['gradientScale']! / this.parts,
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
   * Enqueues a step's programs in one go: nothing comes between a batch's parts and its update.
   * Results are those of the whole batch.
   */
  private async run(
    program: Program,
    parts: readonly InputData[],
    numbers: Float32Array,
    uniforms: Partial<Uniforms>,
  ): Promise<OutputData> {
    const { update, workspace } = this;
    if (this.current !== program) void this.current?.rest();
    this.current = program;
    const inputs = parts.map((part) => ({ ...part, [OBJECTIVE_NUMBERS]: numbers }));
    const shares = this.averages
      ? { [AVERAGE_SHARES]: averageShares(this.options.settings.optimizer.emaDecay, this.step) }
      : {};
    const own = [
      'errors',
      'terms',
      ...(this.objective.terms.measured === 'distances' ? ['distances'] : []),
    ];
    if (!update) return program.run({ ...inputs[0]!, ...shares }, uniforms, [...own, 'norm']);
    workspace.writeState(GRADIENT_SUM, this.plan.length);
    const runs = inputs.map((part) => program.run(part, uniforms, own));
    const [{ norm }, ...results] = await Promise.all([
      update.run(shares, uniforms, ['norm']),
      ...runs,
    ]);
    const joined = (name: string): Float32Array =>
      Float32Array.from(results.flatMap((result) => [...result[name]!]));
    return { ...Object.fromEntries(own.map((name) => [name, joined(name)])), norm: norm! };
  }

  /**
   * Enqueues one optimizer step (a change stored for this step takes effect here); the returned
   * promise is its read-back, which the caller
   *  may await one step later. Errors: abort while an online source draws pictures; the step is
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
    const { bucket = 0 } = batch;
    const parts = this.steps[bucket]!.inputs(batch, settings.objective, step);
    const numbers = this.objectiveNumbers(settings, batch.threshold);
    const running = this.run(this.programs[bucket]!, parts, numbers, uniforms);
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
      this.averages ? this.adapters() : null,
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
    if (this.steps.length > 1) throw new StudioError('BadSettings', ...said.bucketsProbe());
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
    return this.averages && this.step > 0 ? this.workspace.readState(AVERAGE_STATE) : this.policy();
  }

  /** Those that are trained. */
  private policy(): Promise<Float32Array> {
    return this.workspace.readState('policy');
  }

  private get averages(): boolean {
    return this.options.settings.optimizer.emaDecay > 0;
  }

  /** Frees the program and the states. */
  dispose(): void {
    this.workspace.dispose();
  }
}

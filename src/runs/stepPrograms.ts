// The programs of a run's step on the device, over the states of one workspace: a program per size
// of image (they take turns, so that one's results are on the device), and of a batch in parts
// what comes after the last of them.

import type { ImageSize } from '../domain/imageSize';
import { StudioError } from '../errors';
import type { Executor, InputData, OutputData, Program, Workspace } from '../executors/executor';
import type { Uniforms } from '../graph/ops';
import type { AdapterPlan } from '../models/lora';
import { objectiveOf } from '../objectives';
import { paradigmOf } from '../paradigms/list';
import type { BaseModel, TextConditioning } from '../paradigms/paradigm';
import type { RunSettings } from '../settings/runSettings';
import { AVERAGE_SHARES, averageShares } from './adapterAverage';
import { withFittingSettings } from './fittingSettings';
import type { StepBatch } from './sampleSource';
import { trainStep, type TrainStep } from './trainStep';
import { buildUpdateGraph, GRADIENT_SUM } from './trainStepEnd';

const isOutOfMemory = (error: unknown): error is StudioError =>
  error instanceof StudioError && error.kind === 'OutOfMemory';

export interface StepProgramsOptions {
  readonly executor: Executor;
  readonly model: BaseModel;
  readonly settings: RunSettings;
  /** Sizes of the images, by a batch's bucket; absent: the model's alone. */
  readonly sizes?: readonly ImageSize[];
  /** Conditioning of the empty prompt. */
  readonly empty: TextConditioning;
  /** Kernels that it ran with before on this device (`kernels`); it keeps them. */
  readonly kernels?: Readonly<Record<string, string>>;
}

export class StepPrograms {
  /** The step of each size. */
  private readonly steps: readonly TrainStep[];
  private programs: readonly Program[] = [];
  private current: Program | null = null;
  private update: Program | null = null;

  constructor(
    private readonly options: StepProgramsOptions,
    private readonly workspace: Workspace,
    private readonly plan: AdapterPlan,
  ) {
    const { model, settings, empty, sizes = [model.imageSize] } = options;
    this.steps = sizes.map((size) => {
      const sized = size === model.imageSize ? model : paradigmOf(model).atSize(model, size);
      return trainStep(sized, settings, empty);
    });
  }

  /** Sizes of images it has a program for. */
  get sizes(): number {
    return this.steps.length;
  }

  /** Parts a batch is taken in. */
  get parts(): number {
    return this.steps[0]!.parts;
  }

  /** Whether the adapters are averaged. */
  get averages(): boolean {
    return this.options.settings.optimizer.emaDecay > 0;
  }

  get dispatches(): number {
    return this.parts * this.programs[0]!.dispatches + (this.update?.dispatches ?? 0);
  }

  /** Kernels of the step that the device was measured to run fastest (Program.kernels). */
  get kernels(): Readonly<Record<string, string>> {
    return Object.assign({}, ...this.programs.map(({ kernels }) => kernels));
  }

  /** Inputs of each part of a batch: TrainStep.inputs of its bucket. */
  inputs(
    batch: StepBatch,
    objective: Readonly<Record<string, number>>,
    step: number,
  ): readonly InputData[] {
    return this.steps[batch.bucket ?? 0]!.inputs(batch, objective, step);
  }

  /** Compiles all of them; the states are in the workspace. Errors: as `compileStep`. */
  async compile(): Promise<void> {
    const { model, settings } = this.options;
    const programs: Program[] = [];
    for (const step of this.steps) {
      await programs.at(-1)?.rest();
      programs.push(await this.compileStep(step));
    }
    this.programs = programs;
    this.current = programs.at(-1)!;
    if (this.parts > 1)
      this.update = await this.workspace.compile(
        buildUpdateGraph(this.plan, {
          optimizer: settings.optimizer.name,
          average: this.averages,
        }),
        { weights: model.weights },
      );
  }

  /**
   * The step in as little memory as is needed: where the device has not enough for it, every module
   * is computed again for the derivatives, which changes no number. Errors: OutOfMemory with the
   * settings that fit.
   */
  private async compileStep(step: TrainStep): Promise<Program> {
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

  /**
   * Enqueues step `step` of a batch's parts in one go: nothing comes between the parts and their
   * update. Results are those of the whole batch.
   */
  async run(
    bucket: number,
    inputs: readonly InputData[],
    uniforms: Partial<Uniforms>,
    step: number,
  ): Promise<OutputData> {
    const { update, workspace } = this;
    const { method, optimizer } = this.options.settings;
    const program = this.programs[bucket]!;
    if (this.current !== program) void this.current?.rest();
    this.current = program;
    const shares = this.averages
      ? { [AVERAGE_SHARES]: averageShares(optimizer.emaDecay, step) }
      : {};
    const own = [
      'errors',
      'terms',
      ...(objectiveOf(method).terms.measured === 'distances' ? ['distances'] : []),
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
}

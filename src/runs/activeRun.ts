// A run that is on the device: drives the training loop, tells its listener, keeps curve and
// checkpoints, and wishes for images of its wall without waiting for them. It knows no page, no
// database and no file: those are behind the ports.

import type { BankState } from '../domain/online';
import type { StepMetrics } from '../domain/metrics';
import { isAbort, StudioError } from '../errors';
import type { SamplingAdapters } from '../paradigms/imagePipeline';
import type { LiveSettings } from '../settings/runSettings';
import { runErrors } from '../strings/errors/runs';
import type { Checkpoint } from './checkpoint';
import { LatestSlot } from './latestSlot';
import type { RunListener, RunStore } from './ports';
import { thinned } from './thinning';
import { trainLoop } from './trainLoop';
import type { TrainRun } from './trainRun';

const TELL_EVERY_MS = 250;

export interface ActiveRunParts {
  readonly id: string;
  readonly run: TrainRun;
  readonly store: RunStore;
  readonly listener: RunListener;
  /** True where the wall before the first step is not kept yet. */
  readonly paintBase: boolean;
  /** Samples and keeps the wall as it is after `step`; null where nobody looks. Errors: abort. */
  readonly paint:
    ((signal: AbortSignal, step: number, adapters: SamplingAdapters) => Promise<void>) | null;
}

interface WallWish {
  readonly step: number;
  readonly adapters: Promise<Float32Array>;
}

export class ActiveRun {
  private wanted = false;
  private loop: Promise<void> = Promise.resolve();
  /** Ends the round an online run is sampling or waiting for. */
  private stopping = new AbortController();
  private untold: StepMetrics[] = [];
  private unsaved: StepMetrics[] = [];
  private lastTold = 0;
  private broken = false;
  /** What keeping the run failed with, until it succeeds again. */
  private saveError: unknown = null;
  /** Step of the last checkpoint that saveNow made between two that were due. */
  private extraStep: number | null = null;
  private readonly wall: LatestSlot<WallWish>;
  /** The wall before the first step is not painted yet: it comes first, once a step is taken. */
  private baseWanted: boolean;
  private baseAsked = false;

  constructor(private readonly parts: ActiveRunParts) {
    this.baseWanted = parts.paintBase && parts.run.settings.sampling.previewEvery > 0;
    this.wall = new LatestSlot(
      async ({ step, adapters }, signal) => this.paintWish(signal, step, await adapters),
      (error) => void parts.listener.failed(error, 'wall'),
    );
  }

  get id(): string {
    return this.parts.id;
  }
  get run(): TrainRun {
    return this.parts.run;
  }
  get running(): boolean {
    return this.wanted;
  }
  /**
   * True after a failure: what is on the device is not to be used or saved, only the last
   * checkpoint is.
   */
  get failed(): boolean {
    return this.broken;
  }
  /** True where the last steps could not be kept: they are only on the device. */
  get unkept(): boolean {
    return this.saveError !== null;
  }
  /** Steps taken since the last checkpoint. */
  get unsavedMetrics(): readonly StepMetrics[] {
    return this.unsaved;
  }

  /**
   * Starts or continues; `maxSteps` = 1 for a single step. Resolves when it has begun, the loop
   * goes on by itself. Errors: what keeping it failed with, where that fails again.
   */
  async resume(maxSteps = Number.POSITIVE_INFINITY): Promise<void> {
    if (this.wanted) return;
    await this.loop;
    if (this.unkept) await this.saveNow();
    this.wanted = true;
    // A pause may have given it up.
    this.baseAsked = false;
    this.stopping = new AbortController();
    await this.parts.listener.status('running', '');
    this.loop = this.train(maxSteps);
  }

  private async train(maxSteps: number): Promise<void> {
    const { run, id, listener } = this.parts;
    const last = run.step + maxSteps;
    // Its page was closed between its last step and its last wall.
    if (run.finished && run.settings.sampling.previewEvery > 0)
      this.wall.put({ step: run.step, adapters: run.adapters() });
    try {
      await trainLoop(id, run, {
        signal: this.stopping.signal,
        shouldContinue: () => this.wanted && run.step < last,
        onStep: (metrics) => this.report(metrics),
        onCheckpoint: async (checkpoint) => {
          await this.save(checkpoint);
          // A new checkpoint; what comes after the last one is said below.
          await listener.status('running', '');
        },
        onPreview: (step, adapters) => {
          if (this.wanted) this.wall.put({ step, adapters });
        },
      });
      this.tell();
      // The last wall belongs to the end of the run; a pause gives it up.
      if (run.finished || run.step >= last) await this.wall.settled();
      this.wanted = false;
      await listener.status(run.finished ? 'finished' : 'paused', '');
    } catch (error) {
      this.wanted = false;
      this.tell();
      await this.wall.clear();
      if (isAbort(error) && this.stopping.signal.aborted) {
        await listener.status('paused', '');
      } else if (error === this.saveError) {
        // What is on the device is good: it can be exported, and kept once there is room.
        await listener.failed(error, 'store');
      } else {
        this.broken = true;
        await listener.failed(isAbort(error) ? deviceLost(error) : error, 'run');
      }
    }
  }

  /** Ends after the current step and saves; resolves when saved. A wall that is due is given up. */
  async pause(): Promise<void> {
    this.wanted = false;
    this.stopping.abort();
    await this.wall.clear();
    await this.loop;
  }

  /** Resolves when the loop has ended by itself (a single step, or the end of the run). */
  settled(): Promise<void> {
    return this.loop;
  }

  /**
   * Saves the run as it stands between two steps, with its curve so far. Of the checkpoints made in
   * this way only the newest is kept, beside those that are due anyway.
   */
  async saveNow(): Promise<void> {
    const { run, id, listener } = this.parts;
    const made = await run.checkpoint(id);
    await this.save(made);
    this.extraStep =
      made.step > 0 && made.step % run.settings.schedule.checkpointEvery === 0 ? null : made.step;
    await listener.status(this.wanted ? 'running' : 'paused', '');
  }

  /**
   * After a round of an online run. While the bank fills, and where a person rates, each round is
   * saved: no step comes soon that would do it.
   */
  async roundDone(bank: BankState, byPerson: boolean): Promise<void> {
    this.parts.listener.bank(bank);
    if (bank.size < bank.needed || byPerson) await this.saveNow();
  }

  changeSettings(values: LiveSettings): void {
    this.parts.run.changeSettings(values);
  }

  /** Samples the wall as it is now and waits for it. Errors: abort. */
  async paintNow(signal: AbortSignal): Promise<void> {
    const { run } = this.parts;
    await this.paintWish(signal, run.step, await run.adapters());
  }

  /**
   * Ends, saves and frees the device; `evenUnkept` where steps that cannot be kept may go. Errors:
   * what keeping the run failed with; it then stays on the device.
   */
  async unload(evenUnkept = false): Promise<void> {
    await this.pause();
    if (this.unkept && !this.broken && !evenUnkept) await this.saveNow();
    this.parts.run.dispose();
  }

  /** Asks for the untouched model's wall where it is missing. Nobody waits for it. */
  private wishBase(): void {
    if (!this.baseWanted || this.baseAsked) return;
    this.baseAsked = true;
    const adapters = this.parts.run.adapters();
    // A loss of the device is told by the next step.
    adapters.catch(() => undefined);
    this.wall.put({ step: 0, adapters });
  }

  /** The untouched model first, whatever step is wished for: it is what the others are held to. */
  private async paintWish(signal: AbortSignal, step: number, flat: Float32Array): Promise<void> {
    const { run, paint } = this.parts;
    const { plan } = run;
    if (this.baseWanted) await paint?.(signal, 0, { plan, flat, strength: 0 });
    this.baseWanted = false;
    if (step > 0) await paint?.(signal, step, run.sampling(flat));
  }

  /** Keeps the curve and the checkpoint; then an extra one before it is not needed any more. */
  private async save(checkpoint: Checkpoint): Promise<void> {
    const { store, id } = this.parts;
    try {
      const ready = this.unsaved.filter((metrics) => metrics.step < checkpoint.step);
      if (ready.length > 0) await store.saveMetrics(ready);
      await store.checkpoints.save(checkpoint);
      this.unsaved = this.unsaved.filter((metrics) => metrics.step >= checkpoint.step);
      if (this.extraStep !== null && this.extraStep !== checkpoint.step)
        await store.checkpoints.delete(id, this.extraStep);
      this.extraStep = null;
      await this.thin(checkpoint);
      this.saveError = null;
    } catch (error) {
      this.saveError = error;
      throw error;
    }
  }

  /** Lets go of older checkpoints; later ones, of a course that was left, stay. */
  private async thin({ step, adapters, m, v, ema, reference, source }: Checkpoint): Promise<void> {
    const { store, id } = this.parts;
    const steps = (await store.checkpoints.list(id)).filter((one) => one <= step);
    const states = [adapters, m, v, ema, reference, ...Object.values(source)];
    const bytes = states.reduce((sum, state) => sum + (state?.byteLength ?? 0), 0);
    for (const gone of thinned(steps, { keep: await store.kept(steps), bytes }))
      await store.checkpoints.delete(id, gone);
  }

  private report(metrics: StepMetrics): void {
    this.wishBase();
    this.untold.push(metrics);
    this.unsaved.push(metrics);
    if (performance.now() - this.lastTold >= TELL_EVERY_MS) this.tell();
  }

  private tell(): void {
    if (this.untold.length > 0) this.parts.listener.steps(this.untold);
    this.untold = [];
    this.lastTold = performance.now();
  }
}

function deviceLost(error: unknown): StudioError {
  const reason = error instanceof Error ? error.message : String(error);
  return new StudioError('DeviceLost', ...runErrors.gpuLost(reason));
}

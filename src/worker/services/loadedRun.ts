// The run that is on the device: drives the training loop, and turns what happens in it into events
// and stored records. Metrics are posted at most four times a second and stored with each
// checkpoint, so that a resumed run finds its curve.

import type { StepMetrics } from '../../domain/metrics';
import type { Preview, RunStatus, SampleImage } from '../../domain/run';
import { isAbort, StudioError } from '../../errors';
import { encodePng, toRgb } from '../../formats/png';
import type { SamplerName } from '../../formats/schedulerConfig';
import type { ImagePipeline, SamplingAdapters } from '../../paradigms/imagePipeline';
import type { LiveSettings } from '../../settings/runSettings';
import { appendMetrics } from '../../storage/metrics';
import { putPreview } from '../../storage/previews';
import { updateRun } from '../../storage/runs';
import { runSummary } from './runSummary';
import type { RunRecord } from '../../storage/database';
import type { Checkpoint, CheckpointStore } from '../../runs/checkpoint';
import { trainLoop } from '../../runs/trainLoop';
import type { TrainRun } from '../../runs/trainRun';
import type { OnlineRounds } from './onlineRounds';
import { scoreWith } from './scoreWith';
import type { Studio } from './studio';

const POST_EVERY_MS = 250;

/** Samples one image a prompt, scores each by the reward (NaN without one) and packs it as PNG. */
export async function sampleImages(
  studio: Studio,
  signal: AbortSignal,
  pipeline: ImagePipeline,
  request: {
    prompts: readonly string[];
    seeds: readonly number[];
    guidanceScale: number;
    inferenceSteps: number;
    sampler?: SamplerName | null;
    adapters: SamplingAdapters | null;
    rewardId: string | null;
  },
  progress?: (done: number, total: number) => void,
): Promise<SampleImage[]> {
  const images = await pipeline.sample(signal, request, progress);
  const size = pipeline.model.imageSize;
  const pictures = images.map((image) => ({
    width: size,
    height: size,
    rgb: toRgb(image, 0, size, size),
  }));
  const scores =
    request.rewardId === null
      ? null
      : (await scoreWith(studio, signal, [request.rewardId], pictures, request.prompts))[0]!;
  return pictures.map(({ rgb }, i) => ({
    prompt: request.prompts[i]!,
    seed: request.seeds[i]!,
    png: encodePng(rgb, size, size),
    score: scores ? scores[i]! : Number.NaN,
  }));
}

export interface LoadedRunParts {
  readonly record: RunRecord;
  readonly run: TrainRun;
  readonly pipeline: ImagePipeline;
  readonly rewardId: string | null;
  readonly previewPrompts: readonly string[];
  readonly studio: Studio;
  readonly checkpoints: CheckpointStore;
  /** Of an online run. */
  readonly rounds: OnlineRounds | null;
}

export class LoadedRun {
  private wanted = false;
  private loop: Promise<void> = Promise.resolve();
  /** Ends the preview that is being drawn, if one is. */
  private drawing: AbortController | null = null;
  /** Ends the round an online run is drawing or waiting for. */
  private stopping = new AbortController();
  private unposted: StepMetrics[] = [];
  private unstored: StepMetrics[] = [];
  private lastPost = 0;
  private broken = false;
  /** Step of the last checkpoint that saveNow made between two that were due. */
  private extraStep: number | null = null;

  constructor(private readonly parts: LoadedRunParts) {}

  get id(): string {
    return this.parts.record.id;
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

  /**
   * Starts or continues; `maxSteps` = 1 for a single step. Returns at once, the loop goes on by
   * itself.
   */
  async resume(maxSteps = Number.POSITIVE_INFINITY): Promise<void> {
    if (this.wanted) return;
    await this.loop;
    this.wanted = true;
    this.stopping = new AbortController();
    await this.status('running');
    this.loop = this.train(maxSteps);
  }

  private async train(maxSteps: number): Promise<void> {
    const { run } = this.parts;
    const last = run.step + maxSteps;
    try {
      await trainLoop(this.id, run, {
        signal: this.stopping.signal,
        shouldContinue: () => this.wanted && run.step < last,
        onStep: (metrics) => this.report(metrics),
        onCheckpoint: async (checkpoint) => {
          await this.save(checkpoint);
          // a new checkpoint; what comes after the last one is said below
          await this.status('running');
        },
        // A pause or an unload does not wait for pictures; the loop then still saves the steps
        // since the last checkpoint.
        onPreview: (step) =>
          this.preview(step).catch((error: unknown) => {
            if (!isAbort(error)) throw error;
          }),
      });
      this.wanted = false;
      this.flush();
      await this.status(run.finished ? 'finished' : 'paused');
    } catch (error) {
      this.wanted = false;
      this.flush();
      if (isAbort(error)) {
        await this.status('paused');
        return;
      }
      this.broken = true;
      const failure =
        error instanceof StudioError
          ? error
          : new StudioError(
              'DeviceLost',
              error instanceof Error ? error.message : String(error),
              'Reload the page and resume the run from its last checkpoint.',
            );
      await this.status('failed', `${failure.message} ${failure.remedy}`);
      this.parts.studio.post({
        type: 'trouble',
        failure: { kind: failure.kind, message: failure.message, remedy: failure.remedy },
      });
    }
  }

  /**
   * Ends after the current step and saves; resolves when saved. A preview that is being drawn is
   * given up.
   */
  async pause(): Promise<void> {
    this.wanted = false;
    this.drawing?.abort();
    this.stopping.abort();
    await this.loop;
  }

  /**
   * Saves the run as it stands between two steps, with its curve so far. Of the checkpoints made in
   * this way only the newest is kept,
   *  beside those that are due anyway.
   */
  async saveNow(): Promise<void> {
    const { run } = this.parts;
    const made = await run.checkpoint(this.id);
    await this.save(made);
    this.extraStep =
      made.step > 0 && made.step % run.settings.checkpointEvery === 0 ? null : made.step;
    await this.status(this.wanted ? 'running' : 'paused');
  }

  /** Stores the curve and the checkpoint; then an extra one before it is not needed any more. */
  private async save(checkpoint: Checkpoint): Promise<void> {
    const { checkpoints } = this.parts;
    await this.store(checkpoint.step);
    await checkpoints.save(checkpoint);
    if (this.extraStep !== null && this.extraStep !== checkpoint.step)
      await checkpoints.delete(this.id, this.extraStep);
    this.extraStep = null;
  }

  /**
   * Scores a person gave to the pictures of a round. Errors: BadSettings when none are waited for.
   */
  answerRound(round: number, values: readonly number[]): void {
    if (!this.parts.rounds)
      throw new StudioError(
        'BadSettings',
        'This run is not an online run: it asks for no ratings.',
        'Rate images of a set instead.',
      );
    this.parts.rounds.answer(round, values);
  }

  /** Resolves when the loop has ended by itself (a single step, or the end of the run). */
  settled(): Promise<void> {
    return this.loop;
  }

  changeSettings(values: LiveSettings): void {
    this.parts.run.changeSettings(values);
  }

  private report(metrics: StepMetrics): void {
    this.unposted.push(metrics);
    this.unstored.push(metrics);
    if (performance.now() - this.lastPost >= POST_EVERY_MS) this.flush();
  }

  private flush(): void {
    if (this.unposted.length > 0)
      this.parts.studio.post({ type: 'steps', runId: this.id, steps: this.unposted });
    this.unposted = [];
    this.lastPost = performance.now();
  }

  private async store(step: number): Promise<void> {
    const ready = this.unstored.filter((metrics) => metrics.step < step);
    this.unstored = this.unstored.filter((metrics) => metrics.step >= step);
    if (ready.length > 0) await appendMetrics(this.parts.studio.db, this.id, ready);
  }

  /**
   * Draws and scores the fixed previews; also called once at step 0, so that there is a before.
   * Errors: abort.
   */
  async preview(step: number, signal?: AbortSignal): Promise<void> {
    const { run, pipeline, rewardId, previewPrompts } = this.parts;
    const { guidanceScale, inferenceSteps } = run.settings;
    const drawing = new AbortController();
    signal?.addEventListener('abort', () => drawing.abort(), { once: true });
    this.drawing = drawing;
    const images = await sampleImages(this.parts.studio, drawing.signal, pipeline, {
      prompts: previewPrompts,
      seeds: previewPrompts.map((_, i) => i),
      guidanceScale,
      inferenceSteps,
      rewardId,
      adapters: { plan: run.plan, flat: await run.adapters(), strength: 1 },
    }).finally(() => {
      this.drawing = null;
    });
    const preview: Preview = { runId: this.id, step, images };
    await putPreview(this.parts.studio.db, preview);
    this.parts.studio.post({ type: 'preview', preview });
  }

  /** Stores and posts the run's state. */
  async status(status: RunStatus, reason = ''): Promise<void> {
    const {
      run,
      studio: { db },
    } = this.parts;
    const record = await updateRun(db, this.id, {
      status,
      reason,
      step: run.step,
      changes: run.changes,
    });
    if (record) this.parts.studio.post({ type: 'run', run: await runSummary(db, record) });
  }

  /** Ends, saves and frees the device. */
  async unload(): Promise<void> {
    await this.pause();
    this.parts.run.dispose();
  }
}

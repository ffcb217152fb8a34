// A run of the studio that is on the device: the run itself (runs/activeRun.ts) with its ports to
// IndexedDB and to the page.

import type { RunStatus, StoredSample } from '../../domain/run';
import { runCurve, sketchOf } from '../../domain/runCurve';
import { StudioError } from '../../errors';
import { encodePng } from '../../formats/png';
import { ActiveRun } from '../../runs/activeRun';
import type { RunListener, RunStore, SetSample } from '../../runs/ports';
import { bestCheckpoint } from '../../runs/thinning';
import { wallPlan } from '../../runs/wall';
import type { TrainRun } from '../../runs/trainRun';
import type { ImagePipeline } from '../../paradigms/imagePipeline';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import type { RunRecord, StudioDatabase } from '../../storage/database';
import { appendMetrics, loadMetrics } from '../../storage/metrics';
import { loadPreviews, putPreview } from '../../storage/previews';
import { getRun, updateRun } from '../../storage/runs';
import { workerErrors } from '../../strings/errors/worker';
import { failureOf } from './failure';
import type { OnlineRounds } from './onlineRounds';
import { runSummary } from './runSummary';
import { sampleWall } from './sampleImages';
import { sampleText } from './sampleText';
import type { StudioServices } from './studioServices';

export interface LoadedRunParts {
  readonly record: RunRecord;
  readonly run: TrainRun;
  readonly pipeline: ImagePipeline;
  readonly rewardId: string | null;
  readonly previewPrompts: readonly string[];
  /** The wall before the first step is not stored yet. */
  readonly paintBase: boolean;
  readonly studio: Pick<StudioServices, 'db' | 'post' | 'scorer'>;
  readonly samples: readonly SetSample[];
  /** Of an online run. */
  readonly rounds: OnlineRounds | null;
}

/** Keeps a run in the studio's database. */
function idbStore(db: StudioDatabase, runId: string): RunStore {
  return {
    checkpoints: createIdbCheckpointStore(db),
    saveMetrics: (steps) => appendMetrics(db, runId, steps),
    async kept(steps) {
      const walls = (await loadPreviews(db, runId)).map(({ step, images }) => ({
        step,
        scores: images.map(({ score }) => score),
      }));
      const best = bestCheckpoint(steps, walls);
      const marked = (await getRun(db, runId))?.marked ?? [];
      return new Set(best === null ? marked : [...marked, best]);
    },
  };
}

/** A run's record as it is now; what is stored of it may lag behind. */
class LiveRecord {
  constructor(
    public value: RunRecord,
    private readonly parts: LoadedRunParts,
  ) {}

  /** With what others stored meanwhile: its name, notes and marks. */
  async read(): Promise<RunRecord> {
    const { id, status, reason, step, changes } = this.value;
    const stored = await getRun(this.parts.studio.db, id).catch(() => null);
    return { ...(stored ?? this.value), status, reason, step, changes };
  }

  /** Tells the page at once, then stores it; a store that fails is told and stops nothing. */
  async change(status: RunStatus, reason: string): Promise<void> {
    const { run, studio } = this.parts;
    const { db } = studio;
    const values = { status, reason, step: run.step, changes: [...run.changes] };
    this.value = { ...this.value, ...values };
    this.value = await this.read();
    try {
      const sketch =
        status === 'running' ? null : sketchOf(runCurve(await loadMetrics(db, this.value.id)));
      if (sketch !== null) this.value = { ...this.value, sketch };
      studio.post({ type: 'run', run: await runSummary(db, this.value) });
      await updateRun(db, this.value.id, { ...values, ...(sketch !== null && { sketch }) });
    } catch (error) {
      studio.post({ type: 'run', run: await runSummary(db, this.value) });
      // Where there is a reason, it has been told already.
      if (reason === '') studio.post({ type: 'trouble', failure: failureOf(error) });
    }
  }
}

/** Stores and posts what happens to a run. */
function pageListener(record: LiveRecord, { studio }: LoadedRunParts): RunListener {
  const { id } = record.value;
  return {
    steps: (steps) => studio.post({ type: 'steps', runId: id, steps }),
    status: (status, reason) => record.change(status, reason),
    bank: (bank) => studio.post({ type: 'bank', runId: id, bank }),
    async failed(error, of) {
      const failure = failureOf(error);
      studio.post({ type: 'trouble', failure });
      if (of === 'wall') return;
      const reason = `${failure.message} ${failure.remedy}`;
      await record.change(of === 'run' ? 'failed' : 'paused', reason);
    },
  };
}

export class LoadedRun extends ActiveRun {
  readonly modelId: string;
  private readonly live: LiveRecord;
  private readonly rounds: OnlineRounds | null;
  /** The fixed set it trains on; empty for an online run. */
  readonly samples: readonly SetSample[];

  constructor(parts: LoadedRunParts) {
    const { record, run, pipeline, rewardId, previewPrompts, paintBase, studio } = parts;
    const live = new LiveRecord(record, parts);
    super({
      id: record.id,
      run,
      store: idbStore(studio.db, record.id),
      listener: pageListener(live, parts),
      paintBase,
      async paint(signal, step, adapters) {
        const {
          sampling: { guidanceScale, inferenceSteps },
        } = run.settings;
        const request = {
          ...wallPlan(previewPrompts, inferenceSteps, pipeline.model.imageSize),
          guidanceScale,
          rewardId,
          adapters,
        };
        const { weightStorage } = run.settings.training;
        await sampleWall(studio, signal, pipeline, request, weightStorage, async (images, by) => {
          // Shown at once; the files are for the database. What is posted is given away.
          const files =
            by === 'linear'
              ? []
              : images.map(({ pixels: { rgb, width, height }, ...facts }): StoredSample => ({
                  ...facts,
                  png: encodePng(rgb, width, height, sampleText(record, step, facts)),
                }));
          studio.post({ type: 'preview', preview: { runId: record.id, step, images, by } });
          if (files.length > 0)
            await putPreview(studio.db, { runId: record.id, step, images: files, by });
        });
      },
    });
    this.modelId = record.modelId;
    this.live = live;
    this.rounds = parts.rounds;
    this.samples = parts.samples;
  }

  /** The run as it is now. */
  record(): Promise<RunRecord> {
    return this.live.read();
  }

  /** Stores and posts its state, after a change. */
  async changed(): Promise<void> {
    const { status, reason } = this.live.value;
    await this.live.change(this.running ? 'running' : status, reason);
  }

  /** Stores and posts the state of a run that stands still. */
  async standing(): Promise<void> {
    await this.live.change(this.run.finished ? 'finished' : 'paused', '');
  }

  /**
   * Scores a person gave to the images of a round. Errors: BadSettings when none are waited for.
   */
  answerRound(round: number, values: readonly number[]): void {
    if (!this.rounds) throw new StudioError('BadSettings', ...workerErrors.notOnline());
    this.rounds.answer(round, values);
  }
}

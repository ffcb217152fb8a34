// A run of the studio that is on the device: the run itself (runs/activeRun.ts) with its ports to
// IndexedDB and to the page.

import type { StoredSample } from '../../domain/run';
import { runCurve, sketchOf } from '../../domain/runCurve';
import { StudioError } from '../../errors';
import { encodePng } from '../../formats/png';
import { ActiveRun } from '../../runs/activeRun';
import type { RunListener, RunStore } from '../../runs/ports';
import { wallPlan } from '../../runs/wall';
import type { TrainRun } from '../../runs/trainRun';
import type { ImagePipeline } from '../../paradigms/imagePipeline';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import type { RunRecord, StudioDatabase } from '../../storage/database';
import { appendMetrics, loadMetrics } from '../../storage/metrics';
import { putPreview } from '../../storage/previews';
import { updateRun } from '../../storage/runs';
import { failureOf } from './failure';
import type { OnlineRounds } from './onlineRounds';
import { runSummary } from './runSummary';
import { sampleImages } from './sampleImages';
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
  /** Of an online run. */
  readonly rounds: OnlineRounds | null;
}

/** Keeps a run in the studio's database. */
function idbStore(db: StudioDatabase, runId: string): RunStore {
  return {
    checkpoints: createIdbCheckpointStore(db),
    saveMetrics: (steps) => appendMetrics(db, runId, steps),
  };
}

/** Stores and posts what happens to a run. */
function pageListener({ record: { id }, run, studio }: LoadedRunParts): RunListener {
  const listener: RunListener = {
    steps: (steps) => studio.post({ type: 'steps', runId: id, steps }),
    async status(status, reason) {
      const { step, changes } = run;
      const stored = await updateRun(studio.db, id, {
        status,
        reason,
        step,
        changes,
        ...(status !== 'running' && {
          sketch: sketchOf(runCurve(await loadMetrics(studio.db, id))),
        }),
      });
      if (stored) studio.post({ type: 'run', run: await runSummary(studio.db, stored) });
    },
    bank: (bank) => studio.post({ type: 'bank', runId: id, bank }),
    async failed(error, of) {
      const failure = failureOf(error);
      if (of === 'run') await listener.status('failed', `${failure.message} ${failure.remedy}`);
      studio.post({ type: 'trouble', failure });
    },
  };
  return listener;
}

export class LoadedRun extends ActiveRun {
  readonly modelId: string;
  private readonly listener: RunListener;
  private readonly rounds: OnlineRounds | null;

  constructor(parts: LoadedRunParts) {
    const { record, run, pipeline, rewardId, previewPrompts, paintBase, studio } = parts;
    const listener = pageListener(parts);
    super({
      id: record.id,
      run,
      store: idbStore(studio.db, record.id),
      listener,
      paintBase,
      async paint(signal, step, adapters) {
        const {
          sampling: { guidanceScale, inferenceSteps },
        } = run.settings;
        const images = await sampleImages(studio, signal, pipeline, {
          ...wallPlan(previewPrompts, inferenceSteps),
          guidanceScale,
          rewardId,
          adapters,
        });
        // Shown at once; the files are for the database. What is posted is given away.
        const files = images.map(({ pixels: { rgb, width, height }, ...facts }): StoredSample => ({
          ...facts,
          png: encodePng(rgb, width, height, sampleText(record, step, facts)),
        }));
        studio.post({ type: 'preview', preview: { runId: record.id, step, images } });
        await putPreview(studio.db, { runId: record.id, step, images: files });
      },
    });
    this.modelId = record.modelId;
    this.listener = listener;
    this.rounds = parts.rounds;
  }

  /** Stores and posts the state of a run that stands still. */
  async standing(): Promise<void> {
    await this.listener.status(this.run.finished ? 'finished' : 'paused', '');
  }

  /**
   * Scores a person gave to the images of a round. Errors: BadSettings when none are waited for.
   */
  answerRound(round: number, values: readonly number[]): void {
    if (!this.rounds)
      throw new StudioError(
        'BadSettings',
        'This run is not an online run: it asks for no ratings.',
        'Rate images of a set instead.',
      );
    this.rounds.answer(round, values);
  }
}

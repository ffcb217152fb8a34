// Commands about the history of runs: names, notes and tags, deleting and taking back, curves and
// samples of any stored run, and the queue.

import { givenAdapters } from '../../runs/adapterAverage';
import { StudioError } from '../../errors';
import { runCurve, sketchOf } from '../../domain/runCurve';
import { runOutcome, type RunOutcome } from '../../domain/runOutcome';
import type { RunSummary } from '../../bridge/protocol';
import type { HistoryCommands } from '../../bridge/historyProtocol';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import type { RunRecord } from '../../storage/database';
import { loadMetrics } from '../../storage/metrics';
import { loadPreviews, putPreview } from '../../storage/previews';
import { deleteRun, getRun, listRuns, putRun, updateRun } from '../../storage/runs';
import { storageUse } from '../../storage/storageUse';
import { encodePng } from '../../formats/png';
import { wallPlan } from '../../runs/wall';
import { adapterPlanOf } from '../../runs/adapterPlan';
import type { CommandHandlers } from '../services/command';
import { newRun } from '../services/newRun';
import { previewPromptsOf } from '../services/previewPrompts';
import { holdRun } from '../services/runLock';
import { scoresOfRun } from '../services/runScores';
import { runSummary } from '../services/runSummary';
import { sampleImages } from '../services/sampleImages';
import { sampleText } from '../services/sampleText';
import type { Studio } from '../services/studio';
import { workerErrors } from '../../strings/errors/worker';

/** Longest name and note, in characters, and most tags. */
const MAX_NAME = 200;
const MAX_NOTE = 5000;
const MAX_TAGS = 20;

export function historyCommands(studio: Studio): Pick<CommandHandlers, keyof HistoryCommands> {
  const gone = (): never => {
    throw new StudioError('BadCheckpoint', ...workerErrors.runGone());
  };
  const found = async (id: string): Promise<RunRecord> => (await getRun(studio.db, id)) ?? gone();
  const change = async (
    runId: string,
    values: Parameters<typeof updateRun>[2],
  ): Promise<RunSummary> =>
    runSummary(studio.db, (await updateRun(studio.db, runId, values)) ?? gone());

  return {
    async labelRun({ runId, name, note, tags }) {
      const said = workerErrors;
      const named = name?.trim();
      if (named === '') throw new StudioError('BadSettings', ...said.runUnnamed());
      const kept = tags && [...new Set(tags.map((tag) => tag.trim()).filter(Boolean))];
      // Nothing is cut in silence: what a person typed stays where it was typed.
      for (const [what, text = '', most] of [
        ['name', named, MAX_NAME],
        ['note', note, MAX_NOTE],
        ['tags', kept?.join(', '), MAX_NOTE],
      ] as const)
        if (text.length > most)
          throw new StudioError('BadSettings', ...said.labelTooLong(what, text.length, most));
      if (kept && kept.length > MAX_TAGS)
        throw new StudioError('BadSettings', ...said.tooManyTags(kept.length, MAX_TAGS));
      return {
        run: await change(runId, {
          ...(named !== undefined && { name: named }),
          ...(note !== undefined && { note }),
          ...(kept && { tags: kept }),
        }),
      };
    },

    async deleteRun({ runId }) {
      await studio.runs.unload(runId);
      // Errors: Busy where another tab has it.
      (await holdRun(runId))();
      await updateRun(studio.db, runId, { deletedAt: Date.now(), queuedAt: undefined });
      return { storage: await storageUse() };
    },
    restoreRun: async ({ runId }) => ({ run: await change(runId, { deletedAt: undefined }) }),
    async purgeRuns() {
      for (const { id, deletedAt } of await listRuns(studio.db))
        if (deletedAt !== undefined) await deleteRun(studio.db, id);
      return { storage: await storageUse() };
    },

    async runCurve({ runId }) {
      const unsaved = [...(studio.runs.peek(runId)?.unsavedMetrics ?? [])];
      const from = unsaved[0]?.step ?? Number.POSITIVE_INFINITY;
      const stored = (await loadMetrics(studio.db, runId)).filter(({ step }) => step < from);
      return { curve: runCurve([...stored, ...unsaved]) };
    },
    async sketchRuns({ runIds }) {
      const runs: RunSummary[] = [];
      for (const id of runIds)
        if (await getRun(studio.db, id))
          runs.push(
            await change(id, { sketch: sketchOf(runCurve(await loadMetrics(studio.db, id))) }),
          );
      return { runs };
    },
    async runOutcomes({ runIds }) {
      const outcomes: RunOutcome[] = [];
      for (const id of runIds)
        outcomes.push(
          runOutcome(
            id,
            runCurve(await loadMetrics(studio.db, id)),
            await loadPreviews(studio.db, id),
          ),
        );
      return { outcomes };
    },
    runPreviews: async ({ runId }) => ({ previews: await loadPreviews(studio.db, runId) }),

    async sampleNow({ runId }, { signal, progress }) {
      const loaded = studio.runs.peek(runId);
      progress('preview', 0, 1);
      if (loaded) {
        await loaded.paintNow(signal);
        return { previews: await loadPreviews(studio.db, runId) };
      }
      const record = await found(runId);
      const checkpoint = await createIdbCheckpointStore(studio.db).load(runId);
      if (!checkpoint) throw new StudioError('BadCheckpoint', ...workerErrors.noCheckpoint());
      const pipeline = await studio.pipeline(record.modelId, record.settings.training.resolution);
      const { samples, rewardId } = await scoresOfRun(studio.db, record);
      const prompts = previewPromptsOf(
        studio,
        record,
        samples.map(({ image }) => image.caption),
      );
      const { guidanceScale, inferenceSteps } = record.settings.sampling;
      const images = await sampleImages(
        studio,
        signal,
        pipeline,
        {
          ...wallPlan(prompts, inferenceSteps, pipeline.model.imageSize),
          guidanceScale,
          rewardId,
          adapters: {
            plan: adapterPlanOf(pipeline.model, record.settings.adapter),
            flat: givenAdapters(checkpoint),
            strength: 1,
          },
        },
        (done, total) => progress('preview', done, total),
      );
      await putPreview(studio.db, {
        runId,
        step: checkpoint.step,
        images: images.map(({ pixels: { rgb, width, height }, ...facts }) => ({
          ...facts,
          png: encodePng(rgb, width, height, sampleText(record, checkpoint.step, facts)),
        })),
      });
      return { previews: await loadPreviews(studio.db, runId) };
    },

    async queueRuns({ runs }) {
      const records: RunRecord[] = [];
      for (const [i, { sweep, ...wish }] of runs.entries()) {
        const marks = { queuedAt: Date.now() + i, ...(sweep && { sweep }) };
        const made = await newRun(studio, wish, marks);
        records.push({ ...made, createdAt: made.createdAt + i, status: 'queued' });
      }
      const made: RunSummary[] = [];
      for (const record of records) {
        await putRun(studio.db, record);
        made.push(await runSummary(studio.db, record));
      }
      studio.queue.wake();
      return { runs: made };
    },
    async queueRun({ runId }) {
      const run = await change(runId, {
        queuedAt: Date.now(),
        ...(!studio.runs.peek(runId) && { status: 'queued' }),
      });
      studio.queue.wake();
      return { run };
    },
    async unqueueRun({ runId }) {
      await studio.queue.leave(runId);
      return { run: await runSummary(studio.db, await found(runId)) };
    },
    async setQueue({ on }) {
      studio.queue.set(on);
      return {};
    },
  };
}

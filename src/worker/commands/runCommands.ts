// Commands about runs: creating and loading, start, pause, one step, stop, live settings, sampling
// before and after, export.

import { givenAdapters } from '../../runs/adapterAverage';
import type { Commands, RunSummary } from '../../bridge/protocol';
import { StudioError } from '../../errors';
import { groupOf } from '../../data/labels/promptThreshold';
import { parseRunSettings, withChange, type RunSettings } from '../../settings/runSettings';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import { loadMetrics } from '../../storage/metrics';
import { loadPreviews } from '../../storage/previews';
import { deleteRun, getRun, putRun, updateRun } from '../../storage/runs';
import { runSummary } from '../services/runSummary';
import type { RunRecord } from '../../storage/database';
import type { Checkpoint } from '../../runs/checkpoint';
import { writeLora } from '../../formats/loraFile';
import { paradigmFacts } from '../../paradigms/facts';
import { exportLora, loraOfAdapters } from '../../runs/exportLora';
import { learnedFromSet, learnedOnline, type LearnedFrom } from '../../runs/learnedFrom';
import { mergedModel } from '../../runs/mergedModel';
import { metricsCsv } from '../../runs/metricsCsv';
import { settingsAt } from '../../runs/settingsAt';
import { adapterPlanOf } from '../../runs/adapterPlan';
import { runAdapters } from '../../runs/samplingAdapters';
import { downloadName, loraFileName, mergedFileName } from '../../formats/downloadName';
import type { LoadedRun } from '../services/loadedRun';
import { newRun } from '../services/newRun';
import { prepareRun } from '../services/prepareRun';
import { holdRun } from '../services/runLock';
import { scoresOfRun } from '../services/runScores';
import { sampleImages } from '../services/sampleImages';
import { startImage } from '../services/startImage';
import { blobOf } from '../services/streamedBlob';
import { WALL_STEPS } from '../../runs/wall';
import type { CommandHandlers } from '../services/command';
import type { Studio } from '../services/studio';
import { workerErrors } from '../../strings/errors/worker';

type RunCommand =
  | 'createRun'
  | 'loadRun'
  | 'viewRun'
  | 'releaseRun'
  | 'resume'
  | 'pause'
  | 'oneStep'
  | 'stop'
  | 'probeUpdate'
  | 'changeSettings'
  | 'sample'
  | 'exportLora'
  | 'exportMerged'
  | 'exportMetrics'
  | 'exportSettings';

export function runCommands(studio: Studio): Pick<CommandHandlers, RunCommand> {
  /** As it is on the device, else as it is stored. */
  const record = async (id: string): Promise<RunRecord> => {
    const found = (await studio.runs.get(id)?.record()) ?? (await getRun(studio.db, id));
    if (!found) throw new StudioError('BadCheckpoint', ...workerErrors.runGone());
    return found;
  };
  const summary = async (id: string): Promise<RunSummary> =>
    runSummary(studio.db, await record(id));
  const loaded = (id: string): LoadedRun => {
    const run = studio.runs.get(id);
    if (!run) throw new StudioError('BadCheckpoint', ...workerErrors.notLoaded());
    return run;
  };
  /** Flat adapters of a run: of a stored checkpoint, or as they stand on the device. */
  const adaptersOf = async (
    run: RunRecord,
    checkpointStep: number | undefined,
  ): Promise<{ flat: Float32Array; step: number }> => {
    const onDevice = checkpointStep === undefined ? studio.runs.get(run.id)?.run : undefined;
    if (onDevice) {
      const { step } = onDevice;
      return { flat: await onDevice.adapters(), step };
    }
    const checkpoint = await createIdbCheckpointStore(studio.db).load(run.id, checkpointStep);
    if (!checkpoint) throw new StudioError('BadCheckpoint', ...workerErrors.noCheckpoint());
    return { flat: givenAdapters(checkpoint), step: checkpoint.step };
  };
  /** Errors: Damaged where it cannot be read; an earlier one may be. */
  const storedCheckpoint = (runId: string, step?: number): Promise<Checkpoint | null> =>
    createIdbCheckpointStore(studio.db)
      .load(runId, step)
      .catch((error: unknown) => {
        if (!(error instanceof StudioError) || error.kind !== 'BadCheckpoint') throw error;
        throw new StudioError('Damaged', error.message, error.remedy);
      });
  const learnedBy = async (
    run: RunRecord,
    settings: RunSettings,
    step: number,
  ): Promise<LearnedFrom> => {
    const loaded = studio.runs.get(run.id);
    if (settings.source.mode === 'online') {
      const metrics = await loadMetrics(studio.db, run.id).catch(() => null);
      if (metrics !== null) return learnedOnline(settings, metrics, step);
      const unknown = { tau: Number.NaN, positiveCount: Number.NaN, negativeCount: Number.NaN };
      return { ...learnedOnline(settings, [], step), ...unknown };
    }
    // What a run on the device trains on is known without the storage.
    if (loaded) return learnedFromSet(settings, loaded.samples);
    const { samples } = await scoresOfRun(studio.db, run);
    return learnedFromSet(
      settings,
      samples.map(({ image, score }) => ({
        score,
        group: groupOf(image),
        caption: image.caption,
      })),
    );
  };

  return {
    async createRun(request, context) {
      const made = await newRun(studio, request);
      // Held from the first: no tab takes a run that is prepared for one that was cut off.
      const release = await holdRun(made.id);
      try {
        await putRun(studio.db, made);
        const run = await prepareRun(studio, made, null, context);
        await studio.runs.add(run, release);
        // A round that waits for ratings may be the first thing a reload comes back to.
        if (made.settings.source.mode === 'online') await run.saveNow();
        await run.standing();
      } catch (error) {
        await studio.runs.unload(made.id, true);
        release();
        await deleteRun(studio.db, made.id);
        throw error;
      }
      return { run: await summary(made.id) };
    },

    async loadRun({ runId, checkpointStep, steal }, context) {
      const found = await record(runId);
      let run = checkpointStep === undefined ? studio.runs.get(runId) : null;
      if (!run) {
        await studio.runs.unload(runId);
        const release = await holdRun(runId, undefined, steal);
        try {
          const checkpoint = await storedCheckpoint(runId, checkpointStep);
          // Changes made after the checkpoint were made to steps that are now taken again: they are
          // replayed at their steps.
          run = await prepareRun(studio, found, checkpoint, context);
        } catch (error) {
          release();
          throw error;
        }
        await studio.runs.add(run, release);
        await run.standing();
      }
      const { step } = run.run;
      // A run that trains has steps that no checkpoint has stored yet.
      const unsaved = [...run.unsavedMetrics];
      const from = unsaved[0]?.step ?? step;
      const stored = (await loadMetrics(studio.db, runId)).filter((one) => one.step < from);
      return {
        run: await summary(runId),
        metrics: [...stored, ...unsaved],
        previews: (await loadPreviews(studio.db, runId)).filter((preview) => preview.step <= step),
      };
    },

    async viewRun({ runId }) {
      return {
        run: await summary(runId),
        metrics: await loadMetrics(studio.db, runId),
        previews: await loadPreviews(studio.db, runId),
      };
    },
    async releaseRun({ runId }) {
      await studio.runs.unload(runId);
      return {};
    },

    async resume({ runId }) {
      await loaded(runId).resume();
      return { run: await summary(runId) };
    },
    async pause({ runId }) {
      await loaded(runId).pause();
      return { run: await summary(runId) };
    },
    async oneStep({ runId }) {
      await loaded(runId).resume(1);
      await loaded(runId).settled();
      return { run: await summary(runId) };
    },
    async stop({ runId }) {
      loaded(runId);
      await studio.runs.unload(runId);
      await updateRun(studio.db, runId, { status: 'stopped', reason: '' });
      return { run: await summary(runId) };
    },
    async probeUpdate({ runId }, { signal, progress }) {
      const probe = await loaded(runId).run.updateProbe(signal, (done, total) =>
        progress('probe', done, total),
      );
      return { probe };
    },
    async changeSettings({ runId, values }) {
      const run = loaded(runId);
      parseRunSettings(withChange(run.run.settings, values));
      run.changeSettings(values);
      await run.changed();
      return { run: await summary(runId) };
    },
    async sample(
      { runId, checkpointStep, prompts, seeds, strengths, sampler, asWall, start },
      { signal, progress },
    ) {
      const found = await record(runId);
      const pipeline = await studio.pipeline(found.modelId, found.settings.training.resolution);
      const { rewardId } = await scoresOfRun(studio.db, found);
      const { flat } = await adaptersOf(found, checkpointStep);
      const {
        sampling: { guidanceScale, inferenceSteps },
      } = found.settings;
      const image = start && (await startImage(studio.db, signal, pipeline, start.image));
      const images: Commands['sample']['reply']['images'] = [];
      for (const [index, strength] of strengths.entries()) {
        const made = await sampleImages(
          studio,
          signal,
          pipeline,
          {
            prompts,
            seeds,
            guidanceScale,
            inferenceSteps: asWall ? Math.min(inferenceSteps, WALL_STEPS) : inferenceSteps,
            sampler,
            rewardId,
            adapters: runAdapters(pipeline.model, found.settings, flat, strength),
            start: image ? { encoded: prompts.map(() => image), strength: start!.strength } : null,
          },
          (done) =>
            progress('sample', index * prompts.length + done, strengths.length * prompts.length),
        );
        images.push(...made.map((image) => ({ strength, image })));
      }
      return { images, rewardId };
    },

    async exportLora({ runId, checkpointStep, format }) {
      const found = await record(runId);
      const { model } = await studio.pipeline(found.modelId, found.settings.training.resolution);
      const { flat, step } = await adaptersOf(found, checkpointStep);
      if (found.opened) {
        const set = loraOfAdapters(
          adapterPlanOf(model, found.settings.adapter),
          flat,
          paradigmFacts(model.paradigm).denoiser,
        );
        return {
          fileName: downloadName(found.name, `${format === 'kohya' ? '-kohya' : ''}.safetensors`),
          bytes: await writeLora(set, format, { metadata: { ss_output_name: found.name } }),
        };
      }
      const settings = settingsAt(found.settings, found.changes, step);
      const bytes = await exportLora(adapterPlanOf(model, found.settings.adapter), flat, format, {
        name: found.name,
        modelName: studio.model(found.modelId).info.name,
        modelHash: model.hash,
        predictionType: model.predictionType,
        contextWidth: model.textEncoder.hidden_size,
        imageSize: model.imageSize,
        settings: found.settings,
        changes: found.changes,
        step,
        executor: found.executor,
        ...(await learnedBy(found, settings, step)),
      });
      return {
        fileName: loraFileName(found.name, step, format),
        bytes,
      };
    },
    async exportMerged({ runId, checkpointStep, strength }, { signal, progress }) {
      const found = await record(runId);
      const { model } = await studio.pipeline(found.modelId, found.settings.training.resolution);
      const { flat, step } = await adaptersOf(found, checkpointStep);
      const plan = adapterPlanOf(model, found.settings.adapter);
      const merged = mergedModel(model, { plan, flat, strength }, `${found.name}, step ${step}`);
      return {
        fileName: mergedFileName(found.name, step),
        file: await blobOf(merged, signal, (done) =>
          progress('merge', Math.round(done / 1e6), Math.round(merged.fileBytes / 1e6)),
        ),
      };
    },
    async exportMetrics({ runId }) {
      const found = await record(runId);
      return {
        fileName: downloadName(found.name, '-metrics.csv'),
        text: metricsCsv(await loadMetrics(studio.db, runId), found.settings, found.changes),
      };
    },
    async exportSettings({ runId }) {
      const found = await record(runId);
      const settings = settingsAt(found.settings, found.changes, Number.MAX_SAFE_INTEGER);
      return {
        fileName: downloadName(found.name, '-settings.json'),
        text: `${JSON.stringify(settings, null, 2)}\n`,
      };
    },
  };
}

// Commands that make a set: plan it, sample it (in the background, until it is done, paused or the
// page goes away), or take it as it is.

import { givenAdapters } from '../../runs/adapterAverage';
import type { DatasetSummary } from '../../domain/dataset';
import type { SetPlan } from '../../domain/setPlan';
import { StudioError, isAbort } from '../../errors';
import { SAMPLER_NAMES } from '../../formats/schedulerConfig';
import { NUMBER_SETTINGS, type NumberKey } from '../../settings/numberSettings';
import type { SamplingAdapters } from '../../paradigms/imagePipeline';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import type { DatasetRecord } from '../../storage/database';
import { getDataset, putDataset, updateDataset } from '../../storage/datasets';
import { getRun } from '../../storage/runs';
import { storageUse } from '../../storage/storageUse';
import { runAdapters } from '../../runs/samplingAdapters';
import { sampleSet, plannedCount, plannedSource, type SetSampler } from '../services/sampleSet';
import { rewardsOf, scoreWith } from '../services/scoreWith';
import type { CommandHandlers } from '../services/command';
import type { Studio } from '../services/studio';
import { workerErrors } from '../../strings/errors/worker';

type GenerateCommand = 'planSet' | 'sampleSet' | 'finishSet';

/** Images of one set. */
const MAX_IMAGES = 10_000;
const MAX_STRENGTH = 2;

function refuse(said: readonly [happened: string, next: string]): never {
  throw new StudioError('BadSettings', ...said);
}

/** Within the bounds of the setting of that name. */
function within(key: NumberKey, value: number): void {
  const { label, min, max, step } = NUMBER_SETTINGS.find((setting) => setting.key === key)!;
  const whole = step === 1 && key !== 'guidanceScale';
  const { notWhole, outOfBounds } = workerErrors;
  if (!(value >= min && value <= max) || (whole && !Number.isInteger(value)))
    refuse((whole ? notWhole : outOfBounds)(label, value, min, max));
}

/** Errors: BadSettings naming what is wrong. */
function checkPlan(plan: SetPlan): void {
  const said = workerErrors;
  if (plan.name.trim() === '') refuse(said.setUnnamed());
  if (plan.prompts.length === 0 || plan.prompts.some((prompt) => prompt.trim() === ''))
    refuse(said.noPrompt());
  if (!Number.isInteger(plan.samplesPerPrompt) || plan.samplesPerPrompt < 1)
    refuse(said.setSamples(plan.samplesPerPrompt));
  const images = plannedCount(plan);
  if (images > MAX_IMAGES)
    refuse(said.tooManyImages(plan.prompts.length, plan.samplesPerPrompt, images, MAX_IMAGES));
  if (!(plan.strength >= 0 && plan.strength <= MAX_STRENGTH))
    refuse(said.strength(plan.strength, MAX_STRENGTH));
  for (const key of ['seed', 'guidanceScale', 'inferenceSteps'] as const) within(key, plan[key]);
  if (plan.sampler && !SAMPLER_NAMES.includes(plan.sampler))
    refuse(said.noSampler(plan.sampler, SAMPLER_NAMES));
}

/** What the commands need of the studio. */
type SamplingStudio = Pick<Studio, 'db' | 'model' | 'pipeline' | 'drawing' | 'scorer'>;

export function generateCommands(studio: SamplingStudio): Pick<CommandHandlers, GenerateCommand> {
  const said = workerErrors;
  const known = async (datasetId: string): Promise<DatasetRecord> => {
    const dataset = await getDataset(studio.db, datasetId);
    if (!dataset?.generation)
      throw new StudioError(
        'BadScoreFile',
        dataset ? said.notMadeHere(dataset.name) : said.generatedGone,
        said.makeSet,
      );
    return dataset;
  };
  /** Leaves the set in a state; a set that was deleted meanwhile stays deleted. */
  const leave = async (
    dataset: DatasetRecord,
    state: 'running' | 'paused' | 'done',
  ): Promise<DatasetSummary> =>
    (await updateDataset(studio.db, dataset.id, {
      generation: { ...dataset.generation!, state },
    })) ?? dataset;

  /**
   * The adapters of a plan, or null for the base. Errors: BadCheckpoint when run or checkpoint is
   * gone.
   */
  const adaptersOf = async (plan: SetPlan): Promise<SamplingAdapters | null> => {
    if (plan.runId === null) return null;
    const run = await getRun(studio.db, plan.runId);
    if (!run) throw new StudioError('BadCheckpoint', ...said.setRunGone());
    const checkpoint = await createIdbCheckpointStore(studio.db).load(
      plan.runId,
      plan.checkpointStep ?? undefined,
    );
    if (!checkpoint)
      throw new StudioError('BadCheckpoint', ...said.noCheckpointAt(run.name, plan.checkpointStep));
    const { model } = await studio.pipeline(plan.modelId);
    return runAdapters(model, run.settings, givenAdapters(checkpoint), plan.strength);
  };

  const setSamplerOf = async (plan: SetPlan): Promise<SetSampler> => {
    const pipeline = await studio.pipeline(plan.modelId);
    const adapters = await adaptersOf(plan);
    const { guidanceScale, inferenceSteps, negativePrompt, sampler = null } = plan;
    return {
      imageSize: pipeline.model.imageSize,
      sample: (signal, prompts, seeds) =>
        pipeline.sample(signal, {
          prompts,
          seeds,
          guidanceScale,
          inferenceSteps,
          sampler,
          adapters,
          ...(negativePrompt === '' ? {} : { negativePrompt }),
        }),
      score: (signal, images, prompts) =>
        scoreWith(studio, signal, plan.rewardIds, images, prompts),
    };
  };

  return {
    async planSet({ plan: asked }) {
      checkPlan(asked);
      const { info } = studio.model(asked.modelId);
      await rewardsOf(studio, asked.rewardIds);
      let plan = asked;
      if (asked.runId !== null) {
        const run = await getRun(studio.db, asked.runId);
        if (!run) throw new StudioError('BadCheckpoint', ...said.runGoneOrBase());
        if (run.modelId !== asked.modelId) refuse(said.otherBase(run.name, info.name));
        const checkpoint = await createIdbCheckpointStore(studio.db).load(
          asked.runId,
          asked.checkpointStep ?? undefined,
        );
        if (!checkpoint) throw new StudioError('BadCheckpoint', ...said.noSuchCheckpoint(run.name));
        // “The last one” must not move while the set is sampled.
        plan = { ...asked, checkpointStep: checkpoint.step };
      }
      const dataset: DatasetRecord = {
        id: crypto.randomUUID(),
        name: plan.name.trim(),
        createdAt: Date.now(),
        count: 0,
        bytes: 0,
        modelId: plan.modelId,
        scoreSource: plannedSource(plan),
        rewardId: plan.rewardIds[0] ?? null,
        generation: { plan, total: plannedCount(plan), state: 'paused' },
      };
      await putDataset(studio.db, dataset);
      return { dataset };
    },

    async sampleSet({ datasetId }, { signal, progress }) {
      const dataset = await known(datasetId);
      if (dataset.generation!.state === 'done') return { dataset, storage: await storageUse() };
      const drawn = await studio.drawing.alone(
        { id: datasetId, name: dataset.name },
        signal,
        async (until) => {
          await leave(dataset, 'running');
          try {
            progress('model', 0, 0);
            const setSampler = await setSamplerOf(dataset.generation!.plan);
            await sampleSet(until, studio.db, dataset, setSampler, (done, total) =>
              progress('generate', done, total),
            );
            return await leave(dataset, 'done');
          } catch (error) {
            const paused = await leave(dataset, 'paused');
            if (isAbort(error)) return paused;
            throw error;
          }
        },
      );
      return { dataset: drawn, storage: await storageUse() };
    },

    async finishSet({ datasetId }) {
      const dataset = await known(datasetId);
      await studio.drawing.stop(datasetId);
      return {
        dataset: await leave(
          {
            ...dataset,
            generation: { ...dataset.generation!, total: (await known(datasetId)).count },
          },
          'done',
        ),
      };
    },
  };
}

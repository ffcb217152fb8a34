// From a run's record to a run on the device: its source of samples (a stored set, encoded and
// cached by image, base and size; or pictures drawn while it runs), text embeddings, the compiled
// step.

import { StudioError } from '../../errors';
import { groupOf } from '../../data/labels/promptThreshold';
import { toModelInput } from '../../data/import/resample';
import { paradigmOf } from '../../paradigms/list';
import type { EncodedImage, ImagePipeline, TextConditioning } from '../../paradigms/imagePipeline';
import { getDataset } from '../../storage/datasets';
import { getLatents, latentKey, putLatent } from '../../storage/latents';
import type { ImageRecord, RunRecord } from '../../storage/database';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import type { Checkpoint } from '../../runs/checkpoint';
import { OfflineSamples } from '../../runs/offlineSamples';
import { OnlineSamples } from '../../runs/onlineSamples';
import type { SampleSource } from '../../runs/sampleSource';
import { TrainRun } from '../../runs/trainRun';
import { decodeInBrowser } from './decodeImage';
import { LoadedRun } from './loadedRun';
import { OnlineRounds } from './onlineRounds';
import { scoresOfRun } from './runScores';
import type { CommandContext, Studio } from './studio';

/** Images decoded and encoded at a time: bounds the memory. */
const CHUNK = 32;
/** Prompts of the set that are drawn where neither the run nor the model names any. */
const SET_PROMPTS = 4;

/** Every image as the base trains on it, from the cache where they are there. */
async function encodedImages(
  studio: Studio,
  pipeline: ImagePipeline,
  images: readonly ImageRecord[],
  { signal, progress }: CommandContext,
): Promise<EncodedImage[]> {
  const { model } = pipeline;
  const { hash, imageSize } = model;
  const keys = images.map((image) => latentKey(image.sha256, hash, imageSize));
  const found: (EncodedImage | null)[] = await getLatents(studio.db, keys);
  const missing = images.map((_, i) => i).filter((i) => !found[i]);
  const shape = paradigmOf(model).encodedShape(model);
  for (let start = 0; start < missing.length; start += CHUNK) {
    const part = missing.slice(start, start + CHUNK);
    const pixels = await Promise.all(
      part.map(async (i) => {
        const image = images[i]!;
        return toModelInput(
          await decodeInBrowser(
            new Uint8Array(await image.original.arrayBuffer()),
            image.mime as 'image/png',
          ),
          imageSize,
        );
      }),
    );
    const encoded = await pipeline.encodeImages(signal, pixels, (done) =>
      progress('encode', start + done, missing.length),
    );
    await Promise.all(
      part.map(async (i, j) => {
        found[i] = encoded[j]!;
        await putLatent(studio.db, {
          key: keys[i]!,
          imageSha256: images[i]!.sha256,
          ...encoded[j]!,
          shape,
        });
      }),
    );
  }
  return found as EncodedImage[];
}

interface Prepared {
  readonly source: SampleSource;
  readonly texts: ReadonlyMap<string, TextConditioning>;
  readonly rewardId: string | null;
  readonly prompts: readonly string[];
  readonly rounds: OnlineRounds | null;
}

async function offline(
  studio: Studio,
  record: RunRecord,
  pipeline: ImagePipeline,
  context: CommandContext,
): Promise<Prepared> {
  const dataset = await getDataset(studio.db, record.datasetId);
  if (!dataset)
    throw new StudioError(
      'BadScoreFile',
      `The data set of the run “${record.name}” was deleted.`,
      'Its adapters can still be sampled and exported; to train on, import the set again and ' +
        'start a new run.',
    );
  const { samples, rewardId } = await scoresOfRun(studio.db, record);
  if (samples.length === 0)
    throw new StudioError(
      'BadScoreFile',
      `No image of “${dataset.name}” has a score of “${dataset.scoreSource}”.`,
      'Rate them, score them by a reward, or choose another source of scores for this set.',
    );
  const images = samples.map(({ image }) => image);
  const encoded = await encodedImages(studio, pipeline, images, context);
  const texts = await pipeline.encodePrompts(
    context.signal,
    ['', ...images.map((image) => image.caption)],
    (done, total) => context.progress('text', done, total),
  );
  const source = new OfflineSamples(
    samples.map(({ image, score }, i) => ({
      encoded: encoded[i]!,
      text: texts.get(image.caption)!,
      score,
      group: groupOf(image),
    })),
  );
  return { source, texts, rewardId, prompts: images.map((image) => image.caption), rounds: null };
}

async function online(
  studio: Studio,
  record: RunRecord,
  pipeline: ImagePipeline,
  checkpoint: Checkpoint | null,
  context: CommandContext,
): Promise<Prepared> {
  const { settings } = record;
  const rounds = new OnlineRounds(studio, record, pipeline);
  await rounds.check();
  const texts = await pipeline.encodePrompts(
    context.signal,
    ['', ...settings.onlinePrompts],
    (done, total) => context.progress('text', done, total),
  );
  const source = new OnlineSamples({
    settings,
    texts,
    checkpoint,
    pipeline,
    score: (signal, drawn) => rounds.score(signal, drawn),
    onRound: (bank) => rounds.report(bank),
  });
  const bank = source.bankState();
  if (bank) rounds.tell(bank);
  return {
    source,
    texts,
    rewardId: rounds.byPerson ? null : settings.onlineReward,
    prompts: settings.onlinePrompts,
    rounds,
  };
}

/**
 * Loads a run onto the device, paused. Errors: StudioError when the set is gone, or anything the
 * device says.
 */
export async function prepareRun(
  studio: Studio,
  record: RunRecord,
  checkpoint: Checkpoint | null,
  context: CommandContext,
): Promise<LoadedRun> {
  context.progress('model', 0, 1);
  const pipeline = await studio.pipeline(record.modelId);
  if (pipeline.model.hash !== record.modelHash && record.modelHash !== '') {
    throw new StudioError(
      'BadCheckpoint',
      'The base model has changed since this run was started.',
      'Start a new run on the present base.',
    );
  }
  const prepared =
    record.settings.mode === 'online'
      ? await online(studio, record, pipeline, checkpoint, context)
      : await offline(studio, record, pipeline, context);
  context.progress('compile', 0, 1);
  const run = await TrainRun.load({
    executor: studio.device.executor,
    model: pipeline.model,
    settings: record.settings,
    changes: record.changes,
    source: prepared.source,
    empty: prepared.texts.get('')!,
    checkpoint,
  });
  const entry = studio.model(record.modelId);
  const loaded = new LoadedRun({
    record,
    run,
    pipeline,
    rewardId: prepared.rewardId,
    studio,
    checkpoints: createIdbCheckpointStore(studio.db),
    // The run's own prompts, else the model's, else some of those it trains on.
    previewPrompts:
      [record.settings.previewPrompts, entry.info.previewPrompts].find(
        (prompts) => prompts.length > 0,
      ) ?? [...new Set(prepared.prompts)].slice(0, SET_PROMPTS),
    rounds: prepared.rounds,
  });
  prepared.rounds?.attach(loaded);
  return loaded;
}

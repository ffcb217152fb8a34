// From a stored set to a run on the device: latents (cached by image, base and size), text embeddings, the compiled step.

import { StudioError } from '../errors';
import { toModelInput } from '../dataset/resample';
import type { TextToImage } from '../pipeline/textToImage';
import { getDataset } from '../storage/datasets';
import { listImages, scoreFrom } from '../storage/images';
import { getLatents, latentKey, putLatent } from '../storage/latents';
import type { ImageRecord, RunRecord } from '../storage/database';
import { createIdbCheckpointStore } from '../storage/checkpointsIdb';
import type { Checkpoint } from '../train/checkpoint';
import { TrainRun, type RunSample } from '../train/trainRun';
import { decodeInBrowser } from './decodeImage';
import { LoadedRun } from './loadedRun';
import type { CommandContext, Studio } from './studio';

/** Images decoded and encoded at a time: bounds the memory. */
const CHUNK = 32;
/** Prompts of the set that are drawn where neither the run nor the model names any. */
const SET_PROMPTS = 4;

/** Latent moments of every image, from the cache where they are there. */
async function latentsOf(studio: Studio, pipeline: TextToImage, images: readonly ImageRecord[], { signal, progress }: CommandContext): Promise<{ mean: Float32Array; logVariance: Float32Array }[]> {
  const { hash, imageSize, latentSize, latentChannels } = pipeline.model;
  const keys = images.map((image) => latentKey(image.sha256, hash, imageSize));
  const found: ({ mean: Float32Array; logVariance: Float32Array } | null)[] = await getLatents(studio.db, keys);
  const missing = images.map((_, i) => i).filter((i) => !found[i]);
  for (let start = 0; start < missing.length; start += CHUNK) {
    const part = missing.slice(start, start + CHUNK);
    const pixels = await Promise.all(part.map(async (i) => {
      const image = images[i]!;
      return toModelInput(await decodeInBrowser(new Uint8Array(await image.original.arrayBuffer()), image.mime as 'image/png'), imageSize);
    }));
    const moments = await pipeline.encodeImages(signal, pixels, (done) => progress('encode', start + done, missing.length));
    await Promise.all(part.map(async (i, j) => {
      found[i] = moments[j]!;
      await putLatent(studio.db, { key: keys[i]!, imageSha256: images[i]!.sha256, ...moments[j]!, shape: [latentSize, latentSize, latentChannels] });
    }));
  }
  return found as { mean: Float32Array; logVariance: Float32Array }[];
}

/** Loads a run onto the device, paused. Errors: StudioError when the set is gone, or anything the device says. */
export async function prepareRun(studio: Studio, record: RunRecord, checkpoint: Checkpoint | null, context: CommandContext): Promise<LoadedRun> {
  const dataset = await getDataset(studio.db, record.datasetId);
  if (!dataset) throw new StudioError('BadScoreFile', `The data set of the run “${record.name}” was deleted.`, 'Its adapters can still be sampled and exported; to train on, import the set again and start a new run.');
  context.progress('model', 0, 1);
  const pipeline = await studio.pipeline(record.modelId);
  if (pipeline.model.hash !== record.modelHash && record.modelHash !== '') {
    throw new StudioError('BadCheckpoint', 'The base model has changed since this run was started.', 'Start a new run on the present base.');
  }
  const images = await listImages(studio.db, record.datasetId);
  const latents = await latentsOf(studio, pipeline, images, context);
  const embeddings = await pipeline.encodePrompts(context.signal, ['', ...images.map((image) => image.caption)], (done, total) => context.progress('text', done, total));
  const samples: RunSample[] = images.map((image, i) => ({
    ...latents[i]!, embedding: embeddings.get(image.caption)!,
    score: scoreFrom(image, dataset.scoreSource) ?? image.scores[0]!.value,
  }));
  context.progress('compile', 0, 1);
  const run = await TrainRun.load({
    executor: studio.device.executor, model: pipeline.model, settings: record.settings, changes: record.changes, samples, emptyEmbedding: embeddings.get('')!, checkpoint,
  });
  const entry = studio.model(record.modelId);
  return new LoadedRun({
    record, run, pipeline, rewardId: dataset.rewardId, db: studio.db, checkpoints: createIdbCheckpointStore(studio.db), post: studio.post,
    // The run's own prompts, else the model's, else some of the set's.
    previewPrompts: [record.settings.previewPrompts, entry.info.previewPrompts].find((prompts) => prompts.length > 0) ?? [...new Set(images.map((image) => image.caption))].slice(0, SET_PROMPTS),
  });
}

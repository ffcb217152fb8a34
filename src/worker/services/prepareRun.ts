// From a run's record to a loaded run: the worker's adapter of runs/openRun.ts. Samples are those
// of the stored set, encoded and cached by image, base and size; rounds of an online run are scored
// by a reward or by the person in front of the page.

import type { ImageSize } from '../../domain/imageSize';
import { StudioError } from '../../errors';
import { comparedPlaces } from '../../data/pairs/trainingPairs';
import { groupOf } from '../../data/labels/promptThreshold';
import { toModelInput } from '../../data/import/resample';
import { toPixels } from '../../formats/png';
import { jointEmbeddings } from '../../rewards';
import { paradigmOf } from '../../paradigms/list';
import type { EncodedImage, ImagePipeline } from '../../paradigms/imagePipeline';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import { getDataset } from '../../storage/datasets';
import { getLatents, latentKey, putLatent } from '../../storage/latents';
import { loadPreviews } from '../../storage/previews';
import { updateRun } from '../../storage/runs';
import type { ImageRecord, RunRecord } from '../../storage/database';
import type { Checkpoint } from '../../runs/checkpoint';
import { openRun } from '../../runs/openRun';
import type { SampleProvider } from '../../runs/ports';
import { workerErrors } from '../../strings/errors/worker';
import { decodeInBrowser } from './decodeImage';
import { LoadedRun } from './loadedRun';
import { OnlineRounds } from './onlineRounds';
import { previewPromptsOf } from './previewPrompts';
import { scoresOfRun } from './runScores';
import type { CommandContext } from './command';
import type { StudioServices } from './studioServices';

/** Images decoded and encoded at a time: bounds the memory. */
const CHUNK = 32;

const decodeImage = async ({ original, mime }: ImageRecord): ReturnType<typeof decodeInBrowser> =>
  decodeInBrowser(new Uint8Array(await original.arrayBuffer()), mime as 'image/png');

/** Images as the base trains on them, from the cache where they are there. */
async function encodedImages(
  studio: StudioServices,
  signal: AbortSignal,
  pipeline: ImagePipeline,
  images: readonly ImageRecord[],
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
        return toModelInput(await decodeImage(images[i]!), imageSize);
      }),
    );
    const encoded = await pipeline.encodeImages(signal, pixels);
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

/** The scored images of a run's set. */
function storedSamples(studio: StudioServices, record: RunRecord): SampleProvider {
  return {
    async open(_signal, pipeline) {
      const dataset = await getDataset(studio.db, record.datasetId);
      if (!dataset) throw new StudioError('BadScoreFile', ...workerErrors.runSetGone(record.name));
      const { samples } = await scoresOfRun(studio.db, record);
      if (samples.length === 0)
        throw new StudioError(
          'BadScoreFile',
          ...workerErrors.noScores(dataset.name, dataset.scoreSource),
        );
      const places = comparedPlaces(samples.map(({ image }) => image));
      return {
        samples: samples.map(({ image, score }, i) => ({
          caption: image.caption,
          score,
          group: groupOf(image),
          preferredOver: places[i]!,
        })),
        encode: (signal, wanted, at) =>
          encodedImages(
            studio,
            signal,
            at,
            wanted.map((place) => samples[place]!.image),
          ),
        async sizes(signal) {
          const sizes: ImageSize[] = [];
          for (const { image } of samples) {
            signal.throwIfAborted();
            const { height, width } = await decodeImage(image);
            sizes.push([height, width]);
          }
          return sizes;
        },
        async embeddings(signal, progress) {
          const { imageSize } = pipeline.model;
          const scorer = await studio.scorer(null);
          const found: Float32Array[] = [];
          for (let start = 0; start < samples.length; start += CHUNK) {
            const part = samples.slice(start, start + CHUNK).map(({ image }) => image);
            const images = await Promise.all(
              part.map(async (image) =>
                toPixels(toModelInput(await decodeImage(image), imageSize), imageSize),
              ),
            );
            const captions = part.map(({ caption }) => caption);
            found.push(...(await jointEmbeddings(signal, scorer, images, captions)));
            progress(found.length, samples.length);
          }
          return found;
        },
      };
    },
  };
}

/**
 * Loads a run onto the device, paused. Errors: StudioError when the set is gone, or anything the
 * device says.
 */
export async function prepareRun(
  studio: StudioServices,
  record: RunRecord,
  checkpoint: Checkpoint | null,
  { signal, progress }: CommandContext,
): Promise<LoadedRun> {
  const said = workerErrors;
  if (record.opened) throw new StudioError('BadSettings', ...said.openedLora(record.name));
  progress('model', 0, 1);
  await studio.releaseScorers();
  const { settings, changes } = record;
  const pipeline = await studio.pipeline(record.modelId, settings.training.resolution);
  if (pipeline.model.hash !== record.modelHash && record.modelHash !== '')
    throw new StudioError('BadCheckpoint', ...said.baseChanged());
  const { startFrom } = settings.adapter;
  const start =
    startFrom && checkpoint === null
      ? await createIdbCheckpointStore(studio.db).load(startFrom.run, startFrom.step)
      : null;
  if (startFrom && checkpoint === null && start === null)
    throw new StudioError('BadCheckpoint', ...said.startGone(startFrom.step, startFrom.name));
  const online = settings.source.mode === 'online';
  const rounds = online ? new OnlineRounds(studio, record) : null;
  await rounds?.check();
  const rewardId = rounds?.byPerson ? null : (await scoresOfRun(studio.db, record)).rewardId;
  let loaded: LoadedRun | null = null;
  // Another device has kernels of its own.
  const sameDevice = record.adapter === studio.device.capability.adapter;
  const { run, samples, bank } = await openRun(signal, {
    pipeline,
    ...(sameDevice && record.kernels && { kernels: record.kernels }),
    settings,
    changes,
    checkpoint,
    start,
    samples: online ? null : storedSamples(studio, record),
    scorer: rounds,
    onRound: async (state) => loaded?.roundDone(state, rounds?.byPerson === true),
    progress,
  });
  if (JSON.stringify(run.kernels) !== JSON.stringify(record.kernels ?? {}))
    await updateRun(studio.db, record.id, { kernels: run.kernels });
  if (bank) studio.post({ type: 'bank', runId: record.id, bank });
  const previewPrompts = previewPromptsOf(
    studio,
    record,
    samples.map(({ caption }) => caption),
  );
  const painted = await loadPreviews(studio.db, record.id);
  loaded = new LoadedRun({
    record,
    run,
    pipeline,
    rewardId,
    previewPrompts,
    samples,
    paintBase: !painted.some(({ step }) => step === 0),
    studio,
    rounds,
  });
  return loaded;
}

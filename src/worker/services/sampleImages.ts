// Samples images in the worker and scores them: the wall of a run, and the Compare screen.

import type { FreshSample, ImagePixels, QuickMaker } from '../../domain/run';
import type { WeightStorage } from '../../executors/executor';
import { toPixels } from '../../formats/png';
import type { SamplerName } from '../../formats/schedulerConfig';
import type { ImagePipeline, SamplingAdapters, StartImages } from '../../paradigms/imagePipeline';
import { encodedFirst } from '../../runs/planMemory';
import { scoreWith } from './scoreWith';
import type { StudioServices } from './studioServices';

export interface ImageRequest {
  readonly prompts: readonly string[];
  readonly seeds: readonly number[];
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  readonly sampler?: SamplerName | null;
  readonly adapters: SamplingAdapters | null;
  readonly start?: StartImages | null;
  readonly rewardId: string | null;
}

/** Samples one image per prompt and scores each by the reward (NaN without one). Errors: abort. */
export async function sampleImages(
  studio: Pick<StudioServices, 'db' | 'scorer'>,
  signal: AbortSignal,
  pipeline: ImagePipeline,
  request: ImageRequest,
  progress?: (done: number, total: number) => void,
): Promise<FreshSample[]> {
  const sampled = await pipeline.sample(signal, request, progress);
  const images = sampled.map((image): ImagePixels => toPixels(image, pipeline.model.imageSize));
  return scored(studio, signal, request, images);
}

/**
 * Samples a wall and shows it. Large images are shown by what makes images quickly first: by the
 * base's tiny decoder, and that is all, or by a linear map, until the decoder's own are there; what
 * drew them leaves the device again. Errors: abort.
 */
export async function sampleWall(
  studio: Pick<StudioServices, 'db' | 'scorer'>,
  signal: AbortSignal,
  pipeline: ImagePipeline,
  request: ImageRequest,
  weightStorage: WeightStorage,
  show: (images: FreshSample[], by?: QuickMaker) => Promise<void>,
): Promise<void> {
  const { imageSize } = pipeline.model;
  if (!encodedFirst(imageSize)) return show(await sampleImages(studio, signal, pipeline, request));
  const encoded = await pipeline.sampleEncoded(signal, request);
  const quick = await pipeline.preview(signal, encoded);
  if (quick) {
    const images = quick.images.map((image): ImagePixels => toPixels(image, quick.size));
    // A few pixels say nothing to a reward.
    const rewardId = quick.by === 'linear' ? null : request.rewardId;
    await show(await scored(studio, signal, { ...request, rewardId }, images), quick.by);
  }
  if (quick?.by !== 'tiny') {
    const decoded = await pipeline.decode(signal, encoded);
    const images = decoded.map((image): ImagePixels => toPixels(image, imageSize));
    await show(await scored(studio, signal, request, images));
  }
  await pipeline.release(weightStorage);
}

async function scored(
  studio: Pick<StudioServices, 'db' | 'scorer'>,
  signal: AbortSignal,
  request: ImageRequest,
  images: readonly ImagePixels[],
): Promise<FreshSample[]> {
  const scores =
    request.rewardId === null
      ? null
      : (await scoreWith(studio, signal, [request.rewardId], images, request.prompts))[0]!;
  return images.map((pixels, i) => ({
    prompt: request.prompts[i]!,
    seed: request.seeds[i]!,
    pixels,
    score: scores ? scores[i]! : Number.NaN,
  }));
}

// Samples images in the worker and scores them: the wall of a run, and the Compare screen.

import type { FreshSample, ImagePixels } from '../../domain/run';
import { toPixels } from '../../formats/png';
import type { SamplerName } from '../../formats/schedulerConfig';
import type { ImagePipeline, SamplingAdapters } from '../../paradigms/imagePipeline';
import { scoreWith } from './scoreWith';
import type { StudioServices } from './studioServices';

export interface ImageRequest {
  readonly prompts: readonly string[];
  readonly seeds: readonly number[];
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  readonly sampler?: SamplerName | null;
  readonly adapters: SamplingAdapters | null;
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
  const images = await pipeline.sample(signal, request, progress);
  const pictures = images.map((image): ImagePixels => toPixels(image, pipeline.model.imageSize));
  const scores =
    request.rewardId === null
      ? null
      : (await scoreWith(studio, signal, [request.rewardId], pictures, request.prompts))[0]!;
  return pictures.map((pixels, i) => ({
    prompt: request.prompts[i]!,
    seed: request.seeds[i]!,
    pixels,
    score: scores ? scores[i]! : Number.NaN,
  }));
}

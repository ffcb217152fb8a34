// Scores images by any rewards: the one way for imported and generated sets, previews, evaluation
// and online runs. Pixel rewards are computed here; all feature rewards of one CLIP model share one
// pass of it.

import { StudioError } from '../errors';
import { nextTask } from '../executors/tfjs/nextTask';
import { rewardErrors } from '../strings/errors/rewards';
import type { ClipFeatureSource, FeatureReward, Reward, RgbImage, ScorerOf } from './reward';

/** Pixel scoring gives way to other work of the worker after so many milliseconds. */
const PAUSE_EVERY_MS = 50;

function noScorer({ label }: FeatureReward): StudioError {
  return new StudioError('BadModel', ...rewardErrors.noScorer(label));
}

/**
 * One array a reward, in the order of `rewards`, with one number an image; prompts[i] belongs to
 * images[i].
 *  `scorer`: the CLIP model of all rewards, or which one each reads; may be null when no reward
 *  needs one. Errors: abort; StudioError BadModel without a scorer where one is needed.
 */
export async function scoreImages(
  signal: AbortSignal,
  scorer: ClipFeatureSource | ScorerOf | null,
  rewards: readonly Reward[],
  images: readonly RgbImage[],
  prompts: readonly string[],
  progress?: (done: number, total: number) => void,
): Promise<Float64Array[]> {
  if (prompts.length !== images.length)
    throw new Error(`${images.length} images with ${prompts.length} prompts`);
  const scores = rewards.map(() => new Float64Array(images.length));
  const ofPixels = rewards.flatMap((reward, r) =>
    reward.needs === 'pixels' ? [{ reward, r }] : [],
  );
  const ofFeatures = rewards.flatMap((reward, r) =>
    reward.needs === 'clip' ? [{ reward, r }] : [],
  );
  const byScorer = new Map<ClipFeatureSource, typeof ofFeatures>();
  for (const one of ofFeatures) {
    const source = typeof scorer === 'function' ? await scorer(one.reward) : scorer;
    if (!source) throw noScorer(one.reward);
    byScorer.set(source, [...(byScorer.get(source) ?? []), one]);
  }
  // Each image counts once for the pixels and once for the features of each model.
  const total = images.length * (Number(ofPixels.length > 0) + byScorer.size);
  let done = 0;

  if (ofPixels.length > 0) {
    let since = performance.now();
    for (const [i, image] of images.entries()) {
      signal.throwIfAborted();
      for (const { reward, r } of ofPixels) scores[r]![i] = reward.score(image, prompts[i]!);
      done++;
      if (performance.now() - since < PAUSE_EVERY_MS) continue;
      progress?.(done, total);
      await nextTask();
      since = performance.now();
    }
    progress?.(done, total);
  }

  for (const [source, own] of byScorer) {
    const wanted = own.some(({ reward }) => reward.usesPrompt) ? prompts : null;
    const before = done;
    const features = await source.features(signal, images, wanted, (part) =>
      progress?.(before + part, total),
    );
    for (const { reward, r } of own) {
      const texts = reward.texts ? await source.embedPrompts(signal, reward.texts) : [];
      features.forEach((feature, i) => {
        scores[r]![i] = reward.score(feature, texts);
      });
    }
    done += images.length;
  }
  return scores;
}

/**
 * Embeddings of images with their prompts, image and prompt laid end to end, each of unit length:
 * what RPO holds images alike by. Errors: as ClipFeatureSource.
 */
export async function jointEmbeddings(
  signal: AbortSignal,
  scorer: ClipFeatureSource,
  images: readonly RgbImage[],
  prompts: readonly string[],
  progress?: (done: number, total: number) => void,
): Promise<Float32Array[]> {
  const features = await scorer.features(signal, images, prompts, progress);
  return features.map(({ imageEmbedding, textEmbedding }) =>
    Float32Array.from([...imageEmbedding, ...textEmbedding!]),
  );
}

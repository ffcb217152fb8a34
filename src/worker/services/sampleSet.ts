// Samples what a planned set still lacks. Image i is prompt i mod P, sample ⌊i/P⌋, so that a
// half-sampled set covers all prompts; its seed is counted from (the plan's seed, prompt, sample).
// Images are sampled in fixed groups of eight and stored one by one under ids made of their place:
// a set that was interrupted anywhere comes out the same, bit for bit, as one sampled in one go.

import type { SetPlan } from '../../domain/setPlan';
import { ratingSource } from '../../data/scores/scoreSource';
import { encodePng, toPixels } from '../../formats/png';
import { sha256 } from '../../formats/sha256';
import { randomInt, STREAMS } from '../../random/philox';
import type { RgbImage } from '../../rewards';
import type { DatasetRecord, StudioDatabase } from '../../storage/database';
import { addImage, imageIds } from '../../storage/images';

/**
 * Images sampled at a time; part of what a plan means, since executors may round differently in
 * groups of another size.
 */
const GROUP = 8;

/** What samples and scores. Images are [H,W,3] in [−1,1] of `imageSize` pixels. */
export interface SetSampler {
  readonly imageSize: readonly [height: number, width: number];
  sample(
    signal: AbortSignal,
    prompts: readonly string[],
    seeds: readonly number[],
  ): Promise<Float32Array[]>;
  /** One array a reward of the plan, in its order. */
  score(
    signal: AbortSignal,
    images: readonly RgbImage[],
    prompts: readonly string[],
  ): Promise<readonly ArrayLike<number>[]>;
}

/** Images of a plan. */
export function plannedCount(plan: SetPlan): number {
  return plan.prompts.length * plan.samplesPerPrompt;
}

/** Prompt and seed of the image at a place of the set. */
export function plannedImage(plan: SetPlan, index: number): { prompt: string; seed: number } {
  const prompt = index % plan.prompts.length;
  return {
    prompt: plan.prompts[prompt]!,
    seed: randomInt(
      plan.seed,
      { stream: STREAMS.generation, step: Math.floor(index / plan.prompts.length), item: prompt },
      2 ** 32,
    ),
  };
}

/** The score a planned set trains on. */
export function plannedSource(plan: SetPlan): string {
  return plan.rewardIds[0] ?? ratingSource('stars', null);
}

const imageId = (datasetId: string, index: number): string => `${datasetId}-${index}`;

/** JSON that a PNG's Latin-1 text can hold. */
const ascii = (value: unknown): string =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/gu, (char) =>
    [...char]
      .flatMap((one) =>
        Array.from(
          { length: one.length },
          (_, i) => `\\u${one.charCodeAt(i).toString(16).padStart(4, '0')}`,
        ),
      )
      .join(''),
  );

/**
 * Samples, scores and stores the missing images. Progress counts images of the whole set. Errors:
 * abort (what is stored stays); StudioError from
 *  sampling, scoring or storing.
 */
export async function sampleSet(
  signal: AbortSignal,
  db: StudioDatabase,
  dataset: DatasetRecord,
  setSampler: SetSampler,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const { plan, total } = dataset.generation!;
  const there = await imageIds(db, dataset.id);
  const digits = String(total).length;
  progress(there.size, total);
  for (let start = 0; start < total; start += GROUP) {
    const places = Array.from({ length: Math.min(GROUP, total - start) }, (_, i) => start + i);
    if (places.every((index) => there.has(imageId(dataset.id, index)))) continue;
    signal.throwIfAborted();
    const wanted = places.map((index) => plannedImage(plan, index));
    const prompts = wanted.map(({ prompt }) => prompt);
    const images = (
      await setSampler.sample(
        signal,
        prompts,
        wanted.map(({ seed }) => seed),
      )
    ).map((image) => toPixels(image, setSampler.imageSize));
    const scores =
      plan.rewardIds.length === 0 ? [] : await setSampler.score(signal, images, prompts);
    for (const [i, index] of places.entries()) {
      const id = imageId(dataset.id, index);
      if (there.has(id)) continue;
      const { prompt, seed } = wanted[i]!;
      const {
        modelId,
        runId,
        checkpointStep,
        strength,
        negativePrompt,
        guidanceScale,
        inferenceSteps,
        sampler,
      } = plan;
      const png = encodePng(images[i]!.rgb, images[i]!.width, images[i]!.height, {
        Software: 'Plumbline',
        Parameters: ascii({
          prompt,
          negativePrompt,
          seed,
          guidanceScale,
          inferenceSteps,
          ...(sampler && { sampler }),
          modelId,
          ...(runId === null ? {} : { runId, checkpointStep, strength }),
        }),
      });
      const time = Date.now();
      await addImage(db, {
        id,
        datasetId: dataset.id,
        fileName: `${String(index + 1).padStart(digits, '0')}.png`,
        mime: 'image/png',
        original: new Blob([png], { type: 'image/png' }),
        sha256: await sha256(png),
        caption: prompt,
        negativePrompt: negativePrompt === '' ? null : negativePrompt,
        groupId: null,
        row: index + 1,
        scores: plan.rewardIds.flatMap((source, r) => {
          const value = scores[r]![i]!;
          return Number.isFinite(value) ? [{ source, value, time }] : [];
        }),
      });
      there.add(id);
    }
    progress(there.size, total);
  }
}

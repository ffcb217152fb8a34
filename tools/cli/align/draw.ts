// Images of a report, drawn as the page's evaluation draws them (seed by prompt and noise, the same
// for every model), with their rewards and what they are compared by.

import { encodePng, toPixels } from '../../../src/formats/png';
import type { FeatureKind } from '../../../src/domain/evaluation';
import { pixelFeatures } from '../../../src/evaluate/imageFeatures';
import { evaluationSeed } from '../../../src/evaluate/sharedSeeds';
import type {
  EncodedImage,
  ImagePipeline,
  Progress,
  SamplingAdapters,
} from '../../../src/paradigms/imagePipeline';
import {
  scoreImages,
  type ClipFeatureSource,
  type Reward,
  type ScorerOf,
} from '../../../src/rewards';
import type { ImageSize } from '../../../src/domain/imageSize';

/** Prompts of which a second noise is drawn for the diversity where a report has one noise each. */
const DIVERSITY_PROMPTS = 16;
/** Prompts whose first image log-ratios are measured on. */
const PROBE_PROMPTS = 16;

export interface Drawn {
  /** RGB images in the order prompt-major, noise-minor. */
  readonly images: readonly Uint8ClampedArray[];
  /** Images drawn in all: those and the second noises for the diversity. */
  readonly count: number;
  /** By reward id, [prompts][noises]. */
  readonly rewards: Readonly<Record<string, number[][]>>;
  /**
   * What images are compared by, [prompts][noises]: the scorer's embeddings where it is open, else
   * pixels.
   */
  readonly features: readonly (readonly ArrayLike<number>[])[];
  readonly featureKind: FeatureKind;
  /** Features of the prompts that have two images or more. */
  readonly repeated: readonly (readonly ArrayLike<number>[])[];
  /** First images of the first prompts, as they were sampled. */
  readonly probe: {
    readonly prompts: readonly string[];
    readonly encoded: readonly EncodedImage[];
  };
}

export interface DrawOptions {
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  readonly adapters: SamplingAdapters | null;
  readonly rewards: readonly Reward[];
  /** What images are compared by, and what rewards read unless `scorerOf` names another. */
  readonly scorer: ClipFeatureSource | null;
  readonly scorerOf?: ScorerOf;
  /** Prompts of which a second noise is drawn for the diversity; 16 where it is left out. */
  readonly diversityPrompts?: number;
}

/** Draws `noises` images per prompt and scores them. Errors: StudioError from the executor. */
export async function sampleAndScore(
  pipeline: ImagePipeline,
  prompts: readonly string[],
  noises: number,
  {
    guidanceScale,
    inferenceSteps,
    adapters,
    rewards,
    scorer,
    scorerOf,
    diversityPrompts = DIVERSITY_PROMPTS,
  }: DrawOptions,
  progress: Progress,
): Promise<Drawn> {
  const asked = prompts.flatMap((prompt, p) =>
    Array.from({ length: noises }, (_, n) => ({ prompt, p, n })),
  );
  const further =
    noises > 1
      ? []
      : prompts.slice(0, diversityPrompts).map((prompt, p) => ({ prompt, p, n: noises }));
  const all = [...asked, ...further];
  const { signal } = new AbortController();
  const encoded = await pipeline.sampleEncoded(
    signal,
    {
      guidanceScale,
      inferenceSteps,
      adapters,
      prompts: all.map((one) => one.prompt),
      seeds: all.map(({ p, n }) => evaluationSeed(p, n)),
    },
    progress,
  );
  const images = (await pipeline.decode(signal, encoded)).map((image) =>
    toPixels(image, pipeline.model.imageSize),
  );
  const scores = await scoreImages(
    signal,
    scorerOf ?? scorer,
    rewards,
    images.slice(0, asked.length),
    asked.map((one) => one.prompt),
  );
  const features = scorer
    ? (await scorer.features(signal, images, null)).map((feature) => feature.imageEmbedding)
    : images.map(pixelFeatures);
  const byPrompt = <T>(values: ArrayLike<T>): T[][] =>
    prompts.map((_, p) => Array.from({ length: noises }, (_unused, n) => values[p * noises + n]!));
  const table = byPrompt(features);
  return {
    images: images.slice(0, asked.length).map(({ rgb }) => rgb),
    count: all.length,
    rewards: Object.fromEntries(rewards.map(({ id }, r) => [id, byPrompt(scores[r]!)])),
    features: table,
    featureKind: scorer ? 'clip' : 'pixels',
    repeated:
      noises > 1 ? table : further.map((_, i) => [table[i]![0]!, features[asked.length + i]!]),
    probe: {
      prompts: prompts.slice(0, PROBE_PROMPTS),
      encoded: prompts.slice(0, PROBE_PROMPTS).map((_, p) => encoded[p * noises]!),
    },
  };
}

/** Base above aligned, one column per image; `columns` images of the first noise. */
export function comparisonImage(
  base: Drawn,
  aligned: Drawn,
  [tall, wide]: ImageSize,
  noises: number,
  columns: number,
): Uint8Array {
  const count = Math.min(columns, base.images.length / noises);
  const gap = 2;
  const width = count * (wide + gap) - gap;
  const height = 2 * tall + gap;
  const rgb = new Uint8ClampedArray(width * height * 3).fill(255);
  [base, aligned].forEach((drawn, row) => {
    for (let column = 0; column < count; column++) {
      const image = drawn.images[column * noises]!;
      for (let y = 0; y < tall; y++)
        rgb.set(
          image.subarray(y * wide * 3, (y + 1) * wide * 3),
          ((row * (tall + gap) + y) * width + column * (wide + gap)) * 3,
        );
    }
  });
  return encodePng(rgb, width, height);
}

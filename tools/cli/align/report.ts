// The report of a headless run: rewards on held-out prompts for base and aligned model with shared
// noise, compared as the page's evaluation compares them, diversity and drift, and a picture of
// both. Numbers are computed from the images drawn here, nothing else.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng, toRgb } from '../../../src/formats/png';
import { compareRewards } from '../../../src/statistics/compareRewards';
import { diversity } from '../../../src/evaluate/diversity';
import { drift } from '../../../src/evaluate/drift';
import { pixelFeatures } from '../../../src/evaluate/imageFeatures';
import type { FeatureKind } from '../../../src/domain/evaluation';
import type { PairedDifference } from '../../../src/statistics/pairedDifference';
import { rewardSummary } from '../../../src/statistics/rewardSummary';
import { evaluationSeed } from '../../../src/evaluate/sharedSeeds';
import { toMarkdown } from '../../../src/evaluate/table';
import type { WinRate } from '../../../src/statistics/winRate';
import type { ImagePipeline, SamplingAdapters } from '../../../src/paradigms/imagePipeline';
import { scoreImages, type ClipFeatureSource, type Reward } from '../../../src/rewards';

/** Rewards [prompts][noises] and how they were drawn. */
export interface RewardTable {
  readonly reward: string;
  readonly baseHash: string;
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  readonly prompts: readonly string[];
  readonly rewards: readonly (readonly number[])[];
}

export interface Drawn {
  /** RGB images in the order prompt-major, noise-minor. */
  readonly images: readonly Uint8ClampedArray[];
  readonly rewards: number[][];
  /**
   * What pictures are compared by, [prompts][noises]: the scorer's embeddings where it is open,
   * else pixels.
   */
  readonly features: readonly (readonly ArrayLike<number>[])[];
  readonly featureKind: FeatureKind;
}

/**
 * Draws `noises` images a prompt (seeds as the page's evaluation has them, the same for every
 * model) and scores them.
 */
export async function drawAndScore(
  pipeline: ImagePipeline,
  prompts: readonly string[],
  noises: number,
  options: {
    guidanceScale: number;
    inferenceSteps: number;
    adapters: SamplingAdapters | null;
    reward: Reward | null;
    scorer: ClipFeatureSource | null;
  },
  progress: (done: number) => void,
): Promise<Drawn> {
  const flat = prompts.flatMap((prompt, p) =>
    Array.from({ length: noises }, (_, n) => ({ prompt, seed: evaluationSeed(p, n) })),
  );
  const images = await pipeline.sample(
    new AbortController().signal,
    { ...options, prompts: flat.map((one) => one.prompt), seeds: flat.map((one) => one.seed) },
    progress,
  );
  const size = pipeline.model.imageSize;
  const rgb = images.map((image) => toRgb(image, 0, size, size));
  const { reward, scorer } = options;
  const pictures = rgb.map((bytes) => ({ width: size, height: size, rgb: bytes }));
  const { signal } = new AbortController();
  const scores =
    reward &&
    (
      await scoreImages(
        signal,
        scorer,
        [reward],
        pictures,
        flat.map((one) => one.prompt),
      )
    )[0]!;
  const features = scorer
    ? (await scorer.features(signal, pictures, null)).map((feature) => feature.imageEmbedding)
    : pictures.map(pixelFeatures);
  const byPrompt = <T>(values: ArrayLike<T>): T[][] =>
    prompts.map((_, p) => Array.from({ length: noises }, (_unused, n) => values[p * noises + n]!));
  return {
    images: rgb,
    rewards: byPrompt(scores ?? flat.map(() => Number.NaN)),
    features: byPrompt(features),
    featureKind: scorer ? 'clip' : 'pixels',
  };
}

/** Base above aligned, one column an image; `columns` images of the first noise. */
export function comparisonPicture(
  base: Drawn,
  aligned: Drawn,
  size: number,
  noises: number,
  columns: number,
): Uint8Array {
  const count = Math.min(columns, base.images.length / noises);
  const gap = 2;
  const width = count * (size + gap) - gap;
  const height = 2 * size + gap;
  const rgb = new Uint8ClampedArray(width * height * 3).fill(255);
  [base, aligned].forEach((drawn, row) => {
    for (let column = 0; column < count; column++) {
      const image = drawn.images[column * noises]!;
      for (let y = 0; y < size; y++)
        rgb.set(
          image.subarray(y * size * 3, (y + 1) * size * 3),
          ((row * (size + gap) + y) * width + column * (size + gap)) * 3,
        );
    }
  });
  return encodePng(rgb, width, height);
}

const percent = (value: number) => `${(100 * value).toFixed(0)} %`;
const signed = (value: number) => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(3)}`;
/** "+0.213 [+0.102, +0.321]" */
export function describeDifference(difference: PairedDifference): string {
  if (!Number.isFinite(difference.lower))
    return `${signed(difference.mean)} (no interval with ${difference.prompts} prompts)`;
  return `${signed(difference.mean)} [${signed(difference.lower)}, ${signed(difference.upper)}]`;
}

/**
 * What a model's pictures cost: diversity within prompts, and drift from the base where its
 * pictures were drawn here.
 */
function price(
  drawn: Drawn,
  base: Drawn | null,
): { diversity: number; frechet: number | null; change: number | null } {
  const moved = base && drift(base.features.flat(), drawn.features.flat(), drawn.featureKind);
  return {
    diversity: diversity(drawn.features, drawn.featureKind),
    frechet: moved?.frechet ?? null,
    change: moved?.change ?? null,
  };
}

/**
 * Writes report.md and rewards.json into `out`; returns the text. The numbers are those of the
 * page's evaluation. `drawn.base` is null where the
 *  base's rewards come from an earlier report.
 */
export async function writeReport(
  out: string,
  facts: { title: string; reward: string; lines: readonly string[] },
  base: RewardTable,
  aligned: RewardTable,
  drawn: { base: Drawn | null; aligned: Drawn },
): Promise<string> {
  const { summary, difference, pictures, prompts } = compareRewards(base.rewards, aligned.rewards);
  const rows = (
    [
      ['base', rewardSummary(base.rewards.flat())],
      ['aligned', summary],
    ] as const
  ).map(([name, one]) => [name, one.mean, one.standardDeviation, one.median]);
  const share = ({ share: value, lower, upper, wins, ties, losses, strict }: WinRate): string =>
    `**${percent(value)}** [${percent(lower)}, ${percent(upper)}] (${wins} won, ${ties} tied, ` +
    `${losses} lost; strict ${percent(strict.share)})`;
  const prices = [
    ...(drawn.base ? [['base', price(drawn.base, null)] as const] : []),
    ['aligned', price(drawn.aligned, drawn.base)] as const,
  ];
  const text = [
    `# ${facts.title}`,
    '',
    ...facts.lines,
    '',
    `Reward: ${facts.reward}, on ${base.prompts.length} held-out prompts × ` +
      `${base.rewards[0]!.length} shared noises.`,
    '',
    toMarkdown({ columns: ['', 'mean', 'sd', 'median'], rows }),
    'Paired difference, aligned − base, in base standard deviations with a 95 % t interval over ' +
      `prompts, about this run: **${describeDifference(difference)}**.`,
    '',
    `Win rate against the base by each prompt's median, ties half, with Wilson's 95 % interval: ` +
      `${share(prompts)}; by picture ${share(pictures)}${base.rewards[0]!.length > 1 ? ', its interval too narrow, since pictures of one prompt are alike' : ''}.`,
    '',
    'Diversity within prompts and drift from the base, by ' +
      `${drawn.aligned.featureKind === 'clip' ? 'CLIP features' : 'pixels in 8 × 8 blocks'}${drawn.base ? '' : ' (the base was not drawn here)'}:`,
    '',
    toMarkdown({
      columns: ['', 'diversity', 'Fréchet distance', 'change a picture'],
      rows: prices.map(([name, one]) => [name, one.diversity, one.frechet, one.change]),
    }),
    ...(drawn.base ? ['![base above, aligned below](comparison.png)', ''] : []),
  ].join('\n');
  await writeFile(join(out, 'report.md'), text);
  await writeFile(
    join(out, 'rewards.json'),
    JSON.stringify({ base, aligned, price: Object.fromEntries(prices) }),
  );
  return text;
}

// The report of a headless run: rewards on held-out prompts for base and aligned model with shared noise, the paired difference with
// its bootstrap interval, and a picture of both. Numbers are computed from the images drawn here, nothing else.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng, toRgb } from '../../src/formats/png';
import { pairedDifference, mean, standardDeviation, type PairedDifference } from '../../src/evaluate/pairedDifference';
import type { ImagePipeline, SamplingAdapters } from '../../src/pipeline/imagePipeline';
import { scoreImages, type ClipFeatureSource, type Reward } from '../../src/rewards';

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
}

/** Draws `noises` images a prompt (seeds 0…noises−1 + 1000·prompt index, the same for every model) and scores them. */
export async function drawAndScore(pipeline: ImagePipeline, prompts: readonly string[], noises: number, options: { guidanceScale: number; inferenceSteps: number; adapters: SamplingAdapters | null; reward: Reward | null; scorer: ClipFeatureSource | null }, progress: (done: number) => void): Promise<Drawn> {
  const flat = prompts.flatMap((prompt, p) => Array.from({ length: noises }, (_, n) => ({ prompt, seed: p * 1000 + n })));
  const images = await pipeline.sample(new AbortController().signal, { ...options, prompts: flat.map((one) => one.prompt), seeds: flat.map((one) => one.seed) }, progress);
  const size = pipeline.model.imageSize;
  const rgb = images.map((image) => toRgb(image, 0, size, size));
  const { reward, scorer } = options;
  const scores = reward && (await scoreImages(new AbortController().signal, scorer, [reward], rgb.map((bytes) => ({ width: size, height: size, rgb: bytes })), flat.map((one) => one.prompt)))[0]!;
  return { images: rgb, rewards: prompts.map((_, p) => Array.from({ length: noises }, (_unused, n) => scores?.[p * noises + n] ?? Number.NaN)) };
}

/** Base above aligned, one column an image; `columns` images of the first noise. */
export function comparisonPicture(base: Drawn, aligned: Drawn, size: number, noises: number, columns: number): Uint8Array {
  const count = Math.min(columns, base.images.length / noises);
  const gap = 2;
  const width = count * (size + gap) - gap;
  const height = 2 * size + gap;
  const rgb = new Uint8ClampedArray(width * height * 3).fill(255);
  [base, aligned].forEach((drawn, row) => {
    for (let column = 0; column < count; column++) {
      const image = drawn.images[column * noises]!;
      for (let y = 0; y < size; y++) rgb.set(image.subarray(y * size * 3, (y + 1) * size * 3), ((row * (size + gap) + y) * width + column * (size + gap)) * 3);
    }
  });
  return encodePng(rgb, width, height);
}

const signed = (value: number) => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(3)}`;
/** "+0.213 [+0.102, +0.321]" */
export function describeDifference(difference: PairedDifference): string {
  return `${signed(difference.mean)} [${signed(difference.lower)}, ${signed(difference.upper)}]`;
}

/** Writes report.md and rewards.json into `out`; returns the text. */
export async function writeReport(out: string, facts: { title: string; reward: string; lines: readonly string[] }, base: RewardTable, aligned: RewardTable): Promise<string> {
  const all = (table: RewardTable) => table.rewards.flat();
  const difference = pairedDifference(base.rewards, [base.rewards], [aligned.rewards]);
  const text = [
    `# ${facts.title}`, '', ...facts.lines, '',
    `Reward: ${facts.reward}, on ${base.prompts.length} held-out prompts × ${base.rewards[0]!.length} shared noises.`, '',
    '| | mean | sd | median |', '| --- | ---: | ---: | ---: |',
    ...([['base', base], ['aligned', aligned]] as const).map(([name, table]) => {
      const sorted = all(table).sort((a, b) => a - b);
      return `| ${name} | ${mean(sorted).toFixed(4)} | ${standardDeviation(sorted).toFixed(4)} | ${((sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2).toFixed(4)} |`;
    }), '',
    `Paired difference, aligned − base, in base standard deviations with a 95 % bootstrap interval over prompts: **${describeDifference(difference)}**.`,
    '', '![base above, aligned below](comparison.png)', '',
  ].join('\n');
  await writeFile(join(out, 'report.md'), text);
  await writeFile(join(out, 'rewards.json'), JSON.stringify({ base, aligned }));
  return text;
}

// The images of `npm run taste`: drawn once from the base as the page's "Make a set" draws them
// (prompt and seed by place), kept as PNG files in a folder, and read back from there, so that a
// run that was stopped goes on with the same ones.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SetPlan } from '../../../src/domain/setPlan';
import { toModelInput } from '../../../src/data/import/resample';
import { StudioError } from '../../../src/errors';
import { encodePng, toRgb } from '../../../src/formats/png';
import type { ImagePipeline } from '../../../src/paradigms/imagePipeline';
import type { RgbImage } from '../../../src/rewards';
import { plannedImage } from '../../../src/worker/services/sampleSet';
import type { ImageSize } from '../../../src/domain/imageSize';
import { decodeWithSharp } from '../decodeImage';
import { progressBar } from '../align/progressBar';

export interface SampledImage extends RgbImage {
  readonly file: string;
  readonly prompt: string;
  /** [height, width, 3] in [−1, 1] */
  readonly pixels: Float32Array;
}

/** Sampled at a time, as in sampleSet.ts. */
const GROUP = 8;
const PLAN = 'plan.json';

async function readImage(
  folder: string,
  file: string,
  prompt: string,
  size: ImageSize,
): Promise<SampledImage> {
  const decoded = await decodeWithSharp(
    new Uint8Array(await readFile(join(folder, file))),
    'image/png',
  );
  return {
    file,
    prompt,
    width: decoded.width,
    height: decoded.height,
    rgb: decoded.rgba.filter((_, i) => i % 4 !== 3),
    pixels: toModelInput(decoded, size),
  };
}

/**
 * The first `count` images of a plan; those that `folder` lacks are sampled. Errors: BadSettings
 * where it holds another plan's; StudioError from drawing.
 */
export async function sampledSet(
  signal: AbortSignal,
  pipeline: ImagePipeline,
  folder: string,
  plan: SetPlan,
  count: number,
): Promise<SampledImage[]> {
  await mkdir(folder, { recursive: true });
  const stated = `${JSON.stringify({ baseHash: pipeline.model.hash, ...plan }, null, 2)}\n`;
  const there = new Set(await readdir(folder));
  if (there.has(PLAN) && (await readFile(join(folder, PLAN), 'utf8')) !== stated)
    throw new StudioError(
      'BadSettings',
      `${folder} holds images of another plan.`,
      'Give another --out, or take that folder away.',
    );
  await writeFile(join(folder, PLAN), stated);
  const size = pipeline.model.imageSize;
  const wanted = Array.from({ length: count }, (_, i) => ({
    ...plannedImage(plan, i),
    file: `${String(i + 1).padStart(4, '0')}.png`,
  }));
  const bar = progressBar('drawing', count);
  for (let start = 0; start < count; start += GROUP) {
    const group = wanted.slice(start, start + GROUP);
    if (group.some(({ file }) => !there.has(file))) {
      const images = await pipeline.sample(signal, {
        prompts: group.map(({ prompt }) => prompt),
        seeds: group.map(({ seed }) => seed),
        guidanceScale: plan.guidanceScale,
        inferenceSteps: plan.inferenceSteps,
        adapters: null,
      });
      for (const [i, { file }] of group.entries())
        await writeFile(
          join(folder, file),
          encodePng(toRgb(images[i]!, 0, ...size), size[1], size[0]),
        );
    }
    bar(start + group.length);
  }
  return Promise.all(wanted.map(({ file, prompt }) => readImage(folder, file, prompt, size)));
}

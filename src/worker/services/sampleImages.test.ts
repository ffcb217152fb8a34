// A wall of large images on the nano base: rough images first, one pixel per latent and without a
// score, then the decoder's; small images are shown once.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import type { FreshSample } from '../../domain/run';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import type { Executor } from '../../executors/executor';
import { loadBaseModel, type BaseModel } from '../../paradigms/baseModel';
import { openPipeline } from '../../paradigms/openPipeline';
import { paradigmOf } from '../../paradigms/list';
import { sampleWall } from './sampleImages';

const LARGE = 144;
const { signal } = new AbortController();
// Scores of pixels alone need neither database nor scorer.
const studio = {} as Parameters<typeof sampleWall>[0];
let executor: Executor;
let model: BaseModel;

beforeAll(async () => {
  executor = await createTfjsExecutor('wasm');
  model = await loadBaseModel('nano', {
    read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
  });
});
afterAll(() => executor.dispose());

/** What is shown, by what and how large, with the first score. */
async function shown(edge: number): Promise<[string, number, number][]> {
  const pipeline = openPipeline(executor, paradigmOf(model).atSize(model, [edge, edge]));
  const image = Float32Array.from({ length: edge * edge * 3 }, (_, i) => Math.sin(i / 50));
  await pipeline.encodeImages(signal, [image]);
  const told: [string, number, number][] = [];
  const show = async (images: FreshSample[], by?: string): Promise<void> => {
    told.push([by ?? 'decoder', images[0]!.pixels.width, images[0]!.score]);
  };
  const request = {
    prompts: ['a red circle'],
    seeds: [1],
    guidanceScale: 2,
    inferenceSteps: 2,
    adapters: null,
    rewardId: 'brightness',
  };
  await sampleWall(studio, signal, pipeline, request, 'file', show);
  await pipeline.dispose();
  return told;
}

it('shows large images in rough colours until the decoder’s are there', async () => {
  const [rough, whole, ...more] = await shown(LARGE);
  const factor = model.imageSize[0] / model.latentSize[0];
  expect(rough).toEqual(['linear', LARGE / factor, Number.NaN]);
  expect(whole?.slice(0, 2)).toEqual(['decoder', LARGE]);
  expect(whole![2]).toBeGreaterThan(0);
  expect(more).toEqual([]);
});

it('shows small ones once', async () => {
  const told = await shown(model.imageSize[0]);
  expect(told.map(([by]) => by)).toEqual(['decoder']);
});

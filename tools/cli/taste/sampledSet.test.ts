// Images that a folder lacks are sampled again the same, those that it has are read, and a folder
// of another plan is refused.

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTfjsExecutor } from '../../../src/executors/tfjs/tfjsExecutor';
import { loadBaseModel } from '../../../src/paradigms/baseModel';
import type { ImagePipeline } from '../../../src/paradigms/imagePipeline';
import { openPipeline } from '../../../src/paradigms/openPipeline';
import { modelFolder } from '../modelFolder';
import { sampledSet } from './sampledSet';

const plan = {
  name: 'taste',
  modelId: 'nano',
  runId: null,
  checkpointStep: null,
  strength: 1,
  prompts: ['noto emoji of red heart', 'noto emoji of green leaf'],
  negativePrompt: '',
  samplesPerPrompt: 5,
  seed: 3,
  guidanceScale: 2,
  inferenceSteps: 1,
  rewardIds: [],
};
const { signal } = new AbortController();
let pipeline: ImagePipeline;
beforeAll(async () => {
  pipeline = openPipeline(
    await createTfjsExecutor('wasm'),
    await loadBaseModel('nano', modelFolder('public/models/nano')),
  );
});
afterAll(() => pipeline.executor.dispose());

it('draws what is missing, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-taste-'));
  const first = await sampledSet(signal, pipeline, folder, plan, 9);
  expect(first.map(({ prompt }) => prompt)).toEqual(first.map((_, i) => plan.prompts[i % 2]));
  expect(first[0]!.rgb).toHaveLength(first[0]!.width * first[0]!.height * 3);
  expect([...first[0]!.pixels]).toEqual(
    Array.from(first[0]!.rgb, (byte) => Math.fround(byte / 127.5 - 1)),
  );
  const kept = statSync(join(folder, first[0]!.file)).mtimeMs;
  const lost = join(folder, first[8]!.file);
  const bytes = readFileSync(lost);
  rmSync(lost);
  const second = await sampledSet(signal, pipeline, folder, plan, 9);
  expect(readFileSync(lost).equals(bytes)).toBe(true);
  expect(statSync(join(folder, first[0]!.file)).mtimeMs).toBe(kept);
  expect(second.map(({ rgb }) => Array.from(rgb))).toEqual(first.map(({ rgb }) => Array.from(rgb)));
  await expect(sampledSet(signal, pipeline, folder, { ...plan, seed: 4 }, 9)).rejects.toThrow(
    'holds images of another plan',
  );
});

// CLIP models of the published shapes (heads of 80 and 64, patches of 14, up to 224 pixels, gelu
// and quick_gelu; random weights, one layer) from a folder read by ranges, on the device as large
// ones are: against PyTorch (tools/randomWeights/clipByTorch.py), with one encoder at a time and
// nothing left afterwards.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installDawn } from '../../device/dawnNode';
import { pickDevice } from '../../device/pickDevice';
import { WgslExecutor } from '../../executors/wgsl/wgslExecutor';
import { largestError } from '../../../test-support/goldenStates';
import { RANDOM_CLIPS, writeRandomClip } from '../../../test-support/randomClip';
import { modelFolder } from '../../../tools/cli/modelFolder';
import type { RgbImage } from '..';
import { clipMemory } from './clipMemory';
import { openClipScorer, type ClipScorer } from './clipScorer';

type Name = keyof typeof RANDOM_CLIPS;

const recorded = JSON.parse(readFileSync('fixtures/clip_random.json', 'utf8')) as Record<
  Name,
  { image: number[]; text: number[] }
>;
const never = new AbortController().signal;
const image = (size: number): RgbImage => ({
  width: size,
  height: size,
  rgb: Uint8Array.from(
    { length: size * size * 3 },
    (_, i) => Math.imul(i + 977, 2654435761) >>> 24,
  ),
});
describe('large CLIP models', () => {
  let executor: WgslExecutor;
  beforeAll(async () => {
    const picked = await pickDevice({ gpu: await installDawn() });
    if (!('device' in picked)) throw new Error(picked.reason);
    executor = new WgslExecutor(picked);
  });
  afterAll(() => executor.dispose());

  it.each(Object.keys(RANDOM_CLIPS) as Name[])('%s as in PyTorch', async (name) => {
    const files = modelFolder(await writeRandomClip(name));
    const scorer: ClipScorer = await openClipScorer(executor, files, true);
    const [text] = await scorer.embedPrompts(never, ['a b']);
    const prompts = executor.weightBytes;
    const [made] = await scorer.features(never, [image(RANDOM_CLIPS[name].size)], ['a b']);
    const images = executor.weightBytes;
    // Sums of at most 640 products in f32: six digits and some.
    expect(largestError(made!.imageEmbedding, recorded[name].image)).toBeLessThan(3e-6);
    expect(largestError(text!, recorded[name].text)).toBeLessThan(3e-6);

    // One encoder is there at a time, as planned; then none.
    const { bytes } = clipMemory({ ...scorer.model, bytes: Infinity }, executor.profile);
    expect(prompts).toBeGreaterThan(0);
    expect(images).not.toBe(prompts);
    expect(Math.max(images, prompts)).toBeLessThan(bytes);
    await scorer.release();
    expect(executor.weightBytes).toBe(0);
    await scorer.dispose();
  });
});

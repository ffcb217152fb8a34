// Which smaller settings are found where a run does not fit: planned from nano's headers.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { peakOf } from '../domain/memory';
import { PLAIN_GPU_PROFILE } from '../kernels/deviceProfile';
import { loadBaseModel, type BaseModel } from '../paradigms/baseModel';
import { paradigmOf } from '../paradigms/list';
import { layeredSettings } from '../settings/flatSettings';
import { defaultRunSettings, parseRunSettings, type RunSettings } from '../settings/runSettings';
import { fittingWays, smallerSettings } from './fittingSettings';
import { planMemory } from './planMemory';

const settingsOf = (values: Record<string, unknown>): RunSettings =>
  parseRunSettings(
    layeredSettings({ method: 'tgo', paradigm: 'diffusion' }, [
      defaultRunSettings('tgo', 'diffusion'),
      { batchSize: 4, rank: 2, ...values },
    ]),
  );

async function nano(size = 64): Promise<BaseModel> {
  const model = await loadBaseModel('nano', {
    read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
  });
  return paradigmOf(model).atSize(model, [size, size]);
}

it('a plan has the weights as they will be kept', async () => {
  const model = await nano();
  const parts = (weightStorage: string) =>
    planMemory(model, settingsOf({ weightStorage }), PLAIN_GPU_PROFILE).parts;
  const [file, int8] = [parts('file'), parts('int8')];
  expect(int8.weights).toBeLessThan(0.6 * file.weights);
  expect(int8.encoding).toBe(file.encoding);
});

it('a plan has the autoencoder with as many images as are encoded at a time', async () => {
  const small = planMemory(await nano(64), settingsOf({}), PLAIN_GPU_PROFILE).parts;
  const large = planMemory(await nano(256), settingsOf({}), PLAIN_GPU_PROFILE).parts;
  // Eight of 64 px against one of sixteen times the pixels.
  expect(large.encoding).toBeLessThan(3 * small.encoding);
  expect([small.encodedFirst, large.encodedFirst]).toEqual([false, true]);
  const step = ({ weights, activations, adapters }: typeof small) =>
    weights + activations + adapters;
  expect(peakOf(small)).toBe(step(small) + small.encoding);
  expect(peakOf(large)).toBe(Math.max(step(large), large.encoding));
});

it('smaller settings: equal parts of the batch, fewest changes first', () => {
  const own = { resolution: [64, 96], microBatch: 6, weightStorage: 'f16' } as const;
  const found = smallerSettings(own, { batchSize: 6, sizeStep: 16, wasm: false }).map(
    ({ resolution, microBatch, weightStorage }) =>
      `${resolution.join('x')} ${microBatch} ${weightStorage}`,
  );
  expect(found.slice(0, 6)).toEqual([
    '64x96 6 int8',
    '64x96 3 f16',
    '64x96 1 f16',
    '48x80 6 f16',
    '32x48 6 f16',
    '64x96 3 int8',
  ]);
  expect(found).toHaveLength(17);
  const wasm = smallerSettings(own, { batchSize: 6, sizeStep: 16, wasm: true });
  expect(wasm.every(({ weightStorage }) => weightStorage === 'f16')).toBe(true);
});

it('names what fits, and nothing that changes more than it must', async () => {
  const model = await nano();
  const settings = settingsOf({});
  const needed = peakOf(planMemory(model, settings, PLAIN_GPU_PROFILE, 0).parts);
  const ways = fittingWays(model, settings, { bytes: 0.8 * needed, profile: PLAIN_GPU_PROFILE });
  expect(ways.length).toBeGreaterThan(0);
  for (const { bytes } of ways) expect(bytes).toBeLessThanOrEqual(0.8 * needed);
  expect(ways[0]).toMatchObject({ resolution: [64, 64] });
  expect(fittingWays(model, settings, { bytes: 1000, profile: PLAIN_GPU_PROFILE })).toEqual([]);
});

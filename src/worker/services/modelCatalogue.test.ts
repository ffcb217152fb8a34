// The scorers of the shipped catalogue are there, open, and know the styles the catalogue says.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../executors/reference/referenceExecutor';
import { openClipScorer } from '../../rewards/clip/clipScorer';
import { describeBase } from '../../paradigms/baseModel';
import { modelFiles, parseScorers, readCatalogue } from './modelCatalogue';

const entry = {
  id: 'a',
  folder: 'models/a',
  name: 'A',
  licence: 'MIT',
  bytes: 7,
  description: 'x',
  styles: ['flat'],
};

/** Bytes of all weights in a folder of public/. */
const weightBytes = (folder: string): number =>
  readdirSync(join('public', folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.safetensors') && path !== 'style_head.safetensors')
    .reduce((sum, path) => sum + statSync(join('public', folder, path)).size, 0);

describe('the shipped catalogue', () => {
  it('says how large the weights are, so that nothing need be asked for to list them', () => {
    const { models, scorers } = JSON.parse(
      readFileSync('public/models/catalogue.json', 'utf8'),
    ) as Record<'models' | 'scorers', { folder: string; bytes: number }[]>;
    for (const { folder, bytes } of [...models, ...scorers])
      expect([folder, bytes]).toEqual([folder, weightBytes(folder)]);
  });
  it('says of each model what its configs say', async () => {
    const read = async (path: string) => new Uint8Array(readFileSync(join('public', path)));
    const { models } = await readCatalogue(read);
    expect(models.length).toBeGreaterThan(3);
    for (const { folder, info } of models)
      expect(await describeBase(modelFiles(read, folder))).toMatchObject({
        paradigm: info.paradigm,
        imageSize: info.imageSize,
        predictionType: info.predictionType,
        sampler: info.sampler,
      });
  });
  it('gives no method the β of another: each has its own scale', async () => {
    const read = async (path: string) => new Uint8Array(readFileSync(join('public', path)));
    const { models } = await readCatalogue(read);
    for (const { info } of models) expect(Object.keys(info.defaults)).not.toContain('beta');
  });
});

describe('parseScorers', () => {
  it('reads the scorers, none where the catalogue has none', () => {
    expect(parseScorers({ models: [], scorers: [entry] })).toEqual([entry]);
    expect(parseScorers({ models: [] })).toEqual([]);
    expect(() => parseScorers({ models: [], scorers: [{ ...entry, folder: 3 }] })).toThrow(
      'Expected string',
    );
  });
  it('those shipped open and have the styles that are listed', async () => {
    for (const { folder, styles } of parseScorers(
      JSON.parse(readFileSync('public/models/catalogue.json', 'utf8')),
    )) {
      const scorer = await openClipScorer(new ReferenceExecutor(), {
        read: async (path) => new Uint8Array(readFileSync(`public/${folder}/${path}`)),
      });
      expect(scorer.styles).toEqual(styles);
      const [features] = await scorer.features(
        new AbortController().signal,
        [{ width: 1, height: 1, rgb: [255, 255, 255] }],
        ['a cat'],
      );
      expect(Math.hypot(...features!.imageEmbedding)).toBeCloseTo(1, 5);
      expect(Object.values(features!.styles!).reduce((sum, share) => sum + share, 0)).toBeCloseTo(
        1,
        12,
      );
    }
  });
});

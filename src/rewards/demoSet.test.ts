// The bundled demo sets' scores are those of the reward they name: the images in each zip, scored
// again, give the table's numbers.
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { memoryFile } from '../data/import/files/sourceFile';
import { planImport } from '../data/import/planImport';
import { ReferenceExecutor } from '../executors/reference/referenceExecutor';
import { intraclassCorrelation } from '../statistics/intraclassCorrelation';
import { openClipScorer } from './clip/clipScorer';
import { rewardById, scoreImages } from '.';

interface Prompts {
  readonly demo: string[];
  readonly validation: string[];
  readonly test: string[];
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe.each(['emoji-64', 'emoji-64-maskgit'])('demo set of %s', async (model) => {
  const { rewardId } = read(`public/models/${model}/plumbline.json`) as { rewardId: string };
  const prompts = read(`public/demo/${model}/prompts.json`) as Prompts;
  const zip = new Uint8Array(readFileSync(`public/demo/${model}/demo.zip`));
  const { rows, rejected } = await planImport([memoryFile('demo.zip', zip)]);
  it('has every row usable and several samples per prompt', () => {
    expect(rejected).toEqual([]);
    const counts = new Map<string, number>();
    for (const { text } of rows) counts.set(text!, (counts.get(text!) ?? 0) + 1);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(8);
    expect([...counts.keys()].toSorted()).toEqual([...prompts.demo].toSorted());
  });
  it('leaves about half of the variance of its scores or more to the noise', () =>
    // 0.30 and 0.53; from 0.5 on the page recommends a τ per prompt (docs/losses.md 1.3).
    expect(
      intraclassCorrelation(
        rows.map(({ score }) => score!),
        rows.map(({ text }) => text!),
      ),
    ).toBeLessThan(0.6));
  it('is scored by its stated reward', async () => {
    const scorer = await openClipScorer(new ReferenceExecutor(), {
      read: async (path) => new Uint8Array(readFileSync(`public/models/emoji-clip/${path}`)),
    });
    const some = rows.filter((_, i) => i % 240 === 7);
    const images = await Promise.all(
      some.map(async ({ file }) => {
        const { data, info } = await sharp(await file.bytes())
          .removeAlpha()
          .raw()
          .toBuffer({ resolveWithObject: true });
        return { width: info.width, height: info.height, rgb: data };
      }),
    );
    const [scores] = await scoreImages(
      new AbortController().signal,
      scorer,
      [rewardById(rewardId)],
      images,
      some.map(({ text }) => text!),
    );
    some.forEach(({ score }, i) => expect(scores![i]).toBeCloseTo(score!, 3));
  });
  it('keeps the prompts of training, validation and test apart', () => {
    const all = [...prompts.demo, ...prompts.validation, ...prompts.test];
    expect(new Set(all).size).toBe(all.length);
    expect([prompts.validation.length, prompts.test.length]).toEqual([128, 128]);
  });
  it('has a wall of its own images and scores for the first screen', () => {
    const wall = read(`public/demo/${model}/wall.json`) as {
      tiles: { file: string; text: string; score: number }[];
      scores: number[];
    };
    expect(wall.scores).toEqual(rows.map(({ score }) => score));
    expect(wall.tiles).toHaveLength(24);
    for (const { file, text, score } of wall.tiles)
      expect(rows.find((row) => row.name === file)).toMatchObject({ text, score });
  });
});

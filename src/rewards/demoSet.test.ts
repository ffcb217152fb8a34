// The bundled demo set's scores are those of the reward it names: the pictures in the zip, scored
// again, give the table's numbers.
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { memoryFile } from '../data/import/files/sourceFile';
import { planImport } from '../data/import/planImport';
import { intraclassCorrelation } from '../statistics/intraclassCorrelation';
import { pixelRewardById } from '.';

describe('demo set', async () => {
  const { rewardId } = JSON.parse(
    readFileSync('public/models/emoji-64/plumbline.json', 'utf8'),
  ) as { rewardId: string };
  const prompts = JSON.parse(readFileSync('public/demo/emoji-64/prompts.json', 'utf8')) as {
    demo: string[];
    validation: string[];
    test: string[];
  };
  const zip = new Uint8Array(readFileSync('public/demo/emoji-64/demo.zip'));
  const { rows, rejected } = await planImport([memoryFile('demo.zip', zip)]);
  it(
    'has every row usable, at least 8 samples a prompt, and little of its variance between ' +
      'prompts',
    () => {
      expect(rejected).toEqual([]);
      const counts = new Map<string, number>();
      for (const { text } of rows) counts.set(text!, (counts.get(text!) ?? 0) + 1);
      expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(8);
      expect(
        intraclassCorrelation(
          rows.map(({ score }) => score!),
          rows.map(({ text }) => text!),
        ),
      ).toBeLessThan(0.3);
    },
  );
  it('is scored by its stated formula', async () => {
    for (const row of rows.filter((_, i) => i % 24 === 0)) {
      const { data, info } = await sharp(await row.file.bytes())
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(
        pixelRewardById(rewardId).score(
          { width: info.width, height: info.height, rgb: data },
          row.text!,
        ),
      ).toBeCloseTo(row.score!, 5);
    }
  });
  it('keeps 64 test prompts apart from those trained and chosen on', () => {
    expect(prompts.test).toHaveLength(64);
    const seen = new Set([...prompts.demo, ...prompts.validation]);
    expect(prompts.test.filter((prompt) => seen.has(prompt))).toEqual([]);
  });
});

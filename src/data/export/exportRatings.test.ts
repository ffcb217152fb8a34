// Ratings go out and come back the same: values, raters, prompts with every character.

import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../formats/png';
import { memoryFile } from '../import/files/sourceFile';
import { readXmp } from '../import/images/xmp';
import { planImport } from '../import/planImport';
import { archivePaths } from './exportSet';
import { exportRatings, type RatedImage } from './exportRatings';

const rated = (fileName: string, caption: string, ratings: [string, number][]): RatedImage => ({
  fileName,
  mime: 'image/png',
  caption,
  scores: [
    { source: 'warmth', value: 0.1 },
    ...ratings.map(([rater, value]) => ({
      source: 'rating',
      scale: 'stars' as const,
      rater,
      value,
      time: 1_700_000_000_000,
    })),
  ],
});
const IMAGES = [
  rated('a.png', 'a "big" cat, sitting;\nquietly', [
    ['ann', 2],
    ['ben', 5],
  ]),
  rated('sub/b.png', ' <café> & ☕ ', [['ann', 4]]),
  rated('c.png', 'unrated', []),
];

describe('exportRatings', () => {
  it.each(['csv', 'jsonl'] as const)('comes back from %s rater by rater', async (format) => {
    const { extension, bytes } = exportRatings(IMAGES, 'rating:stars', format);
    const { rows, rejected } = await planImport([
      memoryFile(`ratings${extension}`, bytes),
      ...IMAGES.map(({ fileName }) => memoryFile(fileName, encodePng(new Uint8Array(12), 2, 2))),
    ]);
    expect(rows.map(({ fileName, text, score }) => [fileName, text, score])).toEqual([
      ['a.png', 'a "big" cat, sitting;\nquietly', 3.5],
      ['sub/b.png', ' <café> & ☕ ', 4],
    ]);
    expect(rows[0]!.furtherScores.map(({ rater, value }) => [rater, value])).toEqual([
      ['ann', 2],
      ['ben', 5],
    ]);
    expect(rejected.map(({ file }) => file)).toEqual(['c.png']);
  });
  it('writes sidecars that are read back', () => {
    const { bytes } = exportRatings(IMAGES, 'rating:stars', 'xmp');
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(['a.png.xmp', 'sub/b.png.xmp']);
    expect(readXmp(new TextDecoder().decode(files['sub/b.png.xmp']))).toEqual({
      rating: 4,
      description: '<café> & ☕',
    });
  });
  it('writes any score as CSV, refuses it as stars, and says where there is none', () => {
    const csv = new TextDecoder().decode(exportRatings(IMAGES, 'warmth', 'csv').bytes);
    expect(csv.split('\n')[0]).toBe('file_name,text,score');
    expect(() => exportRatings(IMAGES, 'warmth', 'xmp')).toThrow('no stars');
    expect(() => exportRatings(IMAGES, 'ink', 'csv')).toThrow('No image');
  });
});

it('names 20,000 images alike in linear time', () => {
  const images = Array.from({ length: 20_000 }, () => ({ fileName: 'a.png', mime: 'image/png' }));
  const started = performance.now();
  const paths = archivePaths(images);
  expect(new Set(paths).size).toBe(20_000);
  expect(paths[1]).toBe('a-2.png');
  expect(performance.now() - started).toBeLessThan(5000);
});

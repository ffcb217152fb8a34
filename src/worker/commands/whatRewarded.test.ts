// “What did you reward?” on a real database: ratings that follow brightness are found to.

import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { datasetRecord, imageRecord } from '../../../test-support/testRecords';
import { RATING } from '../../data/scores/scoreSource';
import { openDatabase } from '../../storage/database';
import { putDataset } from '../../storage/datasets';
import { addImage } from '../../storage/images';
import type { Studio } from '../services/studio';
import { ratingCommands } from './ratingCommands';

const SIZE = 8;
const context = { signal: new AbortController().signal, progress: () => undefined };

it('finds the trait that the ratings go with, and how much the prompt decides', async () => {
  const db = await openDatabase({}, 'what-rewarded');
  await putDataset(db, datasetRecord('d'));
  const of = { source: RATING, rater: 'me', scale: 'stars', time: 1, repeat: false } as const;
  for (let i = 0; i < 10; i++)
    await addImage(
      db,
      imageRecord(`i${i}`, 'd', i + 1, {
        original: new Blob([Uint8Array.of(i)]),
        caption: `prompt ${i % 2}`,
        scores: i < 8 ? [{ ...of, value: 1 + Math.floor(i / 2) }] : [],
      }),
    );
  const studio = { db, scorers: [], model: () => ({ info: { imageSize: SIZE } }) };
  const { whatRewarded } = ratingCommands(studio as unknown as Studio, async (bytes) => ({
    width: SIZE,
    height: SIZE,
    // Brighter image by image; the left half stays black.
    rgba: Uint8Array.from({ length: SIZE * SIZE * 4 }, (_, at) =>
      at % 4 === 3 ? 255 : Math.floor(at / 4) % SIZE < SIZE / 2 ? 0 : 20 * bytes[0]!,
    ),
  }));
  const ask = { datasetId: 'd', modelId: 'm', scale: 'stars' } as const;
  const { count, traits, promptShare } = await whatRewarded(ask, context);
  expect(count).toBe(8);
  expect(traits.find(({ rewardId }) => rewardId === 'brightness')!.r).toBeGreaterThan(0.95);
  expect(promptShare).toBeLessThan(0.1);
  await expect(whatRewarded({ ...ask, scale: 'like' }, context)).rejects.toThrow('0 images');
});

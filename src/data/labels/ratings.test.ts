// Ratings without a screen: which scores a source means, the order of showings, and the noise of
// raters against worked examples.

import { describe, expect, it } from 'vitest';
import type { Rating } from '../../bridge/ratingProtocol';
import { agreement, correlation, repeatNoise } from '../../statistics/raterNoise';
import { ratingQueue } from './ratingQueue';
import {
  fitsScale,
  parseRatingSource,
  ratingSource,
  scoreOf,
  sourcesOf,
  type ImageScore,
} from './scoreSource';

const rated = (rater: string, value: number, values: Partial<ImageScore> = {}): ImageScore => ({
  source: 'rating',
  scale: 'stars',
  rater,
  value,
  ...values,
});

describe('score sources', () => {
  it('writes and reads the sources of ratings, whatever a rater is called', () => {
    for (const rater of [null, 'Anna', 'a:b', 'two\nlines', ''])
      expect(parseRatingSource(ratingSource('slider', rater))).toEqual({ scale: 'slider', rater });
    for (const source of ['rating', 'rating:', 'rating:toString', 'warmth', 'rating:stars2'])
      expect(parseRatingSource(source)).toBeNull();
  });
  it('takes the mean over raters of each one’s two showings, and never mixes scales', () => {
    const scores = [
      rated('Anna', 2),
      rated('Anna', 4, { repeat: true }),
      rated('Ben', 5),
      rated('Ben', -1, { scale: 'like' }),
      { source: 'warmth', value: 7 },
    ];
    expect(
      [
        'rating:stars',
        'rating:stars:Anna',
        'rating:stars:Ben',
        'rating:like',
        'rating:like:Anna',
        'warmth',
        'rating',
      ].map((source) => scoreOf(scores, source)),
    ).toEqual([4, 3, 5, -1, null, 7, -1]);
  });
  it('lists what a set’s images have scores from', () => {
    const images = [
      {
        scores: [
          { source: 'metadata.csv', value: 1 },
          rated('Anna', 2),
          rated('Anna', 3, { repeat: true }),
        ],
      },
      { scores: [rated('Ben', 1), rated('Anna', 1, { scale: 'like' })] },
      { scores: [] },
    ];
    expect(sourcesOf(images)).toEqual([
      { source: 'metadata.csv', count: 1 },
      { source: 'rating:stars', count: 2 },
      { source: 'rating:stars:Anna', count: 1 },
      { source: 'rating:stars:Ben', count: 1 },
      { source: 'rating:like', count: 1 },
    ]);
  });
  it('knows what fits a scale', () => {
    expect([
      fitsScale(5, 'stars'),
      fitsScale(0, 'stars'),
      fitsScale(2.5, 'stars'),
      fitsScale(-4.75, 'slider'),
      fitsScale(5.1, 'slider'),
      fitsScale(Number.NaN, 'slider'),
      fitsScale(1, 'like'),
      fitsScale(0, 'like'),
    ]).toEqual([true, false, false, true, false, false, true, false]);
  });
});

describe('the queue', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, i) => `image-${i}`);
  it.each([1, 2, 7, 12, 20, 59, 60, 720])(
    'shows each of %d images once and ten of them again, later',
    (count) => {
      const queue = ratingQueue(ids(count), 'Anna');
      const first = queue.filter(({ repeat }) => !repeat).map(({ imageId }) => imageId);
      const second = queue.filter(({ repeat }) => repeat).map(({ imageId }) => imageId);
      expect([...first].sort()).toEqual(ids(count).sort());
      expect(second).toHaveLength(Math.min(10, count));
      expect(new Set(second).size).toBe(second.length);
      for (const imageId of second) {
        const [a, b] = [
          queue.findIndex((one) => one.imageId === imageId),
          queue.findIndex((one) => one.imageId === imageId && one.repeat),
        ];
        expect(b - a).toBeGreaterThanOrEqual(Math.min(12, count));
      }
    },
  );
  it('has all repeats within sixty showings of a large set', () => {
    expect(
      ratingQueue(ids(5000), 'Anna')
        .slice(0, 60)
        .filter(({ repeat }) => repeat),
    ).toHaveLength(10);
  });
  it('is the same for a rater at every call, and another for another', () => {
    expect(ratingQueue(ids(40), 'Anna')).toEqual(ratingQueue(ids(40), 'Anna'));
    expect(ratingQueue(ids(40), 'Ben')).not.toEqual(ratingQueue(ids(40), 'Anna'));
    expect(ratingQueue([], 'Anna')).toEqual([]);
  });
});

describe('noise', () => {
  const ratings = (pairs: readonly [number, number?][], rater = 'Anna'): Rating[] =>
    pairs.flatMap(([one, two], i) => [
      { imageId: `${i}`, rater, scale: 'stars' as const, value: one, time: 0, repeat: false },
      ...(two === undefined
        ? []
        : [{ imageId: `${i}`, rater, scale: 'stars' as const, value: two, time: 0, repeat: true }]),
    ]);
  it('of a rater comes from the images shown twice', () => {
    // d = 0, 1, −1, 2: Σd²/2n = 6/8. ICC by hand: group means 4, 2.5, 2.5, 4; MSB = 2·(4·0.75²)/3 =
    // 1.5, MSW = 3/4.
    const noise = repeatNoise(ratings([[4, 4], [2, 3], [3, 2], [3, 5], [1]]));
    expect(noise).toMatchObject({ pairs: 4, equal: 0.25 });
    expect(noise.deviation).toBeCloseTo(Math.sqrt(0.75), 12);
    expect(noise.icc).toBeCloseTo((1.5 - 0.75) / (1.5 + 0.75), 12);
    expect(repeatNoise(ratings([[1], [2]]))).toEqual({
      pairs: 0,
      deviation: Number.NaN,
      equal: Number.NaN,
      icc: Number.NaN,
    });
  });
  it('between raters is told over the images both rated', () => {
    const found = agreement(ratings([[1, 3], [4], [5]]), ratings([[2], [4], [5], [1]], 'Ben'));
    expect(found.shared).toBe(3);
    expect(found.correlation).toBeCloseTo(1, 12);
    expect(correlation([1, 2, 3], [3, 3, 3])).toBeNaN();
    expect(correlation([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 12);
  });
});

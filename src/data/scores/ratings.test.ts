// Ratings without a screen: which scores a source means, and the order in which images are shown.

import { describe, expect, it } from 'vitest';
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

// Noise of raters against worked examples.

import { describe, expect, it } from 'vitest';
import type { Rating } from '../domain/rating';
import { agreement, correlation, repeatNoise } from './raterNoise';

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

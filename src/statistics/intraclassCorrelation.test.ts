import { describe, expect, it } from 'vitest';
import { intraclassCorrelation } from './intraclassCorrelation';

describe('intraclassCorrelation', () => {
  it('is 1 when prompts decide everything and about 0 when they decide nothing', () => {
    expect(intraclassCorrelation([1, 1, 2, 2, 3, 3], ['a', 'a', 'b', 'b', 'c', 'c'])).toBeCloseTo(
      1,
      12,
    );
    expect(intraclassCorrelation([1, 3, 1, 3, 1, 3], ['a', 'a', 'b', 'b', 'c', 'c'])).toBeCloseTo(
      -1,
      12,
    );
  });
  it('agrees with a hand computation on unbalanced groups', () => {
    // MSB = 6.6667/… by hand: groups (1,2,3), (5,7): grand 3.6; SSB = 3·(2−3.6)² + 2·(6−3.6)² =
    // 19.2; SSW = 2 + 2 = 4; n₀ = 5 − 13/5 = 2.4.
    const msb = 19.2;
    const msw = 4 / 3;
    expect(intraclassCorrelation([1, 2, 3, 5, 7], ['a', 'a', 'a', 'b', 'b'])).toBeCloseTo(
      (msb - msw) / (msb + 1.4 * msw),
      12,
    );
  });
  it('is NaN where it cannot be known', () => {
    expect(intraclassCorrelation([1, 2], ['a', 'b'])).toBeNaN();
    expect(intraclassCorrelation([1, 2], ['a', 'a'])).toBeNaN();
  });
});

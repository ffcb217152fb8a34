import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './wilsonInterval';

describe('wilsonInterval', () => {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3
  // (score without continuity correction).
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i as published', (successes, trials, lower, upper) => {
    const result = wilsonInterval(successes, trials);
    expect(result.share).toBeCloseTo(successes / trials, 12);
    expect(result.lower).toBeCloseTo(lower, 4);
    expect(result.upper).toBeCloseTo(upper, 4);
  });
  it('solves |share − p| = z·√(p(1 − p)/n), for half successes too', () => {
    for (const [successes, trials] of [
      [7.5, 12],
      [10, 10],
      [3, 400],
    ] as const) {
      const { share, lower, upper } = wilsonInterval(successes, trials, 1.96);
      for (const bound of [lower, upper].filter((value) => value > 0 && value < 1)) {
        expect(Math.abs(share - bound)).toBeCloseTo(
          1.96 * Math.sqrt((bound * (1 - bound)) / trials),
          12,
        );
      }
    }
    expect(wilsonInterval(7.5, 12).lower).toBeCloseTo(0.354369, 6);
    expect(wilsonInterval(7.5, 12).upper).toBeCloseTo(0.835007, 6);
  });
  it('knows nothing without trials, and refuses impossible counts', () => {
    expect(wilsonInterval(0, 0)).toEqual({ share: Number.NaN, lower: 0, upper: 1 });
    expect(() => wilsonInterval(3, 2)).toThrow('3 successes in 2 trials');
  });
});

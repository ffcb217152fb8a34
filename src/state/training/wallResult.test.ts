// A wall before and after, by hand.

import { describe, expect, it } from 'vitest';
import type { PreviewImage } from './previews';
import { spreadOf, wallResult } from './wallResult';

const wall = (...scores: number[]): PreviewImage[] =>
  scores.map((score, seed) => ({ prompt: seed < 2 ? 'cat' : 'dog', seed, url: '', score }));
const tau = (prompt: string): number => (prompt === 'cat' ? 1 : 3);

describe('wallResult', () => {
  it('counts what reaches its prompt’s τ, what fell, and the mean change in sd', () => {
    const found = wallResult(wall(0, 2, 2, 5), wall(1, 1, 4, 4), tau, 0.5);
    expect(found).toEqual({ count: 4, above: 4, aboveBefore: 2, worse: 2, gain: 0.5 });
  });
  it('leaves images without a score out; null where none has one', () => {
    expect(wallResult(wall(0, Number.NaN), wall(2, 2), tau, 1)).toMatchObject({
      count: 1,
      gain: 2,
    });
    expect(wallResult(wall(Number.NaN), wall(Number.NaN), tau, 1)).toBeNull();
    expect(wallResult(wall(0), wall(1), tau, Number.NaN)?.gain).toBeNaN();
  });
});

describe('spreadOf', () => {
  it('is the population’s standard deviation of the scores there are', () => {
    expect(spreadOf([1, null, 3])).toBe(1);
    expect(spreadOf([4])).toBeNaN();
  });
});

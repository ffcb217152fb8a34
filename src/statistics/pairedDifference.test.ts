import { describe, expect, it } from 'vitest';
import { normals, STREAMS } from '../random/philox';
import { pairedDifference, standardDeviation } from './pairedDifference';

const noise = (seed: number, count: number) => [
  ...normals(seed, { stream: STREAMS.noise, step: 0, item: 0 }, count),
];
const table = (seed: number, shift: number, prompts = 64) =>
  Array.from({ length: prompts }, (_, p) =>
    noise(seed * 1000 + p, 2).map((value) => value + shift),
  );

describe('pairedDifference', () => {
  it('finds a constant shift exactly, in base standard deviations', () => {
    const base = table(1, 0);
    const sd = standardDeviation(base.flat());
    const shifted = base.map((row) => row.map((value) => value + 0.5 * sd));
    const result = pairedDifference(base, [base], [shifted, shifted]);
    expect(result.mean).toBeCloseTo(0.5, 6);
    expect(result.lower).toBeCloseTo(0.5, 6);
    expect(result.upper).toBeCloseTo(0.5, 6);
  });
  it('covers no difference with an interval around zero, whose width is that of theory', () => {
    const base = table(1, 0);
    const other = table(2, 0);
    const result = pairedDifference(base, [base], [other]);
    expect(result.lower).toBeLessThan(result.mean);
    expect(result.upper).toBeGreaterThan(result.mean);
    // Differences of two means of 2 have sd 1 here: standard error 1/8, so the interval is about
    // ±0.25.
    expect(result.upper - result.lower).toBeGreaterThan(0.35);
    expect(result.upper - result.lower).toBeLessThan(0.65);
  });
  it('refuses unequal prompts', () => {
    expect(() => pairedDifference(table(1, 0), [table(1, 0)], [table(1, 0, 3)])).toThrow(
      '3 prompts against 64',
    );
  });
});

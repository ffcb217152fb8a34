import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { percentile } from './percentile';

describe('percentile', () => {
  const cases = JSON.parse(readFileSync('fixtures/optim/percentile.json', 'utf8')) as {
    values: number[];
    p: number;
    numpy_linear: number;
  }[];
  it(`equals numpy in all ${cases.length} recorded cases`, () => {
    for (const { values, p, numpy_linear: wanted } of cases) {
      expect(Math.abs(percentile(values, p / 100) - wanted)).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(wanted)),
      );
    }
  });
  it('refuses an empty list and p outside 0…1', () => {
    expect(() => percentile([], 0.5)).toThrow('no values');
    expect(() => percentile([1], 50)).toThrow('outside 0…1');
  });
});

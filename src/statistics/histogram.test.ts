import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { histogram } from './histogram';

describe('histogram', () => {
  it('equals numpy.histogram', () => {
    const {
      x,
      hist_counts: counts,
      hist_edges: edges,
    } = JSON.parse(readFileSync('fixtures/optim/stats.json', 'utf8')) as {
      x: number[];
      hist_counts: number[];
      hist_edges: number[];
    };
    const result = histogram(x, counts.length);
    expect(result.counts).toEqual(counts);
    result.edges.forEach((edge, i) => expect(edge).toBeCloseTo(edges[i]!, 12));
  });
  it('holds equal values and none', () => {
    expect(histogram([2, 2], 4).counts.reduce((a, b) => a + b)).toBe(2);
    expect(histogram([], 3).counts).toEqual([0, 0, 0]);
  });
});

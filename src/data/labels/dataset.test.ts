import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BatchSampler } from './batches';
import { histogram } from '../../statistics/histogram';
import { intraclassCorrelation } from '../../statistics/intraclassCorrelation';
import { rankScores } from './scoreScale';
import { percentile, resolveThreshold } from './threshold';

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

describe('resolveThreshold', () => {
  const base = {
    percentile: 0.5,
    fixedThreshold: null,
    thresholdScope: 'global',
    thresholdShrinkage: 8,
    proxySet: null,
    ties: 'positive',
    scoreScale: 'raw',
    c: 5,
  } as const;
  const scores = [0.9, 0.2, 0.55, 0.4];
  it('gives the golden τ, labels and weights of losses.md 1.18', () => {
    const result = resolveThreshold(scores, base);
    expect(result.rawTau).toBeCloseTo(0.475, 6);
    expect([...result.labels]).toEqual([1, 0, 1, 0]);
    expect(result.weights[0]).toBeCloseTo(1 + 5 * 0.425, 5);
  });
  it('treats ties as told and counts them', () => {
    const stars = [1, 3, 3, 3, 5];
    const label = (ties: 'positive' | 'negative' | 'drop') =>
      resolveThreshold(stars, { ...base, ties });
    expect([...label('positive').labels]).toEqual([0, 1, 1, 1, 1]);
    expect([...label('negative').labels]).toEqual([0, 0, 0, 0, 1]);
    expect([...label('drop').labels]).toEqual([0, -1, -1, -1, 1]);
    expect([...label('drop').weights]).toEqual([11, 0, 0, 0, 11]);
    expect(label('drop').tieCount).toBe(3);
  });
  it('clips standardized distances at 3 standard deviations', () => {
    const many = Array.from({ length: 100 }, (_, i) => (i === 99 ? 100 : 0));
    const result = resolveThreshold(many, { ...base, scoreScale: 'standardized' });
    expect(result.maxWeight).toBe(16);
  });
  it('ranks with shared ties, and a fixed τ keeps its side', () => {
    expect([...rankScores([5, 1, 5, 9])]).toEqual([0.5, 0, 0.5, 1]);
    const result = resolveThreshold([1, 2, 3, 4], {
      ...base,
      scoreScale: 'rank',
      fixedThreshold: 2.5,
    });
    expect([...result.labels]).toEqual([0, 0, 1, 1]);
    expect(result.rawTau).toBe(2.5);
    // τ lies half way between ranks 1/3 and 2/3, not on either: no tie.
    expect([result.tieCount, ...result.deviations]).toEqual([
      0,
      ...[-1 / 2, -1 / 6, 1 / 6, 1 / 2].map(Math.fround),
    ]);
    const below = resolveThreshold([1, 2, 3, 4], {
      ...base,
      scoreScale: 'rank',
      fixedThreshold: 0,
      ties: 'drop',
    });
    expect([below.tieCount, ...below.labels]).toEqual([0, 1, 1, 1, 1]);
  });
});

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

describe('BatchSampler', () => {
  it('visits each sample once an epoch and is the same whenever asked', () => {
    const sampler = new BatchSampler({ seed: 4, count: 10, batchSize: 4, subset: null });
    const all = Array.from({ length: 5 }, (_, step) => sampler.indices(step)).flat();
    expect(all.slice(0, 10).sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, i) => i));
    expect(all.slice(10, 20).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, i) => i),
    );
    expect(all.slice(0, 10)).not.toEqual(all.slice(10, 20));
    const again = new BatchSampler({ seed: 4, count: 10, batchSize: 4, subset: null });
    expect(again.indices(3)).toEqual(all.slice(12, 16));
  });
  it('draws from the subset only', () => {
    const sampler = new BatchSampler({ seed: 4, count: 10, batchSize: 8, subset: [2, 7] });
    expect(new Set(sampler.indices(5))).toEqual(new Set([2, 7]));
  });
  it('refuses an empty pool', () => {
    expect(() => new BatchSampler({ seed: 0, count: 5, batchSize: 2, subset: [] })).toThrow(
      'no samples',
    );
  });
});

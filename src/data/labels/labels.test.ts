// Labels and examples from scores: by hand, and against the thresholds they come from.

import { describe, expect, it } from 'vitest';
import { labelsFromThreshold, topExamples } from './labels';
import { resolveThreshold } from './threshold';

describe('labelsFromThreshold', () => {
  it('labels at or above τ, and ties by the rule', () => {
    const scores = [3, 1, 2, 2];
    const taus = [2, 2, 2, 1];
    expect([...labelsFromThreshold(scores, taus, 'positive')]).toEqual([1, 0, 1, 1]);
    expect([...labelsFromThreshold(scores, taus, 'negative')]).toEqual([1, 0, 0, 1]);
    expect([...labelsFromThreshold(scores, taus, 'drop')]).toEqual([1, 0, -1, 1]);
  });
  it('tells large scores apart that float32 would round to one number', () => {
    const scores = [0, 1, 2, 3].map((i) => 1_700_000_000 + i);
    expect(new Set(scores.map(Math.fround)).size).toBe(1);
    expect([...labelsFromThreshold(scores, Array(4).fill(1_700_000_001.5), 'drop')]).toEqual([
      0, 0, 1, 1,
    ]);
    expect([...labelsFromThreshold(scores, Array(4).fill(1_700_000_002), 'drop')]).toEqual([
      0, 0, -1, 1,
    ]);
  });
  it.each(['global', 'prompt'] as const)('gives the labels of a τ of scope %s', (scope) => {
    const scores = Array.from({ length: 40 }, (_, i) => (i * 7919) % 13);
    const groups = scores.map((_, i) => `prompt ${i % 5}`);
    const { taus, labels } = resolveThreshold(
      scores,
      {
        percentile: 0.5,
        fixedThreshold: null,
        thresholdScope: scope,
        thresholdShrinkage: 2,
        oracleBeta: 1,
        proxySet: null,
        ties: 'drop',
        scoreScale: 'raw',
        c: 5,
      },
      groups,
    );
    expect(labelsFromThreshold(scores, taus, 'drop')).toEqual(labels);
  });
  it('refuses unequal lists', () => {
    expect(() => labelsFromThreshold([1, 2], [1], 'drop')).toThrow('2 scores, 1 thresholds');
  });
});

describe('topExamples', () => {
  const scores = [1, 5, 3, 5, 2, 4];
  const groups = ['a', 'a', 'b', 'b', 'a', 'b'];
  it('takes the best of each group, the earlier of equals, in the order of the set', () => {
    expect(topExamples(scores, groups, 1)).toEqual([1, 3]);
    expect(topExamples(scores, groups, 2)).toEqual([1, 3, 4, 5]);
    expect(topExamples(scores, groups, 9)).toEqual([0, 1, 2, 3, 4, 5]);
  });
  it('takes the best of the set without groups', () => {
    expect(topExamples(scores, null, 1)).toEqual([1]);
    expect(topExamples(scores, null, 3)).toEqual([1, 3, 5]);
    expect(topExamples([], null, 3)).toEqual([]);
  });
  it('refuses what it cannot order', () => {
    expect(() => topExamples([1, Number.NaN], null, 1)).toThrow('score 1 is NaN');
    expect(() => topExamples(scores, ['a'], 1)).toThrow('6 scores, 1 groups');
    expect(() => topExamples(scores, null, 0)).toThrow('k is 0');
  });
});

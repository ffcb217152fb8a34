// τ, labels and weights of a set against golden numbers and worked examples.

import { describe, expect, it } from 'vitest';
import { rankScores } from './scoreScale';
import { resolveThreshold } from './threshold';

describe('resolveThreshold', () => {
  const base = {
    percentile: 0.5,
    fixedThreshold: null,
    thresholdScope: 'global',
    thresholdShrinkage: 8,
    oracleBeta: 1,
    proxySet: null,
    ties: 'positive',
    scoreScale: 'raw',
    c: 5,
  } as const;
  const scores = [0.9, 0.2, 0.55, 0.4];
  it('gives the golden τ, labels and weights of docs/losses.md 1.18', () => {
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

// The oracle threshold against the closed form of a normal distribution, its limits, and the
// comparison with one τ.

import { describe, expect, it } from 'vitest';
import { normals } from '../../random/philox';
import { compareOracle, logMeanExp } from './oracle';
import { resolveThreshold, type ThresholdSettings } from './threshold';

describe('β·log mean e^{s/β}', () => {
  it('is mean + σ²/(2β) of a normal distribution', () => {
    const scores = Array.from(
      normals(3, { stream: 77, step: 0, item: 0 }, 200_000),
      (value) => 2 + 0.5 * value,
    );
    // The estimate's own error: sd(e^{s/β})/mean/√n·β, 0.0013·β at σ/β = ½.
    expect(Math.abs(logMeanExp(scores, 1) - (2 + 0.25 / 2))).toBeLessThan(0.005);
    expect(Math.abs(logMeanExp(scores, 2) - (2 + 0.25 / 4))).toBeLessThan(0.005);
  });
  it('goes from the largest score to the mean, whatever the size of the scores', () => {
    const scores = [1e9, 1e9 + 1, 1e9 + 5];
    expect(logMeanExp(scores, 1e-3)).toBeCloseTo(1e9 + 5, 2);
    expect(logMeanExp(scores, 1e6)).toBeCloseTo(1e9 + 2, 3);
    expect(logMeanExp([-3, -3, -3], 0.1)).toBe(-3);
    expect(() => logMeanExp([], 1)).toThrow('no scores');
  });
});

const SCORES = [0, 1, 2, 3, 10, 11, 12, 13, 5];
const GROUPS = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'c'];

describe('the oracle as a scope of τ', () => {
  const settings: ThresholdSettings = {
    percentile: 0.5,
    fixedThreshold: null,
    thresholdScope: 'oracle',
    thresholdShrinkage: 0,
    oracleBeta: 1,
    proxySet: null,
    ties: 'positive',
    scoreScale: 'raw',
    c: 0,
  };
  it('gives each prompt the threshold of its own images', () => {
    const { prompts, labels, rawTau } = resolveThreshold(SCORES, settings, GROUPS);
    const mean = SCORES.reduce((sum, score) => sum + score, 0) / SCORES.length;
    const unit = Math.sqrt(
      SCORES.reduce((sum, score) => sum + (score - mean) ** 2, 0) / SCORES.length,
    );
    const wanted =
      unit * Math.log([0, 1, 2, 3].reduce((sum, s) => sum + Math.exp(s / unit), 0) / 4);
    expect(prompts[0]!.tau).toBeCloseTo(wanted, 12);
    expect(prompts[1]!.tau).toBeCloseTo(wanted + 10, 12);
    expect(prompts[2]!.tau).toBe(5);
    expect([...labels]).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 1]);
    expect(rawTau).toBe(5);
  });
  it('is drawn toward the whole set where a prompt has few images', () => {
    const { prompts } = resolveThreshold(SCORES, { ...settings, thresholdShrinkage: 4 }, GROUPS);
    const [alone] = resolveThreshold(SCORES, settings, GROUPS).prompts;
    expect(prompts[0]!.own).toBe(alone!.tau);
    expect(prompts[0]!.tau).toBeGreaterThan(alone!.tau);
  });
  it('is compared with one τ on the prompts that have several images', () => {
    const found = compareOracle(SCORES, GROUPS, { tau: 5, beta: 1, ties: 'positive' })!;
    expect(found.points.map(({ group, count, mean }) => [group, count, mean])).toEqual([
      ['a', 4, 1.5],
      ['b', 4, 11.5],
    ]);
    // One τ calls a's two good images bad and b's two bad ones good.
    expect([found.images, found.agreement]).toEqual([8, 0.5]);
    expect(compareOracle([1, 2], ['a', 'b'], { tau: 1, beta: 1, ties: 'drop' })).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { normalCdf, percentileBand } from './percentileBand';
import { percentile } from './percentile';

/** Draws with replacement, the same at every call (mulberry32). */
function drawsOf(values: readonly number[]): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return values[Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * values.length)]!;
  };
}

/** The same by resampling. */
function resampled(values: readonly number[], p: number, times: number) {
  const draw = drawsOf(values);
  const taus = Array.from({ length: times }, () => percentile(Array.from(values, draw), p)).sort(
    (a, b) => a - b,
  );
  const tau = percentile(values, p);
  const flips = taus.map(
    (other) => values.filter((value) => value >= tau !== value >= other).length,
  );
  return {
    low: percentile(taus, 0.05),
    high: percentile(taus, 0.95),
    flips: flips.reduce((sum, count) => sum + count, 0) / times,
  };
}

describe('percentileBand', () => {
  it('knows the normal distribution', () => {
    expect(normalCdf(1.959964)).toBeCloseTo(0.975, 6);
    expect(normalCdf(-1)).toBeCloseTo(0.158655, 5);
  });
  it.each([0.5, 0.8])('is what resampling gives, at p = %f', (p) => {
    const values = Array.from({ length: 201 }, (_, i) => ((i * 73) % 201) / 10);
    const [closed, drawn] = [percentileBand(values, p), resampled(values, p, 1500)];
    expect(Math.abs(closed.low - drawn.low)).toBeLessThan(0.35);
    expect(Math.abs(closed.high - drawn.high)).toBeLessThan(0.35);
    expect(closed.flips / drawn.flips).toBeGreaterThan(0.85);
    expect(closed.flips / drawn.flips).toBeLessThan(1.15);
  });
  it('of equal values is those values, and nothing flips', () => {
    const band = percentileBand([2, 2, 2, 2], 0.5);
    expect([band.low, band.high]).toEqual([2, 2]);
    expect(band.flips).toBeCloseTo(0, 6);
  });
});

// What stays of a long run's checkpoints: few, ever wider apart, never without the newest, the best
// and the marked.

import { describe, expect, it } from 'vitest';
import { LAST_KEPT } from '../domain/checkpoints';
import { bestCheckpoint, thinned } from './thinning';

/** Checkpoints that are left when one is saved every 20 steps and each time some are dropped. */
function after(steps: number, keep: ReadonlySet<number>, bytes = 1, budget?: number): number[] {
  let kept: number[] = [];
  for (let step = 20; step <= steps; step += 20) {
    kept.push(step);
    const gone = new Set(thinned(kept, { keep, bytes, ...(budget && { budget }) }));
    kept = kept.filter((one) => !gone.has(one));
  }
  return kept;
}

describe('thinned', () => {
  it('drops nothing of a short run', () => {
    expect(after(20 * LAST_KEPT, new Set())).toHaveLength(LAST_KEPT);
  });

  it('keeps about log n of n, the last few whole, the gaps growing with the age', () => {
    const kept = after(5000, new Set());
    expect(kept.length).toBeGreaterThan(LAST_KEPT + 3);
    expect(kept.length).toBeLessThan(20);
    expect(kept.slice(-LAST_KEPT)).toEqual([4920, 4940, 4960, 4980, 5000]);
    const twice = after(10_000, new Set());
    expect(twice.length).toBeLessThan(kept.length + 4);
    // Whatever the age, one is never much further away than it is old.
    for (const [i, step] of kept.slice(0, -1).entries())
      expect(kept[i + 1]! - step).toBeLessThanOrEqual(0.75 * (5000 - step) + 20);
  });

  it('never drops what must stay', () => {
    const kept = after(5000, new Set([40, 60, 2220]));
    expect(kept).toEqual(expect.arrayContaining([40, 60, 2220, 5000]));
  });

  it('stands wider within a budget, and leaves the last few even beyond it', () => {
    expect(after(5000, new Set(), 10, 80).length).toBeLessThanOrEqual(8);
    expect(after(5000, new Set(), 10, 20)).toEqual([4920, 4940, 4960, 4980, 5000]);
  });
});

describe('bestCheckpoint', () => {
  it('is the one nearest to the images with the highest mean score', () => {
    const walls = [
      { step: 0, scores: [9, 9] },
      { step: 50, scores: [1, 2] },
      { step: 100, scores: [3, 2] },
      { step: 150, scores: [2, 2] },
    ];
    expect(bestCheckpoint([20, 80, 96, 140], walls)).toBe(96);
    expect(bestCheckpoint([20], [{ step: 50, scores: [NaN] }])).toBeNull();
    expect(bestCheckpoint([], walls)).toBeNull();
  });
});

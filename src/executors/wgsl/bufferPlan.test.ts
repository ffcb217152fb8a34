// The buffer plan: what is live together never shares a slot, what is not may, and nothing is
// planned too small.

import { describe, expect, it } from 'vitest';
import { planBuffers, type PlannedBuffer } from './bufferPlan';

describe('planBuffers', () => {
  it('reuses slots along a chain and keeps outputs', () => {
    const plan = planBuffers([
      { bytes: 64, first: 0, last: 1 },
      { bytes: 64, first: 1, last: 2 },
      { bytes: 64, first: 2, last: 3 },
      { bytes: 16, first: 3, last: Infinity },
    ]);
    expect(plan.slotBytes).toEqual([64, 64]);
    expect(plan.slotOf).toEqual([0, 1, 0, 1]);
  });

  it('never puts two live buffers in one slot, on random lives', () => {
    let state = 7;
    const next = (below: number): number => (state = (state * 48271) % 2147483647) % below;
    const buffers: PlannedBuffer[] = Array.from({ length: 300 }, () => {
      const first = next(100);
      return { bytes: 16 * (1 + next(50)), first, last: first + next(12) };
    });
    const plan = planBuffers(buffers);
    for (const [i, a] of buffers.entries()) {
      expect(plan.slotBytes[plan.slotOf[i]!]).toBeGreaterThanOrEqual(a.bytes);
      for (const [j, b] of buffers.entries()) {
        if (i < j && plan.slotOf[i] === plan.slotOf[j])
          expect(a.last < b.first || b.last < a.first).toBe(true);
      }
    }
  });
});

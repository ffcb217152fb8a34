import { describe, expect, it } from 'vitest';
import { BatchSampler } from './batchSampler';

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

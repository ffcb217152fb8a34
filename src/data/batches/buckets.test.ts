// Aspect ratio buckets: which sizes there are, where an image goes, and that batches are of one
// bucket while every image is seen equally often.

import { describe, expect, it } from 'vitest';
import { BatchSampler } from './batchSampler';
import { BucketSampler, bucketSizes, nearestBucket } from './buckets';

describe('bucketSizes', () => {
  it('has sizes of at most the area between 1:2 and 2:1, the given one among them', () => {
    expect(bucketSizes([512, 512], 64)).toEqual([
      [640, 384],
      [576, 448],
      [512, 512],
      [448, 576],
      [384, 640],
    ]);
    expect(bucketSizes([256, 256], 64)).toEqual([
      [320, 192],
      [256, 256],
      [192, 320],
    ]);
    // A size that is no multiple of the step stays as it is; too small an area has no other.
    expect(bucketSizes([500, 500], 64)).toContainEqual([500, 500]);
    expect(bucketSizes([64, 64], 64)).toEqual([[64, 64]]);
    for (const size of [
      [768, 512],
      [384, 512],
      [640, 640],
    ] as const)
      for (const [height, width] of bucketSizes(size, 64)) {
        expect(height * width).toBeLessThanOrEqual(size[0] * size[1]);
        expect(height * width).toBeGreaterThan(0.6 * size[0] * size[1]);
      }
  });

  it('puts an image where its shape is nearest', () => {
    const sizes = bucketSizes([512, 512], 64);
    const at = (height: number, width: number) => sizes[nearestBucket(sizes, [height, width])];
    expect(at(100, 100)).toEqual([512, 512]);
    expect(at(3000, 2000)).toEqual([640, 384]);
    expect(at(1080, 1920)).toEqual([384, 640]);
    expect(at(900, 1100)).toEqual([448, 576]);
    expect(at(10, 4000)).toEqual([384, 640]);
  });
});

describe('BucketSampler', () => {
  const buckets = [0, 1, 0, 0, 2, 1, 0, 1, 0, 0];

  it('draws batches of one bucket, every sample equally often, by seed and step alone', () => {
    const options = { seed: 3, batchSize: 2, buckets, subset: null };
    const sampler = new BucketSampler(options);
    const steps = Array.from({ length: 60 }, (_, step) => sampler.indices(step));
    for (const batch of steps)
      expect(new Set(batch.map((place) => buckets[place])).size, `${batch}`).toBe(1);
    const seen = buckets.map((_, place) => steps.flat().filter((one) => one === place).length);
    expect(seen).toEqual(buckets.map(() => 12));
    const again = new BucketSampler(options);
    for (const step of [59, 0, 31]) expect(again.indices(step)).toEqual(steps[step]);
    const other = new BucketSampler({ ...options, seed: 4 });
    expect(steps.map((_, step) => other.indices(step))).not.toEqual(steps);
  });

  it('draws of a subset alone', () => {
    const subset = [1, 2, 4, 6];
    const sampler = new BucketSampler({ seed: 0, batchSize: 3, buckets, subset });
    const drawn = Array.from({ length: 8 }, (_, step) => sampler.indices(step)).flat();
    expect([...new Set(drawn)].sort()).toEqual(subset);
  });

  it('draws as without buckets where there is one', () => {
    const options = { seed: 7, batchSize: 4, subset: null };
    const one = new BucketSampler({ ...options, buckets: buckets.map(() => 0) });
    const plain = new BatchSampler({ ...options, count: buckets.length });
    for (let step = 0; step < 25; step++) expect(one.indices(step)).toEqual(plain.indices(step));
  });
});

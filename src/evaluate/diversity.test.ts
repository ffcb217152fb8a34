import { describe, expect, it } from 'vitest';
import { diversity } from './diversity';
import { cosineDistance, pixelFeatures, rootMeanSquareDifference } from './imageFeatures';

describe('features and their distances', () => {
  it('average blocks of any size, in 0…1', () => {
    const size = 24;
    const rgb = Uint8Array.from({ length: size * size * 3 }, (_, i) =>
      i % 3 === 0 && Math.floor(i / 3) % size < 3 ? 255 : i % 3 === 1 ? 51 : 0,
    );
    const features = pixelFeatures({ width: size, height: size, rgb });
    expect(features).toHaveLength(192);
    expect(Array.from(features.slice(0, 6), (value) => Number(value.toFixed(6)))).toEqual([
      1, 0.2, 0, 0, 0.2, 0,
    ]);
    expect(features[8 * 3]).toBe(1); // the first column of the second row of blocks
  });
  it('are 1 − cosine and root mean square', () => {
    expect(cosineDistance([1, 0], [0, 2])).toBeCloseTo(1, 12);
    expect(cosineDistance([1, 1], [3, 3])).toBeCloseTo(0, 12);
    expect(rootMeanSquareDifference([0, 0], [3, 4])).toBeCloseTo(Math.sqrt(12.5), 12);
  });
});

describe('diversity', () => {
  it('is the mean over prompts of the mean over pairs', () => {
    expect(
      diversity(
        [
          [[0], [1], [2]],
          [[5], [5]],
        ],
        'pixels',
      ),
    ).toBeCloseTo((4 / 3 + 0) / 2, 12);
    expect(
      diversity(
        [
          [
            [1, 0],
            [0, 1],
          ],
        ],
        'clip',
      ),
    ).toBeCloseTo(1, 12);
  });
  it('leaves out prompts with one image, and is unknown when all are such', () => {
    expect(diversity([[[0], [1]], [[7]]], 'pixels')).toBe(1);
    expect(diversity([[[7]]], 'pixels')).toBeNaN();
  });
});

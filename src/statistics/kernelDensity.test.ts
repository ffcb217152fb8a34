import { describe, expect, it } from 'vitest';
import { kernelDensity } from './kernelDensity';

describe('kernelDensity', () => {
  it('integrates to 1 and peaks where the values are', () => {
    const grid = Array.from({ length: 2001 }, (_, i) => -10 + i * 0.01);
    const density = kernelDensity([-1, 2, 2], grid, 0.3);
    expect(density.reduce((sum, value) => sum + value * 0.01, 0)).toBeCloseTo(1, 6);
    expect(grid[density.indexOf(Math.max(...density))]).toBeCloseTo(2, 2);
  });
  it('is that of a normal distribution for one value, and 0 for none', () => {
    expect(kernelDensity([5], [5, 7], 2)).toEqual([
      expect.closeTo(1 / (2 * Math.sqrt(2 * Math.PI)), 12),
      expect.closeTo(Math.exp(-0.5) / (2 * Math.sqrt(2 * Math.PI)), 12),
    ]);
    expect(kernelDensity([], [0], 1)).toEqual([0]);
  });
});

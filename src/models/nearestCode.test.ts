import { describe, expect, it } from 'vitest';
import { nearestCodes } from './nearestCode';

describe('nearestCodes', () => {
  it('picks the row at the least distance, the lowest of equal ones', () => {
    const codebook = [0, 0, 2, 0, 2, 0, 0, 5];
    expect([...nearestCodes([0.9, 0, 1, 0, 1.1, 0, 3, 0, -1, 4], codebook, 2)]).toEqual([
      0, 0, 1, 1, 3,
    ]);
  });
  it('tells apart distances that float32 cannot', () => {
    // 1e4 ± 1e-4 squared: the difference is far below one unit of float32 there.
    expect([...nearestCodes([0], [1e4 + 1e-4, 1e4], 1)]).toEqual([1]);
  });
  it('refuses vectors of another width, and what is not finite', () => {
    expect(() => nearestCodes([1, 2, 3], [1, 2], 2)).toThrow('3 numbers');
    expect(() => nearestCodes([0, Number.NaN], [1, 2], 1)).toThrow('vector 1 is not finite');
    expect(() => nearestCodes([Infinity], [1, 2], 1)).toThrow('vector 0 is not finite');
  });
});

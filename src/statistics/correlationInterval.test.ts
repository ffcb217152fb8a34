import { describe, expect, it } from 'vitest';
import { correlationInterval } from './correlationInterval';

describe('correlationInterval', () => {
  it("is Fisher's, as tables have it", () => {
    // r = 0.5, n = 28: tanh(0.54931 ± 1.95996/5)
    expect(correlationInterval(0.5, 28)).toEqual({
      low: expect.closeTo(0.156, 4),
      high: expect.closeTo(0.7358, 4),
      chance: false,
    });
  });
  it('says chance where 0 is in it, and where nothing can be told', () => {
    expect(correlationInterval(0.15, 39).chance).toBe(true);
    expect(correlationInterval(0.9, 3).chance).toBe(true);
    expect(correlationInterval(Number.NaN, 100).chance).toBe(true);
    expect(correlationInterval(-0.6, 100).chance).toBe(true);
  });
});

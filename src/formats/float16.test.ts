// Half precision both ways: every finite pattern survives a round trip, and rounding is to nearest
// even.

import { describe, expect, it } from 'vitest';
import { halfToNumber, numberToHalf } from './float16';

describe('float16', () => {
  it('keeps every non-NaN pattern', () => {
    for (let bits = 0; bits < 65536; bits++) {
      const value = halfToNumber(bits);
      if (!Number.isNaN(value)) expect(numberToHalf(value)).toBe(bits);
    }
  });

  it('rounds to nearest even and overflows at 65520', () => {
    expect(halfToNumber(numberToHalf(1 + 1 / 2048))).toBe(1);
    expect(halfToNumber(numberToHalf(1 + 3 / 2048))).toBe(1 + 2 / 1024);
    expect(halfToNumber(numberToHalf(65519))).toBe(65504);
    expect(halfToNumber(numberToHalf(-65520))).toBe(-Infinity);
    expect(halfToNumber(numberToHalf(2 ** -25))).toBe(0);
    expect(Number.isNaN(halfToNumber(numberToHalf(NaN)))).toBe(true);
  });
});

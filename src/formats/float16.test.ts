// Half precision both ways: every finite pattern survives a round trip, and rounding is to nearest
// even.

import { describe, expect, it } from 'vitest';
import { float32ToHalves, halfToNumber, halvesToFloat32, numberToHalf } from './float16';

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

  it('converts arrays as it converts numbers', () => {
    const all = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
    expect(halvesToFloat32(all)).toEqual(Float32Array.from(all, halfToNumber));
    // Every 40,961st float pattern, and those around each half that decide how it is rounded.
    const patterns = new Uint32Array(2 ** 17);
    for (let i = 0; i < patterns.length; i++) patterns[i] = Math.imul(i, 40_961);
    for (let i = 0; i < 2 ** 16; i++) patterns[i + 2 ** 16] = 0x38000000 + 4096 * i + (i % 3) - 1;
    const values = new Float32Array(patterns.buffer);
    expect(float32ToHalves(values)).toEqual(Uint16Array.from(values, numberToHalf));
  });
});

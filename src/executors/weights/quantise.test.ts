// int8 rows: scales, rounding and the error that rounding leaves.

import { expect, it } from 'vitest';
import { quantiseRows } from './quantise';

it('has one scale a row, rounds half to even and is off by at most half a step', () => {
  // Row 0: zeros. Row 1: step 1, ties at ±0.5 and 1.5. Row 2: its largest value is negative.
  const data = Float32Array.of(0, 0, 0, 0, 127, 0.5, 1.5, -2.5, -0.6, 0.3, 0.1, 0);
  const { values, scales } = quantiseRows(data, 3);
  expect([...scales]).toEqual([1, 1, Math.fround(Math.fround(0.6) / 127)]);
  expect([...values.subarray(0, 8)]).toEqual([0, 0, 0, 0, 127, 0, 2, -2]);
  expect(values[8]).toBe(-127);
  for (let i = 8; i < 12; i++)
    expect(Math.abs(values[i]! * scales[2]! - data[i]!)).toBeLessThanOrEqual(scales[2]! / 2 + 1e-9);
});

import { describe, expect, it } from 'vitest';
import { normals, permutation, philox4x32, randomInt, uniforms } from './philox';

const hex = (values: readonly number[]) =>
  values.map((value) => value.toString(16).padStart(8, '0')).join(' ');

describe('philox4x32-10', () => {
  // Known answers of the Random123 distribution (kat_vectors).
  it('gives the known answers', () => {
    expect(hex(philox4x32([0, 0, 0, 0], [0, 0]))).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
    const ones = 0xffffffff;
    expect(hex(philox4x32([ones, ones, ones, ones], [ones, ones]))).toBe(
      '408f276d 41c83b0e a20bc7c6 6d5451fd',
    );
    expect(
      hex(philox4x32([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])),
    ).toBe('d16cfe09 94fdcceb 5001e420 24126ea1');
  });
});

describe('draws', () => {
  const counter = { stream: 3, step: 7, item: 2 };
  it('depend on seed, stream, step and item alone', () => {
    expect([...normals(1, counter, 10).subarray(0, 5)]).toEqual([...normals(1, counter, 5)]);
    const first = normals(1, counter, 1)[0];
    for (const other of [
      normals(2, counter, 1),
      normals(1, { ...counter, stream: 4 }, 1),
      normals(1, { ...counter, step: 8 }, 1),
      normals(1, { ...counter, item: 3 }, 1),
      normals(1 + 2 ** 32, counter, 1),
    ]) {
      expect(other[0]).not.toBe(first);
    }
  });
  it('are standard normal and uniform in their first moments', () => {
    const count = 40_000;
    const z = normals(5, counter, count);
    const mean = z.reduce((sum, value) => sum + value, 0) / count;
    const variance = z.reduce((sum, value) => sum + value * value, 0) / count;
    expect(Math.abs(mean)).toBeLessThan(0.02); // 4 standard errors
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
    const u = uniforms(5, counter, count);
    expect(Math.min(...u)).toBeGreaterThan(0);
    expect(Math.abs(u.reduce((sum, value) => sum + value, 0) / count - 0.5)).toBeLessThan(0.006);
  });
  it('permutes every index once and draws whole numbers below n', () => {
    expect([...permutation(9, counter, 100)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
    for (let item = 0; item < 200; item++) {
      const value = randomInt(1, { ...counter, item }, 10);
      expect(Number.isInteger(value) && value >= 0 && value < 10).toBe(true);
    }
  });
});

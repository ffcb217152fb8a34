import { describe, expect, it } from 'vitest';
import { toModelInput } from './resample';

const image = (
  width: number,
  height: number,
  pixel: (x: number, y: number) => readonly [number, number, number, number],
) => ({
  width,
  height,
  rgba: Uint8ClampedArray.from(
    { length: width * height * 4 },
    (_, i) => pixel((i >> 2) % width, Math.floor((i >> 2) / width))[i & 3]!,
  ),
});

describe('toModelInput', () => {
  it('keeps an image of the wanted size and lays alpha over white', () => {
    const same = toModelInput(
      image(3, 3, (x, y) => [x * 100, y * 100, 51, 255]),
      [3, 3],
    );
    for (let i = 0; i < 9; i++)
      [(i % 3) * 100, Math.floor(i / 3) * 100, 51].forEach((value, c) =>
        expect(same[i * 3 + c]).toBeCloseTo(value / 127.5 - 1, 6),
      );
    expect([
      ...toModelInput(
        image(2, 2, () => [0, 0, 0, 0]),
        [2, 2],
      ),
    ]).toEqual(Array.from({ length: 12 }, () => 1));
    expect(
      toModelInput(
        image(1, 1, () => [0, 255, 0, 51]),
        [1, 1],
      )[0],
    ).toBeCloseTo(0.6, 6);
  });
  it('shrinks by two with the taps 1 3 3 1 (normalised at the edge)', () => {
    // PIL: triangle of support 2; inner outputs weigh 1/8 3/8 3/8 1/8, the first 3/7 3/7 1/7.
    const values = [0, 40, 80, 200, 120, 16, 8, 248];
    const out = toModelInput(
      image(8, 8, (x) => [values[x]!, 0, 0, 255]),
      [4, 4],
    );
    const wanted = [
      (3 * 40 + 80) / 7,
      (40 + 3 * 80 + 3 * 200 + 120) / 8,
      (200 + 3 * 120 + 3 * 16 + 8) / 8,
      (16 + 3 * 8 + 3 * 248) / 7,
    ];
    wanted.forEach((value, x) => expect(out[x * 3]).toBeCloseTo(value / 127.5 - 1, 6));
  });
  it('enlarges bilinearly with clamped edges', () => {
    const out = toModelInput(
      image(2, 2, (x) => [x * 100, 0, 0, 255]),
      [4, 4],
    );
    [0, 25, 75, 100].forEach((value, x) => expect(out[x * 3]).toBeCloseTo(value / 127.5 - 1, 6));
  });
  it('crops the middle of the longer edge', () => {
    const out = toModelInput(
      image(2, 6, (_, y) => [y * 40, 0, 0, 255]),
      [2, 2],
    );
    [80, 120].forEach((value, y) => expect(out[y * 6]).toBeCloseTo(value / 127.5 - 1, 6));
  });
  it('covers a size that is not square with the edge that needs more, and crops the other', () => {
    // 6×4 to 2 wide, 4 high: as high as it is; the middle two of six columns.
    const tall = toModelInput(
      image(6, 4, (x) => [x * 40, 0, 0, 255]),
      [4, 2],
    );
    expect(tall).toHaveLength(4 * 2 * 3);
    [80, 120].forEach((value, x) => expect(tall[x * 3]).toBeCloseTo(value / 127.5 - 1, 6));
    const wide = toModelInput(
      image(4, 6, (_, y) => [y * 40, 0, 0, 255]),
      [2, 4],
    );
    [80, 120].forEach((value, y) => expect(wide[y * 12]).toBeCloseTo(value / 127.5 - 1, 6));
  });
  it('refuses pixels that do not fit the size', () => {
    expect(() =>
      toModelInput({ width: 2, height: 2, rgba: new Uint8ClampedArray(3) }, [4, 4]),
    ).toThrow('2×2 has 3 bytes');
  });
});

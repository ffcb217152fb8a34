// Files by encodeBmp hold the pixels they were given: read back by the layout of the format.

import { describe, expect, it } from 'vitest';
import { encodeBmp } from './bmp';

/** Reads a 24-bit bottom-up BMP, by its headers alone. */
function decode(file: Uint8Array): { width: number; height: number; rgb: number[] } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  expect(String.fromCharCode(file[0]!, file[1]!)).toBe('BM');
  expect(view.getUint32(2, true)).toBe(file.length);
  expect([view.getUint32(14, true), view.getUint16(26, true), view.getUint16(28, true)]).toEqual([
    40, 1, 24,
  ]);
  const [start, width, height] = [10, 18, 22].map((at) => view.getUint32(at, true)) as [
    number,
    number,
    number,
  ];
  const stride = view.getUint32(34, true) / height;
  expect(stride % 4).toBe(0);
  const rgb = Array.from({ length: width * height * 3 }, (_, i) => {
    const [row, column, channel] = [Math.floor(i / 3 / width), Math.floor(i / 3) % width, i % 3];
    return file[start + (height - 1 - row) * stride + column * 3 + 2 - channel]!;
  });
  return { width, height, rgb };
}

describe('encodeBmp', () => {
  it.each([
    [1, 1],
    [3, 2],
    [5, 4],
    [16, 16],
  ])('keeps every pixel of %i×%i', (width, height) => {
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 37 + 11) % 256);
    expect(decode(encodeBmp(rgb, width, height))).toEqual({ width, height, rgb: [...rgb] });
  });

  it('refuses pixels that are not that many', () => {
    expect(() => encodeBmp(new Uint8Array(11), 2, 2)).toThrow('11 numbers for 2×2');
  });
});

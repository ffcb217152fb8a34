import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePng, toRgb } from './png';

describe('encodePng', () => {
  it('is read back by an independent decoder, pixel by pixel', async () => {
    const rgb = Uint8ClampedArray.from({ length: 5 * 3 * 3 }, (_, i) => (i * 37) % 256);
    const png = encodePng(rgb, 5, 3, { Software: 'Plumbline' });
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([5, 3, 3]);
    expect([...data]).toEqual([...rgb]);
  });
  it('refuses an array of the wrong length', () => {
    expect(() => encodePng(new Uint8Array(10), 2, 2)).toThrow('10 numbers for 2×2');
  });
});

describe('toRgb', () => {
  it('maps −1, 0, 1 and beyond to 0, 128, 255', () => {
    expect([...toRgb(Float32Array.of(-1, 0, 1, 2, -7, 0.5), 1, 1, 1)]).toEqual([255, 0, 191]);
    expect([...toRgb(Float32Array.of(-1, 0, 1), 0, 1, 1)]).toEqual([0, 128, 255]);
  });
});

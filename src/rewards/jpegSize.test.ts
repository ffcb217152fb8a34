// Against real encoders: sharp (libvips) with the standard tables, on images of many kinds and
// awkward sizes, and sizes that Pillow 12's save(quality=95) gave for formula images. Stated
// tolerance: 0.2 % and four bytes.
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openZip } from '../data/import/files/openZip';
import { memoryFile } from '../data/import/files/sourceFile';
import { jpegSize } from './jpegSize';
import { pixelRewardById, type RgbImage } from '.';

type Image = RgbImage & { readonly rgb: Uint8Array };
const image = (
  width: number,
  height: number,
  value: (x: number, y: number, c: number) => number,
): Image => ({
  width,
  height,
  rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) =>
    value(Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3),
  ),
});

/**
 * A scan's bytes do not depend on how much an encoder says in its header: ours is put in place of
 * sharp's.
 */
async function realSize({ width, height, rgb }: Image): Promise<number> {
  const file = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95, chromaSubsampling: '4:2:0', mozjpeg: false, optimiseCoding: false })
    .toBuffer();
  let at = 2;
  while (file[at + 1] !== 0xda) at += 2 + file.readUInt16BE(at + 2);
  return 625 + (file.length - (at + 2 + file.readUInt16BE(at + 2)) - 2);
}

const IMAGES: Record<string, Image> = {
  flat: image(32, 32, () => 200),
  gradient: image(48, 40, (x, y, c) => (x * 3 + y * 2 + c * 40) % 256),
  noise: image(
    40,
    56,
    (x, y, c) => (Math.imul(x * 7919 + y * 104729 + c * 1299709 + 17, 2654435761) >>> 13) & 255,
  ),
  'odd sizes': image(37, 51, (x, y, c) => 128 + 100 * Math.sin(x / 3 + c) * Math.cos(y / 5)),
  'one block short of a unit': image(24, 8, (x, y, c) => (x * x + y * 31 + c * 90) % 256),
  'a single pixel': image(1, 1, (_x, _y, c) => [250, 3, 90][c]!),
  stripes: image(64, 64, (x) => (x % 2) * 255),
};

describe('jpegSize', () => {
  it.each(Object.keys(IMAGES))('is that of libjpeg: %s', async (name) => {
    const wanted = await realSize(IMAGES[name]!);
    expect(Math.abs(jpegSize(IMAGES[name]!) - wanted)).toBeLessThanOrEqual(4 + 0.002 * wanted);
  });
  it('is that of libjpeg for the demo set', async () => {
    const zip = new Uint8Array(readFileSync('public/demo/emoji-64/demo.zip'));
    const files = await openZip('demo.zip', memoryFile('demo.zip', zip));
    for (const file of files
      .filter((one) => one.path.endsWith('.png'))
      .filter((_, i) => i % 40 === 0)) {
      const { data, info } = await sharp(await file.bytes())
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const image = { width: info.width, height: info.height, rgb: new Uint8Array(data) };
      const wanted = await realSize(image);
      expect(Math.abs(jpegSize(image) - wanted), file.path).toBeLessThanOrEqual(4 + 0.002 * wanted);
    }
  });
  it('is that of Pillow with its header', () => {
    // PIL.Image.fromarray(a).save(buffer, 'JPEG', quality=95); buffer.tell()
    for (const [name, bytes] of Object.entries(PILLOW))
      expect(Math.abs(jpegSize(IMAGES[name]!) - bytes), name).toBeLessThanOrEqual(
        4 + 0.002 * bytes,
      );
  });
  it('refuses pixels of another size', () =>
    expect(() => jpegSize({ width: 2, height: 2, rgb: [1] })).toThrow('2×2 has 1 numbers'));
});

const PILLOW: Record<string, number> = {
  flat: 643,
  gradient: 1163,
  noise: 3092,
  'one block short of a unit': 939,
  'a single pixel': 634,
  stripes: 1490,
};

describe('JPEG rewards', () => {
  it('are kB, one the negative of the other', () => {
    const bytes = jpegSize(IMAGES['gradient']!);
    expect(pixelRewardById('jpeg_incompressibility').score(IMAGES['gradient']!, '')).toBe(
      bytes / 1000,
    );
    expect(pixelRewardById('jpeg_compressibility').score(IMAGES['gradient']!, '')).toBe(
      -bytes / 1000,
    );
  });
});

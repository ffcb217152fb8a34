// Writes 8-bit RGB PNG files, the same bytes in Node and in a worker (no canvas). Reading is left
// to the browser or to sharp. PNG specification (third edition): signature, IHDR, tEXt, IDAT (zlib,
// filter 0), IEND.

import { zlibSync } from 'fflate';
import { crc32 } from './crc32';

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  out.set(new TextEncoder().encode(type), 4);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}

/**
 * Encodes rgb [height, width, 3] (0…255) as PNG; `text` goes into tEXt chunks (Latin-1 keys and
 * values).
 *  Errors: throws when the array does not have width·height·3 numbers.
 */
export function encodePng(
  rgb: Uint8ClampedArray | Uint8Array,
  width: number,
  height: number,
  text: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  if (rgb.length !== width * height * 3)
    throw new Error(`encodePng: ${rgb.length} numbers for ${width}×${height} RGB`);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = new Uint8Array(height * (width * 3 + 1));
  for (let y = 0; y < height; y++)
    rows.set(rgb.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    ...Object.entries(text).map(([key, value]) =>
      chunk(
        'tEXt',
        Uint8Array.from(`${key}\0${value}`, (char) => char.charCodeAt(0) & 0xff),
      ),
    ),
    chunk('IDAT', zlibSync(rows, { level: 6 })),
    chunk('IEND', new Uint8Array()),
  ];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/**
 * Images in [−1, 1], [N, H, W, 3] -> one Uint8ClampedArray [H, W, 3] (0…255) of image `index`;
 * round half up as diffusers' VaeImageProcessor.
 */
export function toRgb(
  images: Float32Array,
  index: number,
  height: number,
  width: number,
): Uint8ClampedArray<ArrayBuffer> {
  const size = height * width * 3;
  const rgb = new Uint8ClampedArray(size);
  for (let i = 0; i < size; i++)
    rgb[i] = Math.floor(Math.min(1, Math.max(0, images[index * size + i]! / 2 + 0.5)) * 255 + 0.5);
  return rgb;
}

/** An image [H, W, 3] in [−1, 1] as rows of RGB bytes. */
export function toPixels(
  image: Float32Array,
  [height, width]: readonly [number, number],
): { width: number; height: number; rgb: Uint8ClampedArray<ArrayBuffer> } {
  return { width, height, rgb: toRgb(image, 0, height, width) };
}

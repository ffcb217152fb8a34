// What the container of an image says before any pixel is decoded: its size in pixels, and whether
// the file is whole. So an image of 268 megapixels in a few kB, or one whose end is missing, is
// left out with the same reason in the page and on the command line. Linear in the file.

import { crc32 } from '../../../formats/crc32';
import { dataErrors } from '../../../strings/errors/data';
import type { ImageMime } from './fileKind';

/** Pixels one image may have: 64 megapixels are 256 MB as RGBA. */
export const MAX_PIXELS = 64_000_000;
/** Longest edge; beyond it canvases differ. */
export const MAX_EDGE = 32_767;

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

const said = () => dataErrors.images;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Chunks of a PNG, as far as they are whole: type, and where the data lie. */
export function* pngChunks(
  bytes: Uint8Array,
): Generator<{ type: string; begin: number; end: number }> {
  const view = viewOf(bytes);
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, begin: at + 8, end };
    at = end + 4;
  }
}

function pngSize(bytes: Uint8Array): ImageSize | string {
  const view = viewOf(bytes);
  let size: ImageSize | null = null;
  for (const { type, begin, end } of pngChunks(bytes)) {
    if (type === 'IHDR' && end - begin >= 8)
      size = { width: view.getUint32(begin), height: view.getUint32(begin + 4) };
    // Damaged pixels would decode to other ones; a damaged text chunk harms nothing.
    if (
      (type === 'IHDR' || type === 'PLTE' || type === 'IDAT' || type === 'tRNS') &&
      crc32(bytes.subarray(begin - 4, end)) !== view.getUint32(end)
    )
      return said().badChunk(type);
    if (type === 'IEND') return size ?? said().noHeader;
  }
  return said().cutOff;
}

/** Segments of a JPEG up to its first scan: marker, and where the data lie. */
export function* jpegSegments(
  bytes: Uint8Array,
): Generator<{ marker: number; begin: number; end: number }> {
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const end = at + 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
    yield { marker, begin: at + 4, end: Math.min(end, bytes.length) };
    if (marker === 0xda || end > bytes.length) return;
    at = end;
  }
}

/** Start of frame, less DHT (c4), JPG (c8) and DAC (cc). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpegSize(bytes: Uint8Array): ImageSize | string {
  let size: ImageSize | null = null;
  for (const { marker, begin, end } of jpegSegments(bytes)) {
    if (isFrame(marker) && end - begin >= 5)
      size = {
        height: (bytes[begin + 1]! << 8) | bytes[begin + 2]!,
        width: (bytes[begin + 3]! << 8) | bytes[begin + 4]!,
      };
    if (marker !== 0xda) continue;
    // The end marker must follow the first scan; cameras append more after it.
    for (let at = bytes.length - 2; at >= end; at--)
      if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return size ?? said().noSize;
    return said().cutOff;
  }
  return said().cutOff;
}

/** Chunks of a WebP: type, and where the data lie. */
export function* webpChunks(
  bytes: Uint8Array,
): Generator<{ type: string; begin: number; end: number }> {
  const view = viewOf(bytes);
  for (let at = 12; at + 8 <= bytes.length;) {
    const end = at + 8 + view.getUint32(at + 4, true);
    if (end > bytes.length) return;
    yield { type: String.fromCharCode(...bytes.subarray(at, at + 4)), begin: at + 8, end };
    at = end + (end % 2);
  }
}

function webpSize(bytes: Uint8Array): ImageSize | string {
  const view = viewOf(bytes);
  if (8 + view.getUint32(4, true) > bytes.length) return said().cutOff;
  for (const { type, begin, end } of webpChunks(bytes)) {
    const length = end - begin;
    if (type === 'VP8X' && length >= 10) {
      const three = (at: number): number =>
        bytes[at]! + (bytes[at + 1]! << 8) + (bytes[at + 2]! << 16) + 1;
      return { width: three(begin + 4), height: three(begin + 7) };
    }
    if (type === 'VP8 ' && length >= 10)
      return {
        width: view.getUint16(begin + 6, true) & 0x3fff,
        height: view.getUint16(begin + 8, true) & 0x3fff,
      };
    if (type === 'VP8L' && length >= 5) {
      const bits = view.getUint32(begin + 1, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
  }
  return said().noImage;
}

function gifSize(bytes: Uint8Array): ImageSize | string {
  if (bytes.length < 13) return said().cutOff;
  const view = viewOf(bytes);
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/**
 * The largest `ispe` property (ISO/IEC 23008-12, 6.5.3): tiles and thumbnails have smaller ones.
 */
function avifSize(bytes: Uint8Array): ImageSize | string {
  const view = viewOf(bytes);
  let best: ImageSize | null = null;
  const walk = (from: number, to: number, depth: number): string | null => {
    for (let at = from; at + 8 <= to;) {
      let length = view.getUint32(at);
      if (length === 1 && at + 16 <= to) length = Number(view.getBigUint64(at + 8));
      if (length === 0) length = to - at;
      if (length < 8 || at + length > to) return said().cutOff;
      const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
      const inner = at + 8 + (type === 'meta' ? 4 : 0);
      if (depth < 3 && (type === 'meta' || type === 'iprp' || type === 'ipco')) {
        const wrong = walk(inner, at + length, depth + 1);
        if (wrong !== null) return wrong;
      }
      if (type === 'ispe' && length >= 20) {
        const found = { width: view.getUint32(at + 12), height: view.getUint32(at + 16) };
        if (best === null || found.width * found.height > best.width * best.height) best = found;
      }
      at += length;
    }
    return null;
  };
  return walk(0, bytes.length, 0) ?? best ?? said().noSize;
}

const READERS: Readonly<Record<ImageMime, (bytes: Uint8Array) => ImageSize | string>> = {
  'image/png': pngSize,
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
  'image/gif': gifSize,
  'image/avif': avifSize,
};

/**
 * Size in pixels of a whole image file, before EXIF turns it, or why it cannot be used: cut off,
 * damaged, too large. Never throws.
 */
export function imageSize(bytes: Uint8Array, mime: ImageMime): ImageSize | string {
  let size: ImageSize | string;
  try {
    size = READERS[mime](bytes);
  } catch {
    return said().cutOff; // a field past the end
  }
  if (typeof size === 'string') return size;
  const { width, height } = size;
  if (width < 1 || height < 1) return said().emptySize(width, height);
  if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_EDGE)
    return said().tooLarge(width, height, MAX_PIXELS / 1e6, MAX_EDGE);
  return size;
}

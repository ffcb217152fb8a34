// An image as transformers' CLIPImageProcessor gives it to a CLIP model: shortest edge resized by
// Pillow's bicubic filter, centre crop, rescaled, normalised. Pillow's 8-bit resampling
// (Resample.c) in its own arithmetic: the filter widened by the shrink factor (antialiasing), taps
// as 22-bit fixed-point numbers, bytes again after the horizontal pass. So bytes are the same, not
// just close.

import type { ClipImageProcessorConfig } from '../../formats/clipConfig';
import type { RgbImage } from '../reward';

/** Fractional bits of a tap. */
const BITS = 22;
/** Half-width of the bicubic filter at full size. */
const SUPPORT = 2;

/** Keys' cubic convolution with a = −½. */
function bicubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/** Taps of each of `to` pixels on a line of `from`. */
function tapsOf(from: number, to: number): { first: number; taps: number[] }[] {
  const scale = from / to;
  const widened = Math.max(scale, 1);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - SUPPORT * widened + 0.5));
    const last = Math.min(from, Math.trunc(centre + SUPPORT * widened + 0.5));
    const weights = Array.from({ length: last - first }, (_unused, tap) =>
      bicubic((first + tap - centre + 0.5) / widened),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    return {
      first,
      taps: weights.map((weight) =>
        Math.trunc((weight / sum) * 2 ** BITS + (weight < 0 ? -0.5 : 0.5)),
      ),
    };
  });
}

/** Fixed-point sum to a byte. Sums stay below 2⁵³, so doubles hold them exactly. */
function toByte(sum: number): number {
  return Math.min(255, Math.max(0, Math.floor((sum + 2 ** (BITS - 1)) / 2 ** BITS)));
}

/** Image.resize((toWidth, toHeight), BICUBIC) of RGB bytes. */
export function resizeBicubic(
  rgb: ArrayLike<number>,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Uint8Array {
  const wide = new Uint8Array(height * toWidth * 3);
  const columns = tapsOf(width, toWidth);
  for (let y = 0; y < height; y++) {
    columns.forEach(({ first, taps }, x) => {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let tap = 0; tap < taps.length; tap++)
          sum += taps[tap]! * rgb[(y * width + first + tap) * 3 + c]!;
        wide[(y * toWidth + x) * 3 + c] = toByte(sum);
      }
    });
  }
  const out = new Uint8Array(toHeight * toWidth * 3);
  tapsOf(height, toHeight).forEach(({ first, taps }, y) => {
    for (let i = 0; i < toWidth * 3; i++) {
      let sum = 0;
      for (let tap = 0; tap < taps.length; tap++)
        sum += taps[tap]! * wide[(first + tap) * toWidth * 3 + i]!;
      out[y * toWidth * 3 + i] = toByte(sum);
    }
  });
  return out;
}

/**
 * The image as [height, width, 3] for the model (channels-last). Fractional values are rounded to
 * bytes first.
 *  Errors: throws when the pixels do not fit the size.
 */
export function clipPixels(
  config: ClipImageProcessorConfig,
  image: RgbImage,
): { height: number; width: number; pixels: Float32Array } {
  let { width, height } = image;
  if (width < 1 || height < 1 || image.rgb.length !== width * height * 3)
    throw new Error(`an image of ${width}×${height} has ${image.rgb.length} numbers of RGB`);
  let bytes = Uint8Array.from(image.rgb, (value) => Math.min(255, Math.max(0, Math.round(value))));
  const { shortestEdge: edge, crop, rescale, mean, std } = config;
  const short = Math.min(width, height);
  if (edge !== null && edge !== short) {
    // The longer edge is truncated.
    const [toWidth, toHeight] =
      width <= height
        ? [edge, Math.trunc((edge * height) / width)]
        : [Math.trunc((edge * width) / height), edge];
    bytes = resizeBicubic(bytes, width, height, toWidth, toHeight) as Uint8Array<ArrayBuffer>;
    [width, height] = [toWidth, toHeight];
  }
  const [outHeight, outWidth] = crop ?? [height, width];
  // Where the crop is larger than the image, zeros (black before normalising) lie around it, the
  // odd one above and left.
  const offset = (from: number, to: number): number =>
    to > from ? -Math.ceil((to - from) / 2) : Math.floor((from - to) / 2);
  const top = offset(height, outHeight);
  const left = offset(width, outWidth);
  const pixels = new Float32Array(outHeight * outWidth * 3);
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      const inside = y + top >= 0 && y + top < height && x + left >= 0 && x + left < width;
      for (let c = 0; c < 3; c++) {
        const byte = inside ? bytes[((y + top) * width + x + left) * 3 + c]! : 0;
        pixels[(y * outWidth + x) * 3 + c] = (byte * rescale - mean[c]!) / std[c]!;
      }
    }
  }
  return { height: outHeight, width: outWidth, pixels };
}

// Ink: how much a pixel stands out from the paper, the common ground of the shape rewards. Paper =
// mean grey of the outermost ring; ink = |grey − paper| over its own largest value, so brightness
// and contrast of the whole image cancel.

import type { RgbImage } from './reward';

/** Grey levels 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), [height·width], 0…255. */
export function greyOf({ width, height, rgb }: RgbImage): Float64Array {
  if (width < 1 || height < 1 || rgb.length !== width * height * 3)
    throw new Error(`an image of ${width}×${height} has ${rgb.length} numbers of RGB`);
  return Float64Array.from(
    { length: width * height },
    (_, i) => 0.299 * rgb[i * 3]! + 0.587 * rgb[i * 3 + 1]! + 0.114 * rgb[i * 3 + 2]!,
  );
}

/**
 * Ink 0…1, [height·width]; all 0 where the image is empty (no pixel a whole grey level from the
 * paper).
 */
export function inkOf(image: RgbImage): Float64Array {
  const { width, height } = image;
  const grey = greyOf(image);
  let sum = 0;
  let count = 0;
  grey.forEach((value, i) => {
    const x = i % width;
    const y = Math.floor(i / width);
    if (x > 0 && x < width - 1 && y > 0 && y < height - 1) return;
    sum += value;
    count++;
  });
  const paper = sum / count;
  const ink = grey.map((value) => Math.abs(value - paper));
  const top = ink.reduce((a, b) => Math.max(a, b), 0);
  return top < 1 ? ink.fill(0) : ink.map((value) => value / top);
}

/** Ink above this counts as drawn. */
export const DRAWN = 0.15;

// What two images are compared by: an image's embedding by the CLIP scorer where there is one,
// else its pixels averaged in 8 × 8 blocks. Each kind has its distance. Used for diversity within a
// prompt and for drift from the base.

import type { FeatureKind } from '../domain/evaluation';
import type { RgbImage } from '../rewards';

/** Blocks an edge; 8·8·3 = 192 numbers an image. */
const BLOCKS = 8;

/**
 * Mean colour of each of 8 × 8 blocks in 0…1, row-major, RGB. An image needs 8 pixels an edge at
 * least.
 */
export function pixelFeatures({ width, height, rgb }: RgbImage): Float32Array {
  const sums = new Float64Array(BLOCKS * BLOCKS * 3);
  const counts = new Float64Array(BLOCKS * BLOCKS);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const block = Math.floor((y * BLOCKS) / height) * BLOCKS + Math.floor((x * BLOCKS) / width);
      counts[block]!++;
      for (let c = 0; c < 3; c++) sums[block * 3 + c]! += rgb[(y * width + x) * 3 + c]!;
    }
  }
  return Float32Array.from(sums, (sum, i) => sum / counts[Math.floor(i / 3)]! / 255);
}

/** 1 − cosine, 0…2. */
export function cosineDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return 1 - dot / Math.sqrt(aa * bb);
}

/** Root mean square difference, in the unit of the features. */
export function rootMeanSquareDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}

/**
 * Distance that belongs to a kind of feature: 1 − cosine of CLIP embeddings, root mean square of
 * pixel blocks (share of the range).
 */
export function featureDistance(
  kind: FeatureKind,
): (a: ArrayLike<number>, b: ArrayLike<number>) => number {
  return kind === 'clip' ? cosineDistance : rootMeanSquareDifference;
}

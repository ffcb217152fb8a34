// From a decoded image to what a model sees: alpha over white, scaled until it just covers the
// size wanted, centre crop, [-1, 1]. The filter is the triangle of PIL's BILINEAR and torchvision's
// antialias=True (support widened by the shrink factor), separable, summed in float64 and not
// rounded to bytes in between, so Node and browser give the same numbers for the same pixels.

/**
 * A decoded image; rgba with straight (not premultiplied) alpha, row-major, length
 * width·height·4.
 */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray | Uint8Array;
}

interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/** Filter taps of output pixels offset…offset+count−1 of a line of `from` pixels scaled to `to`. */
function tapsOf(from: number, to: number, offset: number, count: number): Taps[] {
  const scale = from / to;
  const support = Math.max(scale, 1);
  return Array.from({ length: count }, (_, i) => {
    const centre = (offset + i + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - support + 0.5));
    const last = Math.min(from, Math.floor(centre + support + 0.5));
    const weights = Array.from({ length: last - first }, (_unused, tap) =>
      Math.max(0, 1 - Math.abs((first + tap + 0.5 - centre) / support)),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/**
 * The image as [height, width, 3] (NHWC without N) in [-1, 1]. Errors: throws when sizes and
 * pixels disagree.
 */
export function toModelInput(
  { width, height, rgba }: DecodedImage,
  [toHeight, toWidth]: readonly [height: number, width: number],
): Float32Array<ArrayBuffer> {
  if (width < 1 || height < 1 || rgba.length !== width * height * 4)
    throw new Error(`an image of ${width}×${height} has ${rgba.length} bytes of RGBA`);
  // One edge fits, the other reaches over it: that one is truncated, and an odd rest of the crop
  // goes right and below.
  const wider = width * toHeight > height * toWidth;
  const scaledWidth = wider ? Math.trunc((toHeight * width) / height) : toWidth;
  const scaledHeight = wider ? toHeight : Math.trunc((toWidth * height) / width);
  const columns = tapsOf(width, scaledWidth, Math.floor((scaledWidth - toWidth) / 2), toWidth);
  const rows = tapsOf(height, scaledHeight, Math.floor((scaledHeight - toHeight) / 2), toHeight);

  // 1. Along x, for the rows the crop needs: alpha over white, then the taps.
  const top = rows[0]!.first;
  const bottom = rows.at(-1)!.first + rows.at(-1)!.weights.length;
  const wide = new Float64Array((bottom - top) * toWidth * 3);
  const line = new Float64Array(width * 3);
  for (let y = top; y < bottom; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const alpha = rgba[at + 3]! / 255;
      for (let c = 0; c < 3; c++) line[x * 3 + c] = rgba[at + c]! * alpha + 255 * (1 - alpha);
    }
    columns.forEach(({ first, weights }, x) => {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let tap = 0; tap < weights.length; tap++)
          sum += weights[tap]! * line[(first + tap) * 3 + c]!;
        wide[((y - top) * toWidth + x) * 3 + c] = sum;
      }
    });
  }

  // 2. Along y, and to [-1, 1].
  const out = new Float32Array(toHeight * toWidth * 3);
  rows.forEach(({ first, weights }, y) => {
    for (let i = 0; i < toWidth * 3; i++) {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++)
        sum += weights[tap]! * wide[(first - top + tap) * toWidth * 3 + i]!;
      out[y * toWidth * 3 + i] = sum / 127.5 - 1;
    }
  });
  return out;
}

// Writes 24-bit BMP files: the shortest way from pixels to something an <img> can show. Microsoft's
// BITMAPFILEHEADER and BITMAPINFOHEADER; rows from the bottom up, BGR, padded to 4 bytes. One pass
// over the pixels, nothing compressed. For files people keep there is png.ts.

const HEADER_BYTES = 54;

/**
 * Encodes rgb [height, width, 3] (0…255). Errors: throws when the array does not have
 * width·height·3 numbers.
 */
export function encodeBmp(
  rgb: Uint8ClampedArray | Uint8Array,
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  if (rgb.length !== width * height * 3)
    throw new Error(`encodeBmp: ${rgb.length} numbers for ${width}×${height} RGB`);
  const stride = Math.ceil((width * 3) / 4) * 4;
  const out = new Uint8Array(HEADER_BYTES + stride * height);
  const view = new DataView(out.buffer);
  view.setUint16(0, 0x424d); // "BM"
  view.setUint32(2, out.length, true);
  view.setUint32(10, HEADER_BYTES, true);
  view.setUint32(14, 40, true); // bytes of the info header
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true); // planes
  view.setUint16(28, 24, true); // bits per pixel
  view.setUint32(34, stride * height, true);
  for (let y = 0; y < height; y++) {
    let to = HEADER_BYTES + (height - 1 - y) * stride;
    for (let from = y * width * 3; from < (y + 1) * width * 3; from += 3) {
      out[to++] = rgb[from + 2]!;
      out[to++] = rgb[from + 1]!;
      out[to++] = rgb[from]!;
    }
  }
  return out;
}

// Bytes of an image as a baseline JPEG (ITU-T T.81) at quality 95 with 4:2:0 chroma: what Pillow's
// save(quality=95) writes, and so what DDPO scores. Encoders differ between browsers and Node has
// none, so the entropy-coded bits are counted here: the standard's example quantisation and Huffman
// tables (annex K), JFIF's YCbCr, chroma as the rounded mean of 2×2 pixels. The transform is
// float64 where libjpeg's is fixed-point, so a coefficient may be rounded the other way: sizes
// agree to within a few bytes, not always exactly.

import type { RgbImage } from './reward';

/** Quantisation tables K.1 (luminance) and K.2 (chrominance), row-major. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
  92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMINANCE = [
  17,
  18,
  24,
  47,
  99,
  99,
  99,
  99,
  18,
  21,
  26,
  66,
  99,
  99,
  99,
  99,
  24,
  26,
  56,
  99,
  99,
  99,
  99,
  99,
  47,
  66,
  99,
  99,
  99,
  99,
  99,
  99,
  ...Array.from({ length: 32 }, () => 99),
];
/** A table at quality 95: libjpeg scales by 200 − 2·95 per cent. */
const atQuality95 = (table: readonly number[]): number[] =>
  table.map((value) => Math.max(1, Math.floor((value * 10 + 50) / 100)));

/** Zigzag order: the position of the k-th coefficient. */
const ZIGZAG = (() => {
  const order = Array.from({ length: 64 }, (_, i) => i);
  const diagonal = (i: number): number => Math.floor(i / 8) + (i % 8);
  // Even diagonals run upwards, odd ones downwards.
  return order.sort((a, b) => diagonal(a) - diagonal(b) || (diagonal(a) % 2 === 0 ? b - a : a - b));
})();

/** Code and its length in bits, by symbol. */
type HuffmanTable = ReadonlyMap<number, readonly [code: number, length: number]>;

/** Canonical codes (annex C): counts[l] symbols of length l+1, in order. */
function huffman(counts: readonly number[], symbols: readonly number[]): HuffmanTable {
  const table = new Map<number, readonly [number, number]>();
  let code = 0;
  let at = 0;
  counts.forEach((count, length) => {
    for (let i = 0; i < count; i++) table.set(symbols[at++]!, [code++, length + 1]);
    code <<= 1;
  });
  return table;
}

/**
 * The standard's AC tables list their short codes by frequency and all others, 16 bits long, in
 * ascending order.
 */
function acSymbols(short: readonly number[]): number[] {
  const all = Array.from({ length: 160 }, (_, i) => Math.floor(i / 10) * 16 + (i % 10) + 1);
  return [...short, ...all.filter((symbol) => !short.includes(symbol))];
}

const DC_SYMBOLS = Array.from({ length: 12 }, (_, i) => i);
const LUMINANCE_CODES = {
  dc: huffman([0, 1, 5, 1, 1, 1, 1, 1, 1], DC_SYMBOLS),
  ac: huffman(
    [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
    acSymbols([
      0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61,
      0x07, 0x22, 0x71, 0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52,
      0xd1, 0xf0, 0x24, 0x33, 0x62, 0x72, 0x82,
    ]),
  ),
};
const CHROMINANCE_CODES = {
  dc: huffman([0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1], DC_SYMBOLS),
  ac: huffman(
    [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119],
    acSymbols([
      0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61,
      0x71, 0x13, 0x22, 0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xa1, 0xb1, 0xc1, 0x09, 0x23, 0x33,
      0x52, 0xf0, 0x15, 0x62, 0x72, 0xd1, 0x0a, 0x16, 0x24, 0x34, 0xe1, 0x25, 0xf1,
    ]),
  ),
};
/** Run of sixteen zeros, and end of block. */
const ZEROS = 0xf0;
const END = 0x00;

/**
 * Bytes of everything but the scan: SOI 2, APP0 18, two DQT 138, SOF0 19, four DHT 432, SOS 14, EOI
 * 2.
 */
const HEADER_BYTES = 625;

/** Counts the bytes of a scan; a byte of ones is followed by a stuffed zero. */
class BitCounter {
  private pending = 0;
  private count = 0;
  bytes = 0;

  put([code, length]: readonly [number, number]): void {
    this.pending = (this.pending << length) | code;
    this.count += length;
    while (this.count >= 8) {
      this.count -= 8;
      this.bytes += this.pending >> this.count === 0xff ? 2 : 1;
      this.pending &= (1 << this.count) - 1;
    }
  }

  /** Fills the last byte with ones. */
  end(): void {
    if (this.count > 0) this.put([(1 << (8 - this.count)) - 1, 8 - this.count]);
  }
}

/** DCT[u·8+x] = c(u)/2·cos((2x+1)uπ/16). */
const DCT = Float64Array.from(
  { length: 64 },
  (_, i) =>
    ((i < 8 ? Math.SQRT1_2 : 1) / 2) *
    Math.cos(((2 * (i % 8) + 1) * Math.floor(i / 8) * Math.PI) / 16),
);

interface Component {
  /** Samples in whole bytes, read with edges repeated. */
  readonly plane: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly table: readonly number[];
  readonly codes: { readonly dc: HuffmanTable; readonly ac: HuffmanTable };
  previousDc: number;
}

const sizeOf = (value: number): number => 32 - Math.clz32(Math.abs(value));

/** A value's own bits: a negative one as value − 1 in `size` bits. */
const magnitude = (value: number, size: number): readonly [number, number] => [
  value < 0 ? value + 2 ** size - 1 : value,
  size,
];

const samples = new Float64Array(64);
const half = new Float64Array(64);

/** Quantised coefficients of block (bx, by), row-major. */
function transform({ plane, width, height, table }: Component, bx: number, by: number): Int32Array {
  for (let y = 0; y < 8; y++) {
    const row = Math.min(by * 8 + y, height - 1) * width;
    for (let x = 0; x < 8; x++)
      samples[y * 8 + x] = plane[row + Math.min(bx * 8 + x, width - 1)]! - 128;
  }
  for (let y = 0; y < 8; y++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += samples[y * 8 + x]! * DCT[u * 8 + x]!;
      half[y * 8 + u] = sum;
    }
  }
  const out = new Int32Array(64);
  for (let v = 0; v < 8; v++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let y = 0; y < 8; y++) sum += half[y * 8 + u]! * DCT[v * 8 + y]!;
      // libjpeg rounds twice, to eighths and then to the step: what lies just below a half goes up.
      const eighths = Math.floor(8 * sum + 0.5);
      const step = 8 * table[v * 8 + u]!;
      out[v * 8 + u] = Math.sign(eighths) * Math.floor((Math.abs(eighths) + step / 2) / step);
    }
  }
  return out;
}

function putBlock(bits: BitCounter, component: Component, bx: number, by: number): void {
  const { width, height, codes } = component;
  if (bx * 8 >= width || by * 8 >= height) {
    // A block that only fills the last 16×16 unit: libjpeg repeats the DC and leaves the rest
    // empty.
    bits.put(codes.dc.get(0)!);
    bits.put(codes.ac.get(END)!);
    return;
  }
  const block = transform(component, bx, by);
  const difference = block[0]! - component.previousDc;
  component.previousDc = block[0]!;
  bits.put(codes.dc.get(sizeOf(difference))!);
  bits.put(magnitude(difference, sizeOf(difference)));
  let run = 0;
  for (let k = 1; k < 64; k++) {
    const value = block[ZIGZAG[k]!]!;
    if (value === 0) {
      run++;
      continue;
    }
    for (; run > 15; run -= 16) bits.put(codes.ac.get(ZEROS)!);
    const size = sizeOf(value);
    bits.put(codes.ac.get(run * 16 + size)!);
    bits.put(magnitude(value, size));
    run = 0;
  }
  if (run > 0) bits.put(codes.ac.get(END)!);
}

/** Half the width in whole blocks. */
const chromaWidth = (width: number): number => Math.ceil(width / 16) * 8;

/** Y, and Cb and Cr at half size. */
function planesOf({ width, height, rgb }: RgbImage): [Uint8Array, Uint8Array, Uint8Array] {
  const luma = new Uint8Array(width * height);
  const full = [new Uint8Array(width * height), new Uint8Array(width * height)] as const;
  for (let i = 0; i < width * height; i++) {
    const r = Math.round(rgb[i * 3]!);
    const g = Math.round(rgb[i * 3 + 1]!);
    const b = Math.round(rgb[i * 3 + 2]!);
    luma[i] = Math.floor(0.299 * r + 0.587 * g + 0.114 * b + 0.5);
    // libjpeg rounds these two just below a half.
    full[0][i] = Math.min(
      255,
      Math.floor(-0.168735892 * r - 0.331264108 * g + 0.5 * b + 128.4999847),
    );
    full[1][i] = Math.min(
      255,
      Math.floor(0.5 * r - 0.418687589 * g - 0.081312411 * b + 128.4999847),
    );
  }
  // Past the right edge the image's last column is repeated before halving; below, the last row
  // after it (as libjpeg pads).
  const wide = chromaWidth(width);
  const high = Math.ceil(height / 2);
  const [cb, cr] = full.map((plane) => {
    const out = new Uint8Array(wide * high);
    for (let y = 0; y < high; y++) {
      const upper = 2 * y * width;
      const lower = Math.min(2 * y + 1, height - 1) * width;
      for (let x = 0; x < wide; x++) {
        const left = Math.min(2 * x, width - 1);
        const right = Math.min(2 * x + 1, width - 1);
        // Halves are rounded down and up in turn, so that chroma does not drift.
        out[y * wide + x] =
          (plane[upper + left]! +
            plane[upper + right]! +
            plane[lower + left]! +
            plane[lower + right]! +
            1 +
            (x % 2)) >>
          2;
      }
    }
    return out;
  });
  return [luma, cb!, cr!];
}

/**
 * Size in bytes. Fractional pixel values are rounded. Errors: throws when the pixels do not fit the
 * size.
 */
export function jpegSize(image: RgbImage): number {
  const { width, height, rgb } = image;
  if (width < 1 || height < 1 || rgb.length !== width * height * 3)
    throw new Error(`an image of ${width}×${height} has ${rgb.length} numbers of RGB`);
  const [luma, cb, cr] = planesOf(image);
  const y: Component = {
    plane: luma,
    width,
    height,
    table: atQuality95(LUMINANCE),
    codes: LUMINANCE_CODES,
    previousDc: 0,
  };
  const chroma = [cb, cr].map((plane): Component => ({
    plane,
    width: chromaWidth(width),
    height: Math.ceil(height / 2),
    table: atQuality95(CHROMINANCE),
    codes: CHROMINANCE_CODES,
    previousDc: 0,
  }));
  const bits = new BitCounter();
  for (let my = 0; my < Math.ceil(height / 16); my++) {
    for (let mx = 0; mx < Math.ceil(width / 16); mx++) {
      for (let block = 0; block < 4; block++)
        putBlock(bits, y, 2 * mx + (block % 2), 2 * my + Math.floor(block / 2));
      for (const component of chroma) putBlock(bits, component, mx, my);
    }
  }
  bits.end();
  return HEADER_BYTES + bits.bytes;
}

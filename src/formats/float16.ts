// IEEE 754 half precision as 16-bit patterns, for weights: decode exactly, encode by round to
// nearest even. No arithmetic here.

const view = new DataView(new ArrayBuffer(4));

/** Value of one half-precision bit pattern. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Bit pattern of the half nearest to `value` (ties to even; beyond 65,520 is infinity). */
export function numberToHalf(value: number): number {
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = Math.abs(view.getFloat32(0));
  if (Number.isNaN(value)) return sign | 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00;
  if (magnitude < 2 ** -14) return sign | roundToEven(magnitude * 2 ** 24);
  const exponent = ((bits >>> 23) & 255) - 127;
  return sign | (((exponent + 15) << 10) + roundToEven((magnitude / 2 ** exponent - 1) * 1024));
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

let table: Float32Array | null = null;

/** Half bit patterns as float32. */
export function halvesToFloat32(bits: Uint16Array): Float32Array {
  // Full-size models have 10⁹ of them: looked up.
  table ??= Float32Array.from({ length: 2 ** 16 }, (_, pattern) => halfToNumber(pattern));
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = table[bits[i]!]!;
  return values;
}

/** Float32 values as half bit patterns; as numberToHalf, in whole numbers. */
export function float32ToHalves(values: Float32Array): Uint16Array {
  const patterns = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const pattern = patterns[i]!;
    const magnitude = pattern & 0x7fffffff;
    // From 2⁻¹⁴ to below 65,520: another bias of the exponent, then 13 bits rounded away.
    if (magnitude >= 0x38800000 && magnitude < 0x477ff000) {
      const moved = magnitude - 0x38000000;
      const rounded = (moved + 0xfff + ((moved >>> 13) & 1)) >>> 13;
      halves[i] = ((pattern >>> 16) & 0x8000) | rounded;
    } else halves[i] = numberToHalf(values[i]!);
  }
  return halves;
}

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

/** Half bit patterns as float32. */
export function halvesToFloat32(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, halfToNumber);
}

/** Float32 values as half bit patterns. */
export function float32ToHalves(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, numberToHalf);
}

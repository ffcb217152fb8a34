// A checkpoint tensor as the kernels read it (WeightLayout in graph.ts). Works tensor by tensor on
// the way to the device: nothing else of the checkpoint needs to be in memory.

import type { WeightLayout } from '../../graph/graph';

/**
 * Shape a checkpoint tensor of rank 2 or 4 (any, if `stored`) has once laid out. Errors: throws
 * when the rank does not suit the layout.
 */
export function layoutShape(shape: readonly number[], layout: WeightLayout): number[] {
  if (layout === 'stored') return [...shape];
  const [o, i, kh = 1, kw = 1] = shape as [number, number, number?, number?];
  if (shape.length !== 2 && shape.length !== 4)
    throw new Error(`layout ${layout} wants a [O,I] or [O,I,kh,kw] tensor, got [${shape}]`);
  return [kh * kw * i, o];
}

/** Output rows laid out at a time: their source lines stay in the cache. */
const BLOCK = 16;

/**
 * Lays a checkpoint tensor out for the kernels (see WeightLayout). Works on f32 values, f16 bit
 * patterns and int8 alike. Errors: throws when the tensor's rank does not suit the layout.
 */
export function layoutWeight<A extends Float32Array | Uint16Array | Int8Array>(
  data: A,
  shape: readonly number[],
  layout: WeightLayout,
): { data: A; shape: number[] } {
  const laid = layoutShape(shape, layout);
  if (layout === 'stored') return { data, shape: laid };
  const [o, i, kh = 1, kw = 1] = shape as [number, number, number?, number?];
  const out = new (data.constructor as new (length: number) => A)(data.length);
  const taps = kh * kw;
  for (let first = 0; first < o; first += BLOCK) {
    const last = Math.min(o, first + BLOCK);
    for (let ii = 0; ii < i; ii++) {
      for (let tap = 0; tap < taps; tap++) {
        const row = (tap * i + ii) * o;
        for (let oo = first; oo < last; oo++) out[row + oo] = data[(oo * i + ii) * taps + tap]!;
      }
    }
  }
  return { data: out, shape: laid };
}

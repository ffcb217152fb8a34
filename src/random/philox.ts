// Counter-based randomness: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as
// 1, 2, 3"). The key is the run's seed, the counter is (stream, step, item, block): any draw can be
// made again without the ones before it, so it is the same on every executor, after every resume,
// and in the PyTorch mirror.

/** What a draw is for; one number a purpose, never reused. */
export const STREAMS = {
  order: 1,
  timestep: 2,
  noise: 3,
  latent: 4,
  captionDropout: 5,
  adapters: 6,
  preview: 7,
  bootstrap: 8,
  evaluation: 9,
  generation: 10,
  mask: 11,
  blind: 16,
  probe: 17,
  pairs: 18,
  groups: 19,
  examples: 24,
  bucketOrder: 25,
} as const;

/**
 * Counter words of a draw. `item` is the place in the batch (or another index); all are unsigned
 * 32-bit.
 */
export interface Counter {
  readonly stream: number;
  readonly step: number;
  readonly item: number;
}

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const cross = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(cross / 65536)) >>> 0;
}

/**
 * One Philox4x32-10 block: counter of four words, key of two -> four words (all unsigned 32-bit).
 */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = mulHigh(M0, c0);
    const low0 = Math.imul(M0, c0) >>> 0;
    const high1 = mulHigh(M1, c2);
    const low1 = Math.imul(M1, c2) >>> 0;
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/**
 * `count` words: block b of the counter gives words 4b…4b+3. `seed` may be any whole number up to
 * 2⁵³.
 */
function words(seed: number, { stream, step, item }: Counter, count: number): Uint32Array {
  const key: [number, number] = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
  const out = new Uint32Array(Math.ceil(count / 4) * 4);
  for (let block = 0; block * 4 < count; block++)
    out.set(philox4x32([block, item >>> 0, step >>> 0, stream >>> 0], key), block * 4);
  return out;
}

/** Uniform numbers in (0, 1): (word + ½)/2³². */
export function uniforms(seed: number, counter: Counter, count: number): Float64Array {
  return Float64Array.from(
    words(seed, counter, count).subarray(0, count),
    (word) => (word + 0.5) / 2 ** 32,
  );
}

/** Standard normal numbers: Box–Muller on pairs of uniforms in float64, rounded to float32. */
export function normals(seed: number, counter: Counter, count: number): Float32Array {
  const pairs = Math.ceil(count / 2);
  const draws = uniforms(seed, counter, pairs * 2);
  const out = new Float32Array(pairs * 2);
  for (let pair = 0; pair < pairs; pair++) {
    const radius = Math.sqrt(-2 * Math.log(draws[2 * pair]!));
    const angle = 2 * Math.PI * draws[2 * pair + 1]!;
    out[2 * pair] = radius * Math.cos(angle);
    out[2 * pair + 1] = radius * Math.sin(angle);
  }
  return out.subarray(0, count);
}

/** One whole number in 0…n−1 (multiply-shift; bias below n/2³²). */
export function randomInt(seed: number, counter: Counter, n: number): number {
  return Math.floor((words(seed, counter, 1)[0]! / 2 ** 32) * n);
}

/** A permutation of 0…n−1 (Fisher–Yates, one word a swap). */
export function permutation(seed: number, counter: Counter, n: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const draws = words(seed, counter, n);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor((draws[i]! / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

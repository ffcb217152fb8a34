// Writes random tensors as a safetensors file, a few megabytes at a time: the header first, then
// each tensor from numbers that follow from its name and the seed alone, so that a checkpoint in
// another layout or type holds the same weights.

import { open } from 'node:fs/promises';
import { halvesToFloat32, numberToHalf } from '../../src/formats/float16';
import type { RandomTensor } from './tensors';

export type FileType = 'F16' | 'F32';

/** Numbers made and written at a time. */
const CHUNK = 2 ** 20;

const count = ({ shape }: RandomTensor): number => shape.reduce((product, n) => product * n, 1);

/** FNV-1a, as a start for the numbers of a tensor. */
function seedOf(name: string, seed: number): number {
  let hash = (0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  for (const character of name)
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return hash === 0 ? 1 : hash;
}

/** A number is one of so many, evenly spread. */
const LEVELS = 4096;

/** The numbers of a tensor as they lie in a file; each is a half, in an F32 file too. */
function levelsOf({ mean, spread }: RandomTensor, type: FileType): Uint16Array | Float32Array {
  const halves = Uint16Array.from({ length: LEVELS }, (_, level) =>
    numberToHalf(mean + spread * Math.sqrt(3) * ((2 * level + 1) / LEVELS - 1)),
  );
  return type === 'F16' ? halves : halvesToFloat32(halves);
}

/** xorshift32 (Marsaglia 2003): the next numbers of a tensor into `into`; returns the state. */
function fill<Numbers extends Uint16Array | Float32Array>(
  into: Numbers,
  levels: Numbers,
  state: number,
): number {
  let x = state;
  for (let i = 0; i < into.length; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    into[i] = levels[x >>> 20]!;
  }
  return x;
}

/**
 * Writes the tensors to `path`, under their own names where `names` gives no others. Returns the
 * bytes written. Errors: of the file system.
 */
export async function writeRandom(
  path: string,
  tensors: readonly RandomTensor[],
  { type, seed, names }: WriteOptions,
): Promise<number> {
  const itemBytes = type === 'F16' ? 2 : 4;
  const header: Record<string, unknown> = {};
  let end = 0;
  for (const tensor of tensors) {
    const begin = end;
    end += itemBytes * count(tensor);
    header[names?.get(tensor) ?? tensor.name] = {
      dtype: type,
      shape: tensor.shape,
      data_offsets: [begin, end],
    };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.length / 8) * 8;
  const head = new Uint8Array(8 + padded).fill(0x20, 8);
  new DataView(head.buffer).setBigUint64(0, BigInt(padded), true);
  head.set(json, 8);
  const file = await open(path, 'w');
  try {
    await file.writeFile(head);
    for (const tensor of tensors) {
      let state = seedOf(tensor.name, seed);
      const levels = levelsOf(tensor, type);
      for (let left = count(tensor); left > 0; left -= CHUNK) {
        const part = new (type === 'F16' ? Uint16Array : Float32Array)(Math.min(left, CHUNK));
        state = fill(part, levels, state);
        await file.writeFile(new Uint8Array(part.buffer));
      }
    }
  } finally {
    await file.close();
  }
  return head.length + end;
}

export interface WriteOptions {
  readonly type: FileType;
  readonly seed: number;
  readonly names?: ReadonlyMap<RandomTensor, string>;
}

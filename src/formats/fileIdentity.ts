// Names the content of a weight file, so that checkpoints, cached latents and uploads can tell
// bases apart. A file of up to 256 MiB is named by the SHA-256 of all its bytes, as every run
// stored so far names its base. A larger one is named by its size, its header and sampled ranges:
// two fine-tunes of one architecture differ in nearly every weight, and hashing gigabytes would
// take longer than loading them. A sampled name starts with "sampled:", so that it is never taken
// for a whole hash.

import type { RangedFile } from './rangedFile';
import { sha256 } from './sha256';

/** Largest file that is hashed whole. */
export const WHOLE_BYTES = 256 * 2 ** 20;
/** Ranges sampled of a larger one, evenly spaced, and bytes of each. */
const SAMPLES = 128;
const SAMPLE_BYTES = 16 * 2 ** 10;
/** The header of a safetensors file of some 4,000 tensors takes half of this. */
const HEADER_BYTES = 2 ** 20;

/** Name of a file's content. Reads at most 3 MiB of a file that is larger than `wholeBytes`. */
export async function fileIdentity(file: RangedFile, wholeBytes = WHOLE_BYTES): Promise<string> {
  const { size } = file;
  if (size <= wholeBytes) return sha256(await file.read(0, size));
  const head = await file.read(0, Math.min(size, HEADER_BYTES));
  const sampled = new Uint8Array(8 + head.length + SAMPLES * SAMPLE_BYTES);
  new DataView(sampled.buffer).setFloat64(0, size, true);
  sampled.set(head, 8);
  for (let i = 0; i < SAMPLES; i++) {
    const start = Math.floor(((size - SAMPLE_BYTES) * i) / (SAMPLES - 1));
    const part = await file.read(Math.max(0, start), Math.min(size, start + SAMPLE_BYTES));
    sampled.set(part, 8 + head.length + i * SAMPLE_BYTES);
  }
  return `sampled:${await sha256(sampled)}`;
}

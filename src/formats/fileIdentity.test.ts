// What names a weight file: all of a small one, header and samples of a large one.

import { expect, it } from 'vitest';
import { fileIdentity } from './fileIdentity';
import { blobFile, bytesFile, type RangedFile } from './rangedFile';
import { sha256 } from './sha256';

const bytes = Uint8Array.from({ length: 5_000_000 }, (_, i) => (i * i) % 251);

it('is the SHA-256 of a file that is hashed whole', async () => {
  expect(await fileIdentity(bytesFile(bytes))).toBe(await sha256(bytes));
  expect(await fileIdentity(blobFile(new Blob([bytes])))).toBe(await sha256(bytes));
});

it('reads a few MiB of a larger one; headers, sizes and weights tell files apart', async () => {
  let read = 0;
  const counted: RangedFile = {
    size: bytes.length,
    read: async (start, end) => {
      read += end - start;
      return bytes.subarray(start, end);
    },
  };
  const name = await fileIdentity(counted, 1000);
  expect(name).toMatch(/^sampled:[0-9a-f]{64}$/);
  expect(read).toBeLessThanOrEqual(3 * 2 ** 20);
  expect(await fileIdentity(counted, 1000)).toBe(name);
  expect(await fileIdentity(bytesFile(bytes.subarray(0, -1)), 1000)).not.toBe(name);
  const header = bytes.slice();
  header[9]! += 1;
  expect(await fileIdentity(bytesFile(header), 1000)).not.toBe(name);
  const tuned = bytes.map((byte, i) => (i % 3000 === 0 && i > 2_000_000 ? byte ^ 1 : byte));
  expect(await fileIdentity(bytesFile(tuned), 1000)).not.toBe(name);
});

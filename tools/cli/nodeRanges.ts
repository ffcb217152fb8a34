// Files of the disk read by ranges: a safetensors file of any size is opened by its header and
// never read whole (Node's readFile refuses more than 2 GiB). Each range opens and closes the file,
// so that no handle is left to be closed.

import { open, stat } from 'node:fs/promises';
import type { RangedFile } from '../../src/formats/rangedFile';

/** A file of the disk. Rejects when it is not there. */
export async function nodeFile(path: string): Promise<RangedFile> {
  const { size } = await stat(path);
  return {
    size,
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      const handle = await open(path, 'r');
      try {
        for (let at = 0; at < bytes.length;) {
          const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
          if (bytesRead === 0) throw new Error(`${path} ends after ${start + at} bytes.`);
          at += bytesRead;
        }
      } finally {
        await handle.close();
      }
      return bytes;
    },
  };
}

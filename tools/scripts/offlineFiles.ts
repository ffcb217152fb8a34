// After a build: the SHA-256 and size of every file of it go into the service worker, which keeps
// only files that have them.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Plugin } from 'vite';

const WORKER = 'sw.js';
const PLACE = 'const FILES = {};';

/** Path -> [sha256 in hex, bytes] of the files below a folder, without the worker itself. */
export function filesOf(folder: string): Record<string, [string, number]> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile() && path !== WORKER)
      .sort()
      .map((path) => {
        const bytes = readFileSync(join(folder, path));
        const hash = createHash('sha256').update(bytes).digest('hex');
        return [path.replaceAll(sep, '/'), [hash, bytes.length]];
      }),
  );
}

export function offlineFiles(): Plugin {
  let folder = '';
  return {
    name: 'offline-files',
    apply: 'build',
    configResolved: ({ root, build }) => {
      folder = join(root, build.outDir);
    },
    closeBundle() {
      const worker = join(folder, WORKER);
      const source = readFileSync(worker, 'utf8');
      if (!source.includes(PLACE)) throw new Error(`${WORKER} has no “${PLACE}”`);
      writeFileSync(
        worker,
        source.replace(PLACE, `const FILES = ${JSON.stringify(filesOf(folder))};`),
      );
    },
  };
}

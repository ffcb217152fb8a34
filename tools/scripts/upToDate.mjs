// Remembers what a build was made from, so that it is made again only when something changed. A
// fingerprint is a hash of the names, sizes and times of all files below the given paths; deleted
// files change it too.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

const SKIPPED = new Set(['node_modules', '__pycache__', 'pretrain']);

function* filesBelow(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) return;
  if (!entry.isDirectory()) {
    yield `${path} ${entry.size} ${entry.mtimeMs}`;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (!SKIPPED.has(name)) yield* filesBelow(join(path, name));
  }
}

/** Hash of the files below `paths` (relative to the root). */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    for (const line of filesBelow(join(root, path))) hash.update(`${line}\n`);
  return hash.digest('hex');
}

const stampOf = (name) => join(root, 'build', `${name}.stamp`);

/** True when `product` exists and was made from files with this fingerprint. */
export function isUpToDate(name, product, print) {
  const stamp = stampOf(name);
  return (
    existsSync(join(root, product)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === print
  );
}

/** Notes that the build `name` was made from files with this fingerprint. */
export function noteBuilt(name, print) {
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(stampOf(name), print);
}

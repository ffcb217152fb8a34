// Builds the page into dist/ with Vite, unless what lies there was made from these very files.

import { runPackage } from './install.mjs';
import { fingerprint, isUpToDate, noteBuilt } from './upToDate.mjs';

const SOURCES = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'tools/scripts/clipMerges.mjs',
  'package-lock.json',
  'tsconfig.json',
];

/** Resolves with true when dist/ is built and current. */
export async function buildApp() {
  const print = fingerprint(SOURCES);
  if (isUpToDate('app', 'dist/index.html', print)) return true;
  console.log('Building the page …');
  const code = await runPackage('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
  if (code !== 0) return false;
  noteBuilt('app', print);
  return true;
}

// Builds one command-line tool written in TypeScript for Node: Vite's SSR build, so that `?raw`
// WGSL imports and import.meta.glob work as in the page. PLUMBLINE_TOOL names the entry
// (tools/parity/parity.ts, e2e/run.ts …); packages stay outside the bundle and are read from
// node_modules. Called by runTool.mjs, which skips it when nothing changed.

import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { clipMerges } from './clipMerges.mjs';

const entry = process.env['PLUMBLINE_TOOL'];
if (!entry) throw new Error('PLUMBLINE_TOOL names no entry: use npm run parity, align or bench.');
const name = basename(entry, '.ts');

export default defineConfig({
  root: dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  publicDir: false,
  plugins: [clipMerges()],
  logLevel: 'warn',
  build: {
    ssr: entry,
    outDir: `build/${name}`,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: { output: { format: 'es', entryFileNames: `${name}.js` } },
  },
});

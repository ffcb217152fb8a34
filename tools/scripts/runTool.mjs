// `node tools/scripts/runTool.mjs NAME [arguments]`: installs if needed, builds tools/NAME.ts (or
// e2e/run.ts) for Node when something changed, and runs it with the arguments. Its exit code is
// ours.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, requireNode, root, runPackage, runProgram } from './install.mjs';
import { fingerprint, isUpToDate, noteBuilt } from './upToDate.mjs';

/**
 * Builds the tool whose entry is `entry`; resolves with the built script's path, or null when the
 * build failed.
 */
export async function buildTool(entry) {
  const name = entry.replace(/^.*\//, '').replace(/\.ts$/, '');
  const print = fingerprint([
    'src',
    'tools',
    'e2e',
    'test-support',
    'package-lock.json',
    'tsconfig.json',
    'tools/scripts/clipMerges.mjs',
  ]);
  const product = `build/${name}/${name}.js`;
  if (!isUpToDate(name, product, print)) {
    const env = { ...process.env, PLUMBLINE_TOOL: entry };
    if (
      (await runPackage(
        'vite/bin/vite.js',
        ['build', '--config', 'tools/scripts/vite.tools.config.ts'],
        {
          env,
        },
      )) !== 0
    )
      return null;
    noteBuilt(name, print);
  }
  return join(root, product);
}

/** Runs a built tool; resolves with its exit code. */
export async function runTool(entry, args, options = {}) {
  const script = await buildTool(entry);
  return script === null
    ? 1
    : runProgram(process.execPath, ['--enable-source-maps', script, ...args], options);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  requireNode();
  const [name, ...args] = process.argv.slice(2);
  if (!name || !/^[\w/-]+$/.test(name)) {
    console.error('Which tool? E.g. node tools/scripts/runTool.mjs parity/parity fixtures');
    process.exit(1);
  }
  await ensureInstalled();
  const { dawnEnvironment, findChromium } = await import('./chromium.mjs');
  const env = dawnEnvironment(await findChromium());
  process.exit(await runTool(`tools/${name}.ts`, args, { env, cwd: process.cwd() }));
}

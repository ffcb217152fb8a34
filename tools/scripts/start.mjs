// `npm start`: from a fresh clone to the studio in a browser. Installs and builds if needed, serves
// dist/ on localhost with cross-origin isolation, prints the address and opens a browser where
// there is one. Ctrl-C ends it.
// Options: --no-open, --port N (the first port to try).

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, requireNode, root } from './install.mjs';
import { serve } from './serve.mjs';

/**
 * The program that opens an address on this machine, or null where there is no screen to open it
 * on.
 */
function opener() {
  if (process.env.CI) return null;
  if (process.platform === 'darwin') return ['open', []];
  if (process.platform === 'win32') return ['cmd', ['/c', 'start', '']];
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return null;
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => existsSync(join(folder, 'xdg-open')));
  return found ? ['xdg-open', []] : null;
}

requireNode();
const USAGE = `npm start -- [options]: builds the studio and serves it on this machine.
  --port N     the first port to try (4173)
  --no-open    opens no browser`;
let values;
try {
  ({ values } = parseArgs({
    options: {
      'no-open': { type: 'boolean' },
      port: { type: 'string', default: '4173' },
      help: { type: 'boolean' },
    },
  }));
} catch (error) {
  console.error(`${error.message}\n\n${USAGE}`);
  process.exit(1);
}
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const firstPort = Number(values.port);
if (!Number.isInteger(firstPort) || firstPort < 1 || firstPort > 65000) {
  console.error(`--port ${values.port}: a whole number from 1 to 65000 is wanted.`);
  process.exit(1);
}
await ensureInstalled();
const { buildApp } = await import('./buildApp.mjs');
if (!(await buildApp())) {
  console.error('The build failed: see above.');
  process.exit(1);
}
const server = await serve(join(root, 'dist'), { firstPort });
console.log(`\nPlumbline is at ${server.url}\nCtrl-C ends it.`);

const open = values['no-open'] ? null : opener();
if (open)
  spawn(open[0], [...open[1], server.url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await server.close();
    console.log('\nStopped.');
    process.exit(0);
  });
}

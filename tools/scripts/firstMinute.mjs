// `npm run first-minute`: builds and serves the page, compressed as `npm start` serves it, and has
// e2e/firstMinute.ts measure the first minute. `-- --models nano,emoji-64 --executor wgsl --json`.

import { join } from 'node:path';
import { ensureInstalled, requireNode, root } from './install.mjs';

requireNode();
await ensureInstalled();
const { dawnEnvironment, ensureChromium } = await import('./chromium.mjs');
const { buildApp } = await import('./buildApp.mjs');
const { runTool } = await import('./runTool.mjs');
const { serve } = await import('./serve.mjs');

const chromium = await ensureChromium();
if (!(await buildApp())) process.exit(1);
const server = await serve(join(root, 'dist'), { firstPort: 4350 });
const env = {
  ...dawnEnvironment(chromium),
  PLUMBLINE_ORIGIN: server.url,
  PLUMBLINE_CHROMIUM: chromium,
};
const code = await runTool('e2e/firstMinute.ts', process.argv.slice(2), { env, cwd: root });
await server.close();
process.exit(code);

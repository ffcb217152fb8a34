// `npm run screenshots`: builds and serves the page and has e2e/screenshots.ts photograph it into
// docs/screenshots: every screen at 1440 × 1000, 1280 × 720 and 390 × 844, light and dark, as WebP.
// Takes a few minutes. `-- --model nano --steps 24 --batch 4 --executor wgsl --out DIR` for others;
// `--only training,after` takes some, `--full` whole pages instead of the first view.

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
const server = await serve(join(root, 'dist'), { firstPort: 4300 });
const env = {
  ...dawnEnvironment(chromium),
  PLUMBLINE_ORIGIN: server.url,
  PLUMBLINE_CHROMIUM: chromium,
};
const code = await runTool('e2e/screenshots.ts', process.argv.slice(2), { env, cwd: root });
await server.close();
process.exit(code);

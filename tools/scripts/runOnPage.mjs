// Builds the page, serves it compressed as `npm start` does, and runs a tool of e2e/ on it in a
// real Chromium, with the arguments of the command line. Ends the process with the tool's code.

import { join } from 'node:path';
import { ensureInstalled, requireNode, root } from './install.mjs';

/** `entry`: the tool's path below the repository, e.g. `e2e/screenshots.ts`. */
export async function runOnPage(entry) {
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
  const code = await runTool(entry, process.argv.slice(2), { env, cwd: root });
  await server.close();
  process.exit(code);
}

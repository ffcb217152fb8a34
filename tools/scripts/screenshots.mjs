// `npm run screenshots`: builds and serves the page and has e2e/screenshots.ts photograph it into
// docs/screenshots: every screen at 1440 × 1000, 1280 × 720 and 390 × 844, light and dark, as WebP.
// Takes a few minutes. `-- --model nano --steps 24 --batch 4 --executor wgsl --out DIR` for others;
// `--only training,after` takes some, `--full` whole pages instead of the first view. Of each
// screen at most light-1440, dark-1280 and light-390 are committed: delete the others.

import { runOnPage } from './runOnPage.mjs';

await runOnPage('e2e/screenshots.ts');

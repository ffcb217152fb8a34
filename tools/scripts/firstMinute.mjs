// `npm run first-minute`: builds and serves the page, compressed as `npm start` serves it, and has
// e2e/firstMinute.ts measure the first minute. `-- --models nano,emoji-64 --executor wgsl --json`.

import { runOnPage } from './runOnPage.mjs';

await runOnPage('e2e/firstMinute.ts');

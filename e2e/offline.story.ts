// Without a network: the page, the worker and a model that was read once come out of the service
// worker's cache, each file checked by its hash, and a run goes on. The server is truly gone.

import { serve } from '../tools/scripts/serve.mjs';
import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { plainSet } from './scoredSet';
import { check, StudioPage, until } from './studioPage';

export const story: Story = {
  name: 'the studio opens and trains without a network once it was open with one',
  async tell(stage) {
    stage.expectConsoleError(/ERR_CONNECTION_REFUSED|Failed to load resource|Failed to fetch/u);
    const server = await serve('dist', { firstPort: 4250 });
    stage.allowed.push(new URL(server.url).origin);
    const page = await stage.context.newPage();
    await page.goto(`${server.url}#data`);
    const studio = await new StudioPage(page, stage).ready();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await until('the page is under the worker', () =>
      page.evaluate(() => navigator.serviceWorker.controller !== null),
    );
    await studio.chooseModel('nano');
    await studio.dropZip('scored.zip', plainSet(8).zip);
    await studio.importDraft(8);
    await studio.goTo('objective');
    await studio.setNumbers({ rank: 2, batchSize: 4, steps: 4, previewEvery: 0 });
    await studio.goTo('training');
    await studio.at(testIds.oneStep).click();
    await studio.untilStep(1);

    await server.close();
    await page.reload();
    await studio.ready();
    check(await page.evaluate(() => globalThis.crossOriginIsolated), 'still isolated');
    await studio.at(testIds.continueRun).click();
    await studio.untilStatus('finished');
    await page.close();
  },
};

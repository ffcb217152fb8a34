// A worker that dies, for the stories that bring the studio back from it.

import type { Stage } from './browser';
import { check, type StudioPage } from './studioPage';

/** An error in the worker that nobody catches, as the page sees it when a worker dies. */
export async function crashWorker(stage: Stage, studio: StudioPage): Promise<void> {
  stage.expectConsoleError(/thrown by a story/u);
  const worker = studio.page.workers().find((one) => one.url().includes('studio.worker'));
  check(worker !== undefined, 'the studio’s worker is known to the browser');
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('thrown by a story');
    });
  });
}

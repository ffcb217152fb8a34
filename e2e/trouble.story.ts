// A worker that hangs and a GPU that is taken away: each is said as what it is, and the run goes on
// from its last checkpoint.

import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { plainSet } from './scoredSet';
import { check, openStudio, type StudioPage } from './studioPage';

const IMAGES = 8;
const EVERY = 2;

/** Lets a story reach the worker's device. */
const KEEP_DEVICE = `
const request = globalThis.GPUAdapter.prototype.requestDevice;
globalThis.GPUAdapter.prototype.requestDevice = async function (...given) {
  globalThis.deviceOfStory = await request.apply(this, given);
  return globalThis.deviceOfStory;
};
`;

function worker(studio: StudioPage) {
  const found = studio.page.workers().find((one) => one.url().includes('studio.worker'));
  check(found !== undefined, 'the studio’s worker is known to the browser');
  return found;
}

export const story: Story = {
  name: 'a destroyed GPU device and a hung worker are named, and the run goes on',
  async tell(stage) {
    await stage.context.route(/studio\.worker[^/]*\.js/u, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: KEEP_DEVICE + (await response.text()) });
    });
    // The page's clock can be put forward; until then it goes as any other.
    await stage.context.clock.install();
    const studio = await openStudio(stage, { query: '?executor=wgsl' });
    await studio.chooseModel('nano');
    await studio.dropZip('scored.zip', plainSet(IMAGES).zip);
    await studio.importDraft(IMAGES);
    await studio.goTo('objective');
    await studio.setNumbers({
      batchSize: 2,
      rank: 2,
      steps: 2000,
      checkpointEvery: EVERY,
      previewEvery: 0,
    });
    await studio.goTo('training');
    await studio.at(testIds.start).click();
    await studio.untilStep(EVERY + 1);
    await worker(studio).evaluate(() =>
      (globalThis as unknown as { deviceOfStory: GPUDevice }).deviceOfStory.destroy(),
    );
    await studio.untilStatus('failed');
    const told = String(await studio.at(testIds.notice).allInnerTexts());
    check(/GPU/u.test(told) && !/learning rate/u.test(told), `the loss is named: ${told}`);
    const bar = await studio.page.locator('.run-bar').innerText();
    check(/GPU/u.test(bar) && /Saved up to step/u.test(bar), `and what is kept: ${bar}`);
    // The one button: a new worker with a new device, and the run in it.
    await studio.page.locator('.run-bar').getByText('Load the last checkpoint').first().click();
    await studio.untilStatus('paused');
    const kept = await studio.step();
    await studio.at(testIds.resume).click();
    await studio.untilStep(kept + EVERY + 1);

    void worker(studio)
      .evaluate(() => {
        for (;;);
      })
      .catch(() => undefined);
    // Ten seconds of silence, at once.
    await studio.page.clock.runFor(10_500);
    await studio.at(testIds.hung).waitFor();
    const hung = await studio.text(testIds.hung);
    check(/has not answered for \d+ s/u.test(hung), `the silence is told: ${hung}`);
    const step = Number(/Restart from step (\d+)/u.exec(hung)?.[1]);
    check(step >= kept, `a step to restart from: ${hung}`);
    await stage.checkAccessibility(studio.page, 'a hung worker');
    await studio.at(testIds.hungRestart).click();
    await studio.untilStatus('paused');
    check((await studio.step()) >= step, 'the run is loaded from its last checkpoint');
    await studio.at(testIds.oneStep).click();
    await studio.untilStep(step + 1);
  },
};

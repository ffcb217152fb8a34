// Two tabs on one run: one owns it, the other follows it live, read-only, and takes it over by
// asking; the first then follows, and no step is lost or mixed. A reload before the first
// checkpoint and a tab closed while it trains both leave an offer to go on.

import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { plainSet } from './scoredSet';
import { check, checkSame, openStudio, until } from './studioPage';

const IMAGES = 8;

export const story: Story = {
  name: 'two tabs on one run: one owns it, the other follows live and takes over by asking',
  async tell(stage) {
    const owner = await openStudio(stage, { query: '?executor=tfjs-wasm' });
    await owner.chooseModel('nano');
    await owner.dropZip('scored.zip', plainSet(IMAGES).zip);
    await owner.importDraft(IMAGES);
    await owner.goTo('objective');
    await owner.setNumbers({
      batchSize: 2,
      rank: 2,
      steps: 5000,
      checkpointEvery: 1000,
      previewEvery: 0,
    });
    await owner.goTo('training');
    await owner.at(testIds.start).click();
    await owner.untilStep(3);
    // Nothing is saved yet: after a reload the run is offered all the same, from step 0.
    await owner.page.reload();
    await owner.ready();
    const offer = await owner.text(testIds.continueOffer);
    check(/again from step 0/u.test(offer), `the reloaded tab says where it begins: ${offer}`);
    await owner.at(testIds.continueRun).click();
    await owner.untilStep(3);

    const other = await openStudio(stage, { query: '?executor=tfjs-wasm#training' });
    const row = await other.text(testIds.runRow);
    check(/another tab/u.test(row), `the other tab says who trains it: ${row}`);
    // Nor can it be deleted under the tab that trains it.
    await other.goTo('storage');
    await other.at(testIds.storedRunDelete).click();
    await other.at(`${testIds.storedRunDelete}-confirm`).click();
    await until('it is not deleted', async () =>
      /another tab/u.test(await other.at(testIds.failure).allInnerTexts().then(String)),
    );
    checkSame(await other.at(testIds.storedRun).count(), 1, 'stored runs');
    await other.goTo('training');
    await other.at(testIds.runLoad).click();
    await other.at(testIds.following).waitFor();
    await other.untilStatus('running');
    // No checkpoint is due yet: these steps come from the other tab.
    const seen = await other.step();
    await other.untilStep(seen + 5);
    checkSame(await other.at(testIds.pause).count(), 0, 'controls of a run that is followed');
    await stage.checkAccessibility(other.page, 'a run that is followed');

    await other.at(testIds.takeOver).click();
    await other.at(testIds.pause).waitFor({ timeout: 120_000 });
    await owner.at(testIds.following).waitFor();
    const taken = await other.step();
    await other.untilStep(taken + 3);
    await until('the first tab follows', async () => (await owner.step()) > taken);
    await other.at(testIds.pause).click();
    await owner.untilStatus('paused');
    checkSame(await owner.step(), await other.step(), 'steps in both tabs');
    // What is stored is one course: every step once.
    await other.goTo('compare');
    const csv = await stage.download(other.page, () => other.at(testIds.exportMetrics).click());
    const steps = new TextDecoder().decode(csv.bytes).trim().split('\n').slice(1);
    checkSame(steps.length, await stepsOf(other), 'steps in the curve');

    // Closed in the middle of training: the tab that followed offers to go on.
    await other.at(testIds.resume).click();
    await owner.untilStatus('running');
    await other.page.close();
    await owner.untilStatus('paused');
    await owner.at(testIds.continueOffer).waitFor();
    checkSame(await owner.at(testIds.following).count(), 0, 'tabs that have the run');
    checkSame(await owner.at(testIds.runRow).getAttribute('data-status'), 'paused', 'in the list');
  },
};

async function stepsOf(studio: Awaited<ReturnType<typeof openStudio>>): Promise<number> {
  await studio.goTo('training');
  return studio.step();
}

// Own storage that is not as it was written: an import whose tab was closed, records of junk, a
// damaged checkpoint. Each is named; the rest works; each can be taken out or dropped.

import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { damageNewestCheckpoint, putRecord } from './ownStorage';
import { plainSet } from './scoredSet';
import { check, checkSame, openStudio, until } from './studioPage';

const IMAGES = 8;
/** Enough that the tab closes before the end. */
const MANY = 1500;

export const story: Story = {
  name: 'a closed import, junk records and a damaged checkpoint: named, and the rest works',
  async tell(stage) {
    const first = await openStudio(stage, { query: '?executor=tfjs-wasm' });
    await first.chooseModel('nano');
    await first.dropZip('scored.zip', plainSet(IMAGES).zip);
    await first.importDraft(IMAGES);
    await first.goTo('objective');
    await first.setNumbers({
      batchSize: 2,
      rank: 2,
      steps: 10,
      checkpointEvery: 2,
      previewEvery: 0,
    });
    await first.goTo('training');
    await first.at(testIds.start).click();
    await first.untilStatus('finished');
    await first.goTo('data');
    await first.dropZip('many.zip', plainSet(MANY).zip);
    await first.at(testIds.importButton).click();
    await until('some are in', async () => (await first.number(testIds.importProgress)) > 10);
    await first.page.close();

    const second = await openStudio(stage, { query: '?executor=tfjs-wasm' });
    const list = await second.text(testIds.datasetList);
    check(/interrupted: \d+ of 1,?500 images/u.test(list), `the import is named partial: ${list}`);
    await putRecord(second.page, 'datasets', { id: 'junk', name: 5 });
    await putRecord(second.page, 'runs', { id: 'junk', createdAt: 'yesterday' });
    await putRecord(second.page, 'previews', { runId: 'junk', step: 1, images: 'none' });
    const newest = await damageNewestCheckpoint(second.page);
    checkSame(newest, 10, 'step of the damaged checkpoint');

    await second.page.reload();
    await second.ready();
    checkSame(await second.at(testIds.panelFailure).count(), 0, 'parts of the page that failed');
    await second.goTo('training');
    await second.at(testIds.runLoad).click();
    checkSame(await second.at(testIds.runRow).count(), 1, 'runs listed');
    await second.at(testIds.loadEarlier).click();
    await second.untilStatus('paused');
    checkSame(await second.step(), 8, 'step of the earlier checkpoint');

    await second.goTo('storage');
    await second.at(testIds.damagedRecord).nth(1).waitFor();
    checkSame(await second.at(testIds.damagedRecord).count(), 2, 'damaged records in the lists');
    await second.at(testIds.checkStorage).click();
    await second.at(testIds.damagedRecord).nth(3).waitFor();
    checkSame(await second.at(testIds.damagedRecord).count(), 4, 'damaged records in all');
    const saved = await stage.download(second.page, () =>
      second.at(testIds.damagedExport).first().click(),
    );
    checkSame(JSON.parse(new TextDecoder().decode(saved.bytes)), { id: 'junk', name: 5 }, 'JSON');
    for (let left = 3; left >= 0; left--) {
      await second.at(testIds.damagedDelete).first().click();
      await second.at(`${testIds.damagedDelete}-confirm`).click();
      await until(
        `${left} are left`,
        async () => (await second.at(testIds.damagedRecord).count()) === left,
      );
    }
    checkSame(await second.at(testIds.storedSet).count(), 2, 'sets stored');
    const partial = second.at(testIds.storedSet).filter({ hasText: 'partial' });
    await partial.getByTestId(testIds.storedSetDelete).click();
    await second.at(`${testIds.storedSetDelete}-confirm`).click();
    await until(
      'the partial set is gone',
      async () => (await second.at(testIds.storedSet).count()) === 1,
    );
  },
};

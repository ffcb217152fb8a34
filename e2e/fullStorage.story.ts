// A storage that is full in the middle of a run, and still at the next reload: the run stands still
// with the true reason, its LoRA can be had, the page starts, shows what is stored, and the run
// goes on once there is room. Then everything is cleared under it: the truth is told, and the LoRA
// is still there.

import { parseSafetensors } from '../src/formats/safetensors';
import { testIds } from '../src/ui/testIds';
import type { Stage, Story } from './browser';
import { clearStorage, setQuota } from './ownStorage';
import { plainSet } from './scoredSet';
import { check, checkSame, openStudio, until, type StudioPage } from './studioPage';

const IMAGES = 8;

async function exportLora(stage: Stage, studio: StudioPage): Promise<number> {
  await studio.goTo('compare');
  const { bytes } = await stage.download(studio.page, () =>
    studio.at(testIds.exportDiffusers).click(),
  );
  return parseSafetensors(bytes).tensors.size;
}

export const story: Story = {
  long: true,
  name: 'storage full during a run and at reload, then cleared: true words, nothing lost',
  async tell(stage) {
    const studio = await openStudio(stage, { query: '?executor=tfjs-wasm' });
    await studio.chooseModel('nano');
    await studio.dropZip('scored.zip', plainSet(IMAGES).zip);
    await studio.importDraft(IMAGES);
    await studio.goTo('objective');
    await studio.setNumbers({
      batchSize: 2,
      rank: 2,
      steps: 5000,
      checkpointEvery: 2,
      previewEvery: 0,
    });
    await studio.goTo('training');
    await studio.at(testIds.start).click();
    await studio.untilStep(4);
    await setQuota(stage, studio.page, 1);
    await studio.untilStatus('paused');
    const notice = String(await studio.at(testIds.notice).allInnerTexts());
    check(/no room left .*(checkpoint of step|metrics)/u.test(notice), notice);
    check(!/learning rate/u.test(notice), `no wrong remedy: ${notice}`);
    const stopped = await studio.step();
    check((await exportLora(stage, studio)) > 0, 'the LoRA on the device can be exported');

    // A reload with the storage as full as before.
    await studio.page.reload();
    await studio.ready();
    await studio.goTo('training');
    await studio.at(testIds.continueOffer).waitFor();
    await studio.at(testIds.storage).first().click();
    await studio.at(testIds.storedRun).waitFor();
    checkSame(await studio.at(testIds.storedSet).count(), 1, 'sets on the storage screen');
    await stage.checkAccessibility(studio.page, 'the storage screen');
    await setQuota(stage, studio.page, null);
    await studio.goTo('training');
    await studio.at(testIds.continueRun).click();
    await studio.untilStep(stopped + 2);

    await clearStorage(stage, studio.page);
    await studio.untilStatus('paused');
    await until('the truth is told', async () =>
      /cleared or closed/u.test(await studio.at(testIds.notice).allInnerTexts().then(String)),
    );
    const told = String(await studio.at(testIds.notice).allInnerTexts());
    check(!/everything .*is kept/u.test(told), `nothing false is promised: ${told}`);
    check((await exportLora(stage, studio)) > 0, 'the LoRA in memory can still be exported');
  },
};

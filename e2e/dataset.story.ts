// What the browser keeps and what it lets go: a cancelled import leaves nothing, a set outlives a
// reload, a run that meets a number that is none stops with the reason and keeps its last good
// checkpoint, and a deleted set frees all that belonged to it.

import type { Page } from 'playwright-core';
import { fieldId, testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { plainSet } from './scoredSet';
import { check, checkSame, openStudio, until, type StudioPage } from './studioPage';

const IMAGES = 12;
/** Enough that a press on Cancel comes in time. */
const MANY = 1500;

/** Records in the studio's database, by store. */
function stored(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const finished = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
      });
    const [known] = await indexedDB.databases();
    const db = await finished(indexedDB.open(known!.name!));
    const counts: Record<string, number> = {};
    for (const name of db.objectStoreNames)
      counts[name] = await finished(db.transaction(name).objectStore(name).count());
    db.close();
    return counts;
  });
}

async function cancelAnImport(studio: StudioPage): Promise<void> {
  await studio.dropZip('many.zip', plainSet(MANY).zip);
  await studio.at(testIds.importButton).click();
  await until(
    'some images are stored',
    async () => ((await stored(studio.page))['images'] ?? 0) > 0,
  );
  await studio.at(testIds.importCancel).click();
  await studio.at(testIds.draft).waitFor();
  const left = await stored(studio.page);
  checkSame(
    [left['datasets'], left['images'], left['latents']],
    [0, 0, 0],
    'records after a cancelled import',
  );
  checkSame(
    await studio.at(testIds.failure).count(),
    0,
    'failures shown for what was cancelled on purpose',
  );
  await studio.page.getByRole('button', { name: 'Discard' }).click();
}

/** Raw scores of 10³⁸ are finite; twenty times their distance from τ is not, in float32. */
const hugeScore = (index: number): number => (index - IMAGES / 2) * 1.5e37;

/**
 * Trains with c = 0, then raises c until a weight overflows; the run stops and is taken up again
 * from its checkpoint.
 */
async function meetANumberThatIsNone(studio: StudioPage): Promise<void> {
  await studio.goTo('objective');
  await studio.at('score-scale').selectOption('raw');
  await studio.setNumbers({
    c: 0,
    batchSize: 4,
    rank: 2,
    steps: 500,
    checkpointEvery: 2,
    previewEvery: 0,
  });
  await studio.goTo('training');
  await studio.at(testIds.start).click();
  await studio.untilStep(4);
  await studio.setNumber('c', 20);
  await studio.untilStatus('failed');
  const told = await studio.page.locator(`.run-bar [data-testid=${testIds.failure}]`).innerText();
  check(
    /Step \d+ stopped the run: the \S+.* is (Infinity|NaN|-Infinity)/u.test(told),
    `the reason is named: ${told}`,
  );
  const saved = Number(/Saved up to step (\d+)/u.exec(told)?.[1]);
  check(saved >= 4 && saved % 2 === 0, `a checkpoint is kept, and named: ${told}`);

  await studio.page.getByRole('button', { name: 'Load the last checkpoint' }).first().click();
  await studio.untilStatus('paused');
  checkSame(await studio.step(), saved, 'step of the run loaded again');
  await studio.setNumber('c', 0);
  await studio.at(testIds.oneStep).click();
  await studio.untilStep(saved + 1);
  await studio.untilStatus('paused');
  await studio.at(testIds.stop).click();
  await studio.untilStatus('stopped');
}

/** Opens the list of shortcuts, finds them on or off, and turns them over. */
async function toggleShortcuts(studio: StudioPage, on: boolean): Promise<void> {
  await studio.at(testIds.help).click();
  const choice = studio.page.getByRole('dialog').getByRole('switch');
  checkSame(await choice.isChecked(), on, 'shortcuts are on');
  await choice.press('Space');
  await studio.page.keyboard.press('Escape');
  await choice.waitFor({ state: 'detached' });
}

export const story: Story = {
  name: 'sets: cancelled, kept over a reload, deleted; a run that meets a non-finite number',
  async tell(stage) {
    const studio = await openStudio(stage, { query: '?executor=wgsl' });
    await studio.chooseModel('nano');
    await cancelAnImport(studio);

    await studio.dropZip('huge.zip', plainSet(IMAGES, hugeScore).zip);
    await studio.importDraft(IMAGES);
    await meetANumberThatIsNone(studio);

    // The scheme walks from the system's over light to dark, and is remembered like the set, like a
    // preference (letters without a shortcut) and the settings that were chosen.
    await studio.at(testIds.theme).click();
    await studio.at(testIds.theme).click();
    await toggleShortcuts(studio, true);
    await studio.page.reload();
    await studio.ready();
    await studio.page.locator('html[data-mantine-color-scheme=dark]').waitFor();
    await toggleShortcuts(studio, false);
    await studio.goTo('objective');
    await studio.openAdvanced();
    checkSame(
      [
        await studio.at(fieldId('rank')).inputValue(),
        await studio.at(fieldId('steps')).inputValue(),
      ],
      ['2', '500'],
      'settings after a reload',
    );
    checkSame(
      await studio.at(testIds.continueOffer).count(),
      0,
      'offers to go on with a run that was stopped on purpose',
    );
    await studio.goTo('data');
    await until(
      'the set is open again',
      async () => (await studio.at(testIds.thumbnail).count()) === IMAGES,
    );
    const kept = await stored(studio.page);
    checkSame(
      [kept['datasets'], kept['images'], kept['latents'], kept['runs']],
      [1, IMAGES, IMAGES, 1],
      'records after a reload',
    );

    await studio.at(testIds.datasetDelete).click();
    await studio.at(`${testIds.datasetDelete}-confirm`).click();
    await until(
      'the list is empty',
      async () => (await studio.at(testIds.datasetList).count()) === 0,
    );
    const left = await stored(studio.page);
    checkSame(
      [left['datasets'], left['images'], left['latents'], left['runs']],
      [0, 0, 0, 1],
      'records after the deletion: the run stays',
    );
  },
};

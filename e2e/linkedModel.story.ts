// A folder that was picked is read where it lies: kept as a link, there after a reload, told where
// it has lost its file, and untouched when it is removed from the list. A folder of the browser's
// own file system stands for the picked one: it is the same kind of handle.

import { tinyCheckpoint } from '../test-support/tinyCheckpoint';
import { strings } from '../src/strings';
import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { plainSet } from './scoredSet';
import { checkSame, check, openStudio, StudioPage } from './studioPage';

const FOLDER = 'picked';
const FILE = 'tiny.safetensors';
const IMAGES = 2;
const text = strings.models;

export const story: Story = {
  name: 'a picked folder is read where it lies',
  async tell(stage) {
    let studio = await openStudio(stage, { hash: '#home' });
    await studio.page.evaluate(
      async ({ folder, file, base64 }) => {
        const root = await navigator.storage.getDirectory();
        const picked = await root.getDirectoryHandle(folder, { create: true });
        const handle = await picked.getFileHandle(file, { create: true });
        const out = await handle.createWritable();
        await out.write(Uint8Array.from(atob(base64), (char) => char.codePointAt(0)!));
        await out.close();
        Object.assign(globalThis, { showDirectoryPicker: async () => picked });
      },
      { folder: FOLDER, file: FILE, base64: Buffer.from(tinyCheckpoint()).toString('base64') },
    );
    await studio.at(testIds.homeModel).click();
    await studio.at(testIds.modelDrop).getByRole('button', { name: text.pickFolder }).click();
    const card = await studio.text(testIds.modelCard);
    check(card.includes(text.linkNote), `the card says that nothing is copied: ${card}`);
    await studio.at(testIds.modelKeep).click();
    const row = studio.at(testIds.modelRow);
    await row.waitFor();
    await studio.page.reload();
    studio = await new StudioPage(studio.page, stage).ready();
    await studio.goTo('data');
    await studio.at(testIds.modelShelf).locator('summary').click();
    checkSame(await row.getAttribute('data-place'), 'linked', 'its place after a reload');
    checkSame(
      await studio.at(testIds.baseModel).locator('option:checked').innerText(),
      'tiny',
      'the base after a reload',
    );
    await stage.checkAccessibility(studio.page, 'the shelf with a linked model');
    await studio.dropZip('set.zip', plainSet(IMAGES).zip);
    await studio.importDraft(IMAGES);
    // Somebody takes the file away.
    await studio.page.evaluate(
      async ({ folder, file }) => {
        const root = await navigator.storage.getDirectory();
        await (await root.getDirectoryHandle(folder)).removeEntry(file);
      },
      { folder: FOLDER, file: FILE },
    );
    await studio.goTo('training');
    const failure = await studio.text(testIds.memoryFailure);
    check(
      failure.includes(`${FILE} of “tiny” is no longer where it was`),
      `what is said of a file that is gone: ${failure}`,
    );
    await studio.goTo('data');
    await studio.at(testIds.modelDelete).click();
    await studio.at(`${testIds.modelDelete}-confirm`).click();
    await row.waitFor({ state: 'detached' });
    const left = await studio.page.evaluate(async (folder) => {
      const root = await navigator.storage.getDirectory();
      return root.getDirectoryHandle(folder).then(({ name }) => name);
    }, FOLDER);
    checkSame(left, FOLDER, 'the folder itself');
  },
};

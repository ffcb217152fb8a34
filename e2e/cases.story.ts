// Sets as people really have them, through the page: each case of fixtures/cases is dropped, and
// what the page says and stores is what the command line says of the same files (check-set).

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { strings } from '../src/strings';
import { testIds } from '../src/ui/testIds';
import { checkSet } from '../tools/cli/checkSet/checkSet';
import type { Stage, Story } from './browser';
import { check, checkSame, openStudio, until, type StudioPage } from './studioPage';

const CASES = 'fixtures/cases';

/** Paths below a folder; a folder that holds one zip is dropped as that zip. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

/** Name, prompt and score of the images in the set that is stored, by name. */
async function storedRows(studio: StudioPage): Promise<unknown[]> {
  return studio.page.evaluate(async () => {
    const finished = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
      });
    const db = await finished(indexedDB.open('plumbline'));
    const stores = db.transaction(['datasets', 'images']);
    const [set] = (await finished(stores.objectStore('datasets').getAll())) as {
      scoreSource: string;
    }[];
    const images = (await finished(stores.objectStore('images').getAll())) as {
      fileName: string;
      caption: string;
      scores: { source: string; value: number }[];
    }[];
    db.close();
    return images
      .map(({ fileName, caption, scores }) => [
        fileName,
        caption,
        scores.find(({ source }) => source === set!.scoreSource)?.value ?? null,
      ])
      .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  });
}

async function bring(stage: Stage, studio: StudioPage, name: string): Promise<void> {
  const folder = join(CASES, name);
  const files = filesOf(folder);
  const dropped = files.length === 1 && files[0]!.endsWith('.zip') ? files[0]! : folder;
  const wanted = await checkSet(dropped);
  if (dropped === folder) await studio.at(testIds.folderInput).setInputFiles(folder);
  else
    await stage.drop(studio.page, `[data-testid=${testIds.dropzone}]`, [
      {
        name: relative(folder, dropped),
        type: 'application/zip',
        bytes: new Uint8Array(readFileSync(dropped)),
      },
    ]);
  if (wanted.error !== null) {
    // Refused while it is looked at, or, where each row has its own reason, by the import.
    await studio.page
      .locator(`[data-testid=${testIds.draft}], [data-testid=${testIds.failure}]`)
      .first()
      .waitFor();
    if ((await studio.at(testIds.draft).count()) > 0) await studio.at(testIds.importButton).click();
    const told = await studio.at(testIds.failure).first().innerText();
    check(told.includes(wanted.error.message), `${name}: “${wanted.error.message}” in “${told}”`);
    check(told.includes(wanted.error.remedy), `${name}: the remedy in “${told}”`);
    if ((await studio.at(testIds.draft).count()) > 0)
      await studio.page.getByRole('button', { name: 'Discard' }).click();
    return;
  }
  await studio.at(testIds.draft).waitFor();
  // A folder picked in the browser stands before each name.
  const bare = (words: unknown): string => String(words).replaceAll(`${name}/`, '');
  const said = bare(await studio.at(testIds.draftPreview).innerText());
  for (const words of wanted.recognised) check(said.includes(words), `${name}: ${words}: ${said}`);
  // Where several columns may be the score, one is chosen, or none as check-set does.
  if (await studio.at(testIds.importButton).isDisabled())
    await studio.at(testIds.mapScore).selectOption({ label: strings.rating.importing.none });
  await studio.importDraft(wanted.images.length);
  const rows = wanted.images.map(({ file, prompt, score }) => [file, prompt, score]);
  checkSame(
    (await storedRows(studio)).length,
    rows.length,
    `${name}: images stored of ${rows.length}`,
  );
  checkSame(
    ((await storedRows(studio)) as unknown[][]).map(([file, ...rest]) => [bare(file), ...rest]),
    rows.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    `${name}: rows as check-set gives them`,
  );
  const left = wanted.rejected.filter(({ row }) => row > 0);
  const listed = left.length === 0 ? '' : await studio.at(testIds.rejected).innerText();
  for (const { reason } of left) check(listed.includes(reason), `${name}: ${reason}: ${listed}`);
  await studio.at(testIds.datasetDelete).click();
  await studio.at(`${testIds.datasetDelete}-confirm`).click();
  await until('the set is gone', async () => (await studio.at(testIds.thumbnail).count()) === 0);
}

export const story: Story = {
  name: 'sets as people have them: the page does with each what check-set says',
  async tell(stage) {
    const studio = await openStudio(stage, { query: '?executor=tfjs-wasm' });
    await studio.chooseModel('nano');
    const names = readdirSync(CASES).filter((name) => statSync(join(CASES, name)).isDirectory());
    check(names.length > 5, `cases lie in ${CASES}: ${names.join(', ')}`);
    for (const name of names) await bring(stage, studio, name);
  },
};

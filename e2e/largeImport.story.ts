// Ten thousand images from a folder and from a zip, and photos of 12 megapixels: time left and
// cancel are there, memory stays low, the page can be used. Prints what it measured; IMAGES=1000
// for fewer.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { encodePng } from '../src/formats/png';
import { testIds } from '../src/ui/testIds';
import type { Stage, Story } from './browser';
import { costLine, costOf, crowd, type Cost } from './measure';
import { check, checkSame, openStudio, until, type StudioPage } from './studioPage';

const IMAGES = Number(process.env['IMAGES'] ?? 10_000);
const PHOTOS = 36;
const EDGE = 64;
/** Limits of importing: memory above idle and images per second of processor time. */
const MOST_MB = 300;
const MOST_PHOTO_MB = 500;
const LEAST_PER_SECOND = 60;
/** Longest task of the main thread on a machine that does nothing else. */
const LONGEST_TASK_MS = 100;
/** One page of thumbnails. */
const SHOWN = 60;

/** A drawing of 64 × 64 px, about 3 kB, another for each index. */
function drawing(index: number): Uint8Array {
  const rgb = new Uint8Array(EDGE * EDGE * 3);
  for (let y = 0; y < EDGE; y++)
    for (let x = 0; x < EDGE; x++) {
      const at = (y * EDGE + x) * 3;
      rgb[at] = (x * 4 + index) % 256;
      rgb[at + 1] = ((x * y) >> 3) % 256;
      rgb[at + 2] = (y * 4 + (index >> 8) * 16) % 256;
    }
  return encodePng(rgb, EDGE, EDGE);
}

const table = (count: number, name: (index: number) => string): string =>
  `file_name,text,score\n${Array.from(
    { length: count },
    (_, i) => `${name(i)},noto emoji of number ${i % 500},${(i * 7919) % 1000}\n`,
  ).join('')}`;

async function photoFolder(folder: string): Promise<void> {
  mkdirSync(folder);
  const [width, height] = [4000, 3000];
  for (let i = 0; i < PHOTOS; i++)
    writeFileSync(
      join(folder, `${i}.jpg`),
      await sharp({
        create: { width, height, channels: 3, background: { r: i * 7, g: 128, b: 255 - i } },
      })
        .jpeg()
        .toBuffer(),
    );
  writeFileSync(
    join(folder, 'metadata.csv'),
    table(PHOTOS, (i) => `${i}.jpg`),
  );
}

/** Imports what is in the draft; the time that is left is told on the way. */
async function importWhole(studio: StudioPage, count: number): Promise<void> {
  await studio.at(testIds.importButton).click();
  const progress = studio.at(testIds.importProgress);
  await progress.waitFor();
  let toldTimeLeft = count < 1000;
  await until(
    `${Math.min(count, SHOWN)} images are shown`,
    async () => {
      if (!toldTimeLeft && (await progress.count()) > 0)
        toldTimeLeft = /left/u.test(await progress.innerText().catch(() => ''));
      return (await studio.at(testIds.thumbnail).count()) === Math.min(count, SHOWN);
    },
    1_500_000,
  );
  check(toldTimeLeft, 'the time that is left is told');
}

async function cancelAfterSome(studio: StudioPage): Promise<void> {
  await studio.at(testIds.importButton).click();
  await studio.at(testIds.importProgress).waitFor();
  await until('some images were read', async () =>
    /[1-9]\d*\s*(of|\/)/u.test(await studio.at(testIds.importProgress).innerText()),
  );
  await studio.at(testIds.importCancel).click();
  await studio.at(testIds.importButton).waitFor();
  checkSame(await studio.at(testIds.thumbnail).count(), 0, 'images of a cancelled import');
}

async function removeSet(studio: StudioPage): Promise<void> {
  await studio.at(testIds.datasetDelete).click();
  await studio.at(`${testIds.datasetDelete}-confirm`).click();
  await until(
    'the set is gone',
    async () => (await studio.at(testIds.datasetList).count()) === 0,
    300_000,
  );
}

async function measured(
  stage: Stage,
  studio: StudioPage,
  what: string,
  count: number,
  choose: () => Promise<void>,
): Promise<Cost> {
  const cost = await costOf(stage, studio.page, async () => {
    await choose();
    await studio.at(testIds.draft).waitFor({ timeout: 300_000 });
    await importWhole(studio, count);
  });
  process.stdout.write(costLine(what, count, cost));
  check(
    cost.longestTaskMs <= LONGEST_TASK_MS * crowd(),
    `${what}: a task of the main thread took ${cost.longestTaskMs} ms`,
  );
  return cost;
}

export const story: Story = {
  long: true,
  timeoutMs: 3_600_000,
  name: 'ten thousand images from folder and zip, photos of 12 megapixels: time, memory, cancel',
  async tell(stage) {
    const place = mkdtempSync(join(tmpdir(), 'plumbline-import-'));
    try {
      const folder = join(place, 'many');
      mkdirSync(folder);
      const files: Record<string, Uint8Array> = {};
      for (let i = 0; i < IMAGES; i++) {
        files[`${i}.png`] = drawing(i);
        writeFileSync(join(folder, `${i}.png`), files[`${i}.png`]!);
      }
      const csv = table(IMAGES, (i) => `${i}.png`);
      writeFileSync(join(folder, 'metadata.csv'), csv);
      const zip = join(place, 'many.zip');
      writeFileSync(
        zip,
        zipSync({ ...files, 'metadata.csv': new TextEncoder().encode(csv) }, { level: 0 }),
      );
      await photoFolder(join(place, 'photos'));

      const studio = await openStudio(stage, { query: '?executor=tfjs-wasm' });
      await studio.chooseModel('nano');
      const pick = (input: string, path: string) => (): Promise<void> =>
        studio.at(input).setInputFiles(path);

      const photos = await measured(
        stage,
        studio,
        `${PHOTOS} photos of 12 MP`,
        PHOTOS,
        pick(testIds.folderInput, join(place, 'photos')),
      );
      check(photos.peakMB < MOST_PHOTO_MB, `photos took ${photos.peakMB} MB`);
      await removeSet(studio);

      await studio.at(testIds.folderInput).setInputFiles(folder);
      await studio.at(testIds.draft).waitFor({ timeout: 300_000 });
      await cancelAfterSome(studio);
      await studio.page.getByRole('button', { name: 'Discard' }).click();

      for (const [what, choose] of [
        [`${IMAGES} images from a zip`, pick(testIds.fileInput, zip)],
        [`${IMAGES} images from a folder`, pick(testIds.folderInput, folder)],
      ] as const) {
        const cost = await measured(stage, studio, what, IMAGES, choose);
        check(cost.peakMB < MOST_MB, `${what} took ${cost.peakMB} MB`);
        check(
          IMAGES / cost.processorSeconds > LEAST_PER_SECOND,
          `${what}: ${IMAGES / cost.processorSeconds} per second of processor time`,
        );
        await removeSet(studio);
      }
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  },
};

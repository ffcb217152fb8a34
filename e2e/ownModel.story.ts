// A checkpoint of one's own, in Stable Diffusion 1.5's shape: refused where it is something else,
// told what it is, kept, there after a reload, trained on two steps at 64 px with its batch in
// parts, and its LoRA of 192 layers read back in kohya's names; opened as a LoRA from elsewhere, it
// is compared and begun with.

import { basename } from 'node:path';
import { tinyCheckpoint, tinyUnet } from '../test-support/tinyCheckpoint';
import { readLora } from '../src/formats/loraFile';
import { parseSafetensors, type SafetensorsFile } from '../src/formats/safetensors';
import { listModules } from '../src/models/unet2dCondition';
import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { plainSet } from './scoredSet';
import { check, checkSame, openStudio, StudioPage } from './studioPage';

const IMAGES = 4;
/**
 * A checkpoint of full size to tell it with by hand (docs/full-size.md): there are minutes, then,
 * where the small one takes seconds.
 */
const FULL = process.env['PLUMBLINE_CHECKPOINT'];
const NAME = FULL ? basename(FULL, '.safetensors') : 'my model';
const PATIENCE_MS = FULL ? 7_200_000 : 120_000;
const started = Date.now();

/** What a telling by hand is followed by. */
function note(what: string): void {
  if (FULL) process.stdout.write(`${((Date.now() - started) / 1000).toFixed(0)} s: ${what}\n`);
}

/** The whole checkpoint with the LoRA in it: the same tensors, other numbers where it adapts. */
async function readMerged(stage: Parameters<Story['tell']>[0], studio: StudioPage) {
  const merged = await stage.download(studio.page, () => studio.at(testIds.exportMerged).click());
  const [before, after] = [tinyCheckpoint(), merged.bytes].map((bytes) =>
    parseSafetensors(bytes),
  ) as [SafetensorsFile, SafetensorsFile];
  checkSame([...after.tensors.keys()].sort(), [...before.tensors.keys()].sort(), 'its tensors');
  const other = [...before.tensors].filter(
    ([name, { bytes }]) => Buffer.compare(bytes, after.tensors.get(name)!.bytes) !== 0,
  );
  check(
    other.length > 0 && other.every(([name]) => /attn|ff\.net|proj_(in|out)/u.test(name)),
    `what the LoRA changed: ${other.length} tensors`,
  );
}

async function drop(stage: Parameters<Story['tell']>[0], studio: StudioPage, files: object) {
  await stage.drop(
    studio.page,
    `[data-testid=${testIds.modelDrop}]`,
    Object.entries(files).map(([name, bytes]) => ({
      name,
      type: 'application/octet-stream',
      bytes: bytes as Uint8Array,
    })),
  );
}

export const story: Story = {
  name: 'a single-file checkpoint of one’s own becomes a LoRA of 192 layers',
  timeoutMs: FULL ? PATIENCE_MS : 300_000,
  async tell(stage) {
    if (FULL) stage.context.setDefaultTimeout(PATIENCE_MS);
    let studio = await openStudio(stage, { query: '?executor=wgsl', hash: '#home' });
    await studio.at(testIds.homeModel).click();
    await drop(stage, studio, { 'old.ckpt': new Uint8Array(16) });
    check(
      (await studio.text(testIds.modelFailure)).includes('old.ckpt is a pickle'),
      'a pickle is refused by its name',
    );
    if (FULL) await studio.at(testIds.modelFile).setInputFiles(FULL);
    else await drop(stage, studio, { [`${NAME}.safetensors`]: tinyCheckpoint() });
    const card = await studio.text(testIds.modelCard);
    check(/F16/u.test(card) && /512\s×\s512 px/u.test(card), `the card says what it is: ${card}`);
    check(card.includes('predicts noise'), `the card says what it predicts: ${card}`);
    note(card.replaceAll('\n', ' '));
    await studio.at(testIds.modelKeep).click();
    await studio.at(testIds.modelRow).waitFor();
    note('kept');
    checkSame(await studio.at(testIds.modelRow).getAttribute('data-place'), 'copied', 'its place');
    await studio.page.reload();
    studio = await new StudioPage(studio.page, stage).ready();
    checkSame(
      await studio.at(testIds.baseModel).locator('option:checked').innerText(),
      NAME,
      'the base after a reload',
    );
    await studio.goTo('data');
    await studio.dropZip('set.zip', plainSet(IMAGES).zip);
    await studio.importDraft(IMAGES);
    await studio.goTo('objective');
    await studio.at(testIds.resolution).selectOption('64x64');
    await studio.setNumbers({ batchSize: 2, microBatch: 1, rank: 4, steps: 2, previewEvery: 0 });
    // What it finds is told by the story of pairs.
    await studio.at(testIds.calibration).selectOption('off');
    for (const box of await studio.page.locator('.targets input').all()) await box.check();
    await studio.goTo('training');
    await studio.page.locator(`[data-testid=${testIds.memoryCard}][data-fits=true]`).waitFor();
    note((await studio.text(testIds.memoryCard)).replaceAll('\n', ' '));
    await studio.at(testIds.start).click();
    await studio.page
      .locator(`[data-testid=${testIds.runStatus}][data-status=finished]`)
      .waitFor({ timeout: PATIENCE_MS });
    note('two steps trained');
    checkSame(await studio.step(), 2, 'steps');
    await studio.goTo('compare');
    const file = await stage.download(studio.page, () => studio.at(testIds.exportKohya).click());
    note(`${file.fileName}, ${file.bytes.length} bytes`);
    const modules = listModules(tinyUnet).map(({ module }) => module);
    const lora = readLora(file.bytes, { unet: modules });
    checkSame(lora.modules.size, 192, 'layers of the LoRA');
    checkSame(
      [...lora.modules.keys()].filter((name) => !modules.includes(name)),
      [],
      'layers that the base has not',
    );
    check(
      [...lora.modules.values()].some(({ up }) => up.some((value) => value !== 0)),
      'the LoRA learned something',
    );
    if (!FULL) await readMerged(stage, studio);
    // The LoRA comes back as one from elsewhere.
    await studio.goTo('data');
    await studio.at(testIds.modelShelf).locator('summary').click();
    await drop(stage, studio, { 'mine.safetensors': file.bytes });
    const loraCard = await studio.text(testIds.loraCard);
    check(/192 layers, rank 4, kohya names/u.test(loraCard), `the card of the LoRA: ${loraCard}`);
    await studio.at(testIds.loraKeep).click();
    await studio.at(testIds.loraCompare).click();
    const chosen = studio.at(testIds.afterRun).locator('option:checked');
    checkSame(await chosen.innerText(), 'mine', 'what is compared with the base');
    await studio.goTo('data');
    await studio.at(testIds.loraStart).click();
    checkSame(
      await studio.at(testIds.startFrom).locator('option:checked').innerText(),
      'mine, a LoRA file',
      'what the next run begins with',
    );
  },
};

// A CLIP folder of one's own: refused with the file that is missing, taken in whole, scoring a set
// by its prompt alignment and by a head dropped on it, there after a reload, and removed with its
// head.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSafetensors } from '../src/formats/writeSafetensors';
import { rewardBoxId, testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { plainSet } from './scoredSet';
import { check, checkSame, openStudio, until, type StudioPage } from './studioPage';

const IMAGES = 8;
/** The recorded tiny CLIPModel; its embeddings have 6 numbers. */
const MODEL = 'fixtures/clip/clipmodel_tiny_gelu';
const LETTERS = [...'abcdefghijklmn'];

/** Writes the folder as a person would have downloaded it. */
function writeFolder(folder: string): void {
  mkdirSync(folder);
  for (const file of ['config.json', 'preprocessor_config.json', 'model.safetensors'])
    writeFileSync(join(folder, file), readFileSync(join(MODEL, file)));
  const vocabulary = [
    ...LETTERS.flatMap((letter, i) => [
      [letter, i],
      [`${letter}</w>`, 14 + i],
    ]),
    ['<|startoftext|>', 28],
    ['<|endoftext|>', 29],
  ];
  writeFileSync(
    join(folder, 'vocab.json'),
    JSON.stringify(Object.fromEntries(vocabulary as [string, number][])),
  );
  writeFileSync(
    join(folder, 'tokenizer_config.json'),
    JSON.stringify({ model_max_length: 9, unk_token: '<|endoftext|>' }),
  );
}

/** Scores as they stand under the images. */
async function shownScores(studio: StudioPage): Promise<number[]> {
  const words = await studio.page
    .locator(`[data-testid=${testIds.thumbnail}] .thumb-score`)
    .allInnerTexts();
  return words.map((word) => Number(word.replace('−', '-')));
}

async function scoreBy(studio: StudioPage, reward: string): Promise<number[]> {
  await studio.at(rewardBoxId(reward)).check();
  const before = JSON.stringify(await shownScores(studio));
  await studio.at(testIds.scoreGo).click();
  await until(
    'the scores are those of the reward',
    async () => JSON.stringify(await shownScores(studio)) !== before,
    120_000,
  );
  return shownScores(studio);
}

async function openShelf(studio: StudioPage): Promise<void> {
  await studio.at(testIds.scoreBy).click();
  await studio.at(testIds.scorerShelf).locator('summary').click();
}

export const story: Story = {
  name: 'A CLIP folder of one’s own scores a set, carries a head, and goes again',
  async tell(stage) {
    const parent = mkdtempSync(join(tmpdir(), 'plumbline-clip-'));
    try {
      const folder = join(parent, 'my clip');
      writeFolder(folder);
      const studio = await openStudio(stage);
      await studio.chooseModel('nano');
      await studio.dropZip('set.zip', plainSet(IMAGES).zip);
      await studio.importDraft(IMAGES);
      await openShelf(studio);

      await studio.at(testIds.scorerFolder).setInputFiles(folder);
      await studio.at(testIds.scorerFailure).waitFor();
      const told = await studio.text(testIds.scorerFailure);
      check(told.includes('“my clip” lacks merges.txt'), `the missing file is named: ${told}`);
      await stage.checkAccessibility(studio.page, 'a CLIP folder that is refused');

      writeFileSync(join(folder, 'merges.txt'), '#version: 0.2\n');
      await studio.at(testIds.scorerFolder).setInputFiles(folder);
      await studio.at(testIds.scorerCard).waitFor();
      const card = await studio.text(testIds.scorerCard);
      check(/while it scores/u.test(card), `what it takes is said before it is kept: ${card}`);
      await stage.checkAccessibility(studio.page, 'what a CLIP folder is');
      await studio.at(testIds.scorerKeep).click();
      const row = studio.page.locator(`[data-testid=${testIds.scorerRow}]:not([data-hash=""])`);
      await row.waitFor();
      const hash = (await row.getAttribute('data-hash'))!;
      check(
        /^[0-9a-f]{64}$/u.test(hash) && (await row.innerText()).includes(hash.slice(0, 12)),
        `the hash is shown: ${await row.innerText()}`,
      );
      checkSame(await studio.at(testIds.scorerFailure).count(), 0, 'failures left over');

      const head = writeSafetensors({
        weight: { dtype: 'F32', shape: [1, 6], data: Float32Array.of(3, -1, 2, 0, 1, -2) },
        bias: { dtype: 'F32', shape: [1], data: Float32Array.of(5) },
      });
      await row.getByTestId(testIds.headFile).setInputFiles({
        name: 'aesthetic.safetensors',
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(head),
      });
      await studio.at(testIds.headRow).waitFor();
      const headBox = studio.page
        .locator('label', { hasText: 'aesthetic' })
        .locator('input[type=checkbox]');
      const headId = (await headBox.getAttribute('data-testid'))!.replace(/^reward-/u, '');
      await stage.checkAccessibility(studio.page, 'a CLIP folder of one’s own');

      const aligned = await scoreBy(studio, `prompt_alignment@${hash}`);
      check(
        aligned.every((value) => Math.abs(value) <= 1) && new Set(aligned).size > 1,
        `cosines of different images: ${aligned.join(' ')}`,
      );
      await studio.at(testIds.scoreBy).click();
      const judged = await scoreBy(studio, headId);
      check(
        judged.every((value) => Math.abs(value - 5) <= Math.sqrt(19) + 1e-3) &&
          new Set(judged).size > 1,
        `5 + w·e with |w| = √19: ${judged.join(' ')}`,
      );

      await studio.page.reload();
      await studio.ready();
      await until('the scores are back', async () => (await shownScores(studio)).length === IMAGES);
      checkSame(await shownScores(studio), judged, 'scores after a reload');
      await openShelf(studio);
      await row.getByTestId(testIds.scorerDelete).click();
      await row.getByTestId(`${testIds.scorerDelete}-confirm`).click();
      await row.waitFor({ state: 'detached' });
      checkSame(
        [
          await studio.at(rewardBoxId(`prompt_alignment@${hash}`)).count(),
          await studio.at(rewardBoxId(headId)).count(),
        ],
        [0, 0],
        'rewards of a model that is gone',
      );
    } finally {
      rmSync(parent, { recursive: true, force: true });
    }
  },
};

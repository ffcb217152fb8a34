// Without a GPU the studio says so and works: on a software adapter it takes wasm, tells why and
// what to do, names its threads, trains and draws its samples; and the same on an address that is
// not cross-origin isolated, where wasm has one thread.

import { WALL_TILES } from '../src/runs/wall';
import { testIds } from '../src/ui/testIds';
import type { Stage, Story } from './browser';
import { looseFiles, plainSet } from './scoredSet';
import { check, checkSame, openStudio, until } from './studioPage';

const IMAGES = 8;
const STEPS = 3;
/** None of them is a preview prompt of the base, which has two: the wall takes the middle ones. */
const OWN_PROMPTS = ['a boat', 'a house', 'a tree', 'a moon'];
const OF_WALL = ['a house', 'a moon'];

async function threeSteps(stage: Stage, plain: boolean): Promise<void> {
  const studio = await openStudio(stage, { plain });
  const where = plain ? 'without isolation' : 'with isolation';
  checkSame(
    await studio.page.evaluate(() => globalThis.crossOriginIsolated),
    !plain,
    `cross-origin isolated, ${where}`,
  );

  const badge = studio.at(testIds.capability);
  checkSame(await badge.getAttribute('data-executor'), 'tfjs-wasm', `executor ${where}`);
  await badge.click();
  const details = studio.at(testIds.capabilityDetails);
  await details.waitFor();
  const facts = new Map(
    await details
      .locator('dl > div')
      .evaluateAll((rows) =>
        rows.map(
          (row) =>
            [
              row.querySelector('dt')?.textContent ?? '',
              row.querySelector('dd')?.textContent ?? '',
            ] as const,
        ),
      ),
  );
  check(
    /software/iu.test(facts.get('Why') ?? ''),
    `the reason names the software adapter: ${facts.get('Why')}`,
  );
  check(
    /chrome:\/\/|driver|browser|GPU/u.test(facts.get('What you can do') ?? ''),
    `there is something to do about it: ${facts.get('What you can do')}`,
  );
  const threads = Number(facts.get('Threads'));
  check(plain ? threads === 1 : threads > 1, `threads ${where}: ${facts.get('Threads')}`);
  check(
    (facts.get('Adapter') ?? '').includes(`${threads} thread`),
    `the adapter names its threads: ${facts.get('Adapter')}`,
  );
  checkSame(
    /isolated/u.test(facts.get('What you can do') ?? ''),
    plain,
    `isolation among what can be done, ${where}`,
  );
  await stage.checkAccessibility(studio.page, `capability ${where}`);
  await studio.page.keyboard.press('Escape');
  await details.waitFor({ state: 'hidden' });

  await studio.chooseModel('nano');
  // Once each way in: a dropped zip, and loose files with a .jsonl from the file picker.
  if (plain) await studio.at(testIds.fileInput).setInputFiles(looseFiles(IMAGES));
  else await studio.dropZip('scored.zip', plainSet(IMAGES, undefined, OWN_PROMPTS).zip);
  await studio.at(testIds.draft).waitFor();
  await studio.importDraft(IMAGES);
  await studio.goTo('objective');
  // Once each method: the baseline where there is one thread.
  if (plain) await studio.at(testIds.method).selectOption('sft');
  await studio.at('field-beta').waitFor({ state: plain ? 'detached' : 'visible' });
  await studio.setNumbers({
    batchSize: 2,
    rank: 2,
    steps: STEPS,
    previewEvery: 2,
    inferenceSteps: 2,
  });
  const prompts = studio.at(testIds.previewPrompts);
  if (!plain) checkSame(await prompts.inputValue(), OF_WALL.join('\n'), 'preview prompts');
  await studio.goTo('training');
  // A single step first: its curves are single points, and the loss is the untouched model's.
  await studio.at(testIds.oneStep).click();
  await studio.untilStep(1);
  await studio.untilStatus('paused');
  await studio.checkCurves();
  await studio.at(testIds.resume).click();
  await studio.untilStatus('finished');
  checkSame(await studio.step(), STEPS, `steps done ${where}`);
  const curves = plain ? 2 : 5; // SFT has no log-ratios, sign accuracy or errors of bad samples
  await until(
    `${curves} curves`,
    async () =>
      (await studio.at(testIds.separateChart).count()) +
        (await studio.page.locator('.sparkline').count()) ===
      curves,
  );
  await studio.checkCurves();
  // Walls of the untouched model, after step 2 and after the last; the set has no formula, so they
  // have no scores.
  const images = studio.at(testIds.previewGrid).locator('img');
  await images.nth(3 * WALL_TILES - 1).waitFor();
  checkSame(await images.count(), 3 * WALL_TILES, `sample images ${where}`);
  if (!plain) {
    const alts = await images.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).alt));
    const shown = OWN_PROMPTS.filter((prompt) => alts.some((alt) => alt.includes(prompt)));
    checkSame(shown, OF_WALL, 'the wall is of the set’s own prompts');
  }
  checkSame(
    await images.first().evaluate((image) => (image as HTMLImageElement).naturalWidth),
    16,
    `edge of a sample image ${where}`,
  );
  await studio.page.close();
}

export const story: Story = {
  name: 'no GPU: wasm, with the reason and the remedy, with and without cross-origin isolation',
  async tell(stage) {
    await threeSteps(stage, false);
    await threeSteps(stage, true);
  },
};

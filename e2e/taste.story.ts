// The closed loop in one tab on the nano model: a set is drawn (over a reload in the middle), rated
// by keys after a rule that the story keeps to itself, a taste is fitted to the ratings, a second
// set is drawn and scored by it, a run is trained on that, the evaluation shows that both the taste
// and the rule it was never told rose, and the set goes out as a zip and comes back the same.

import type { Locator } from 'playwright-core';
import { unzipSync } from 'fflate';
import type { Stage, Story } from './browser';
import { check, checkSame, openStudio, until, type StudioPage } from './studioPage';
import { correlation } from '../src/statistics/raterNoise';
import { strings } from '../src/strings';
import { scopeId, tabId, testIds } from '../src/ui/testIds';

const PROMPTS = [
  'noto emoji of red heart',
  'noto emoji of grinning face',
  'noto emoji of green leaf',
];
const SAMPLES = 8;
const IMAGES = PROMPTS.length * SAMPLES;
/** Ten of the images come up twice. */
const SHOWINGS = IMAGES + 10;

/** The hidden rule: how much redder than blue each image is, mean over its pixels. */
function warmths(images: Locator): Promise<number[]> {
  return images.evaluateAll((list) =>
    (list as HTMLImageElement[]).map((image) => {
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum += data[i]! - data[i + 2]!;
      return sum / (data.length / 4);
    }),
  );
}

const thumbnails = (studio: StudioPage): Locator =>
  studio.page.locator(`[data-testid=${testIds.thumbnail}] img`);

/** Waits until every image of the open set is on screen, decoded. */
async function allShown(studio: StudioPage): Promise<void> {
  await until(
    `${IMAGES} images`,
    async () =>
      (await thumbnails(studio).evaluateAll(
        (list) =>
          (list as HTMLImageElement[]).filter((image) => image.complete && image.naturalWidth > 0)
            .length,
      )) === IMAGES,
  );
}

/** Scores as they stand under the images. */
async function shownScores(studio: StudioPage): Promise<number[]> {
  const words = await studio.page
    .locator(`[data-testid=${testIds.thumbnail}] .thumb-score`)
    .allInnerTexts();
  return words.map((word) => Number(word.replace('−', '-')));
}

async function draw(studio: StudioPage, seed: string): Promise<void> {
  await studio.at(testIds.makeOpen).click();
  await studio.at(testIds.makePrompts).fill(PROMPTS.join('\n'));
  await studio.at(testIds.makeSamples).fill(String(SAMPLES));
  await studio.page.getByLabel('Seed').fill(seed);
  await studio.at(testIds.makeSteps).fill('2');
  await studio.at(testIds.makeGo).click();
}

async function drawn(studio: StudioPage): Promise<void> {
  await studio.at(testIds.drawing).waitFor({ state: 'detached', timeout: 120_000 });
  await allShown(studio);
}

/**
 * Draws the first set and reloads the page in the middle: it goes on by itself and lacks nothing.
 */
async function sampleOverReload(studio: StudioPage): Promise<void> {
  await draw(studio, '1');
  await studio.at(testIds.drawing).waitFor();
  await until(
    'the first images are drawn',
    async () => /[1-9]\d* of/u.test(await studio.text(testIds.drawing)),
    120_000,
  );
  await studio.page.reload();
  await studio.ready();
  await drawn(studio);
  checkSame(
    new Set(await shownScores(studio)).size,
    1,
    'different scores of images that nobody scored',
  );
}

/** Presses a rating's key and waits for the next image. */
async function press(studio: StudioPage, key: string): Promise<void> {
  const place = studio.at(testIds.ratingStage);
  const before = await place.getAttribute('data-at');
  await studio.page.keyboard.press(key);
  await until(`the answer to ${key}`, async () => (await place.getAttribute('data-at')) !== before);
}

/** Rates every showing by the rule, with a skip, a slip that is undone, and a look back. */
async function rateByKeys(stage: Stage, studio: StudioPage): Promise<void> {
  const sorted = [...(await warmths(thumbnails(studio)))].sort((a, b) => a - b);
  const stars = (warmth: number): string =>
    String(
      1 +
        Math.min(4, Math.floor((sorted.filter((one) => one < warmth - 1e-9).length / IMAGES) * 5)),
    );
  await studio.at(testIds.rateByHand).click();
  const place = studio.at(testIds.ratingStage);
  const shown = place.locator('img');
  const done = async (): Promise<number> =>
    Number(await studio.at(testIds.ratingProgress).getAttribute('data-done'));
  const rule = async (): Promise<string> => {
    const image = await place.getAttribute('data-image');
    await until('the image is decoded', () =>
      shown.evaluate(
        (one) => (one as HTMLImageElement).complete && (one as HTMLImageElement).naturalWidth > 0,
      ),
    );
    checkSame(await place.getAttribute('data-image'), image, 'the image on screen');
    return stars((await warmths(shown))[0]!);
  };
  await shown.waitFor();
  for (const scheme of ['light', 'dark'] as const) {
    await studio.page.emulateMedia({ colorScheme: scheme });
    await studio.page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
    await stage.checkAccessibility(studio.page, `rating, ${scheme}`);
  }

  const first = await place.getAttribute('data-image');
  await studio.page.keyboard.press('s');
  await until(
    'another image comes up',
    async () => (await place.getAttribute('data-image')) !== first,
  );
  await press(studio, await rule());
  await press(studio, '1');
  await press(studio, 'u');
  checkSame(await done(), 1, 'ratings after a slip that was undone');
  for (let i = 1; i < SHOWINGS; i++) await press(studio, await rule());
  await studio.at(testIds.ratingDone).waitFor();
  checkSame(await done(), SHOWINGS, 'ratings in all');
  // A rule has no noise.
  const noise = await studio.page
    .locator(`[data-testid=${testIds.ratingNoise}] tbody td`)
    .allInnerTexts();
  checkSame(
    noise.slice(1, 5),
    [String(IMAGES), '10', '0.00', '100%'],
    'images, repeats and noise of the rater',
  );

  // It is all stored.
  await studio.page.reload();
  await studio.ready();
  await studio.at(testIds.ratingDone).waitFor();
  checkSame(await done(), SHOWINGS, 'ratings after a reload');
  await studio.page.keyboard.press('ArrowLeft');
  await shown.waitFor();
  // The rule was the warmth of the colours, and that is what the ratings are found to go with.
  await studio.at(testIds.whatRewarded).click();
  const found = studio.at(testIds.whatRewardedResult);
  await found.waitFor({ timeout: 120_000 });
  checkSame(
    await found.locator('tbody th').first().innerText(),
    strings.rewarded.traits['warmth'],
    'what was rewarded',
  );
}

/** Fits a taste to the ratings; resolves with its reward's name. */
async function fitTaste(studio: StudioPage): Promise<string> {
  await studio.at(testIds.tasteName).fill('Warm ones');
  await studio.at(testIds.tasteFit).click();
  await studio.at(testIds.tasteResult).waitFor({ timeout: 120_000 });
  const r = Number(await studio.at(testIds.tasteResult).getAttribute('data-correlation'));
  check(r > 0.3, `the taste knows what it was not told: leave-one-out r = ${r}`);
  check(
    (await studio.page.locator(`[data-testid=${testIds.tasteChart}] circle`).count()) >= IMAGES,
    'every rated image is a dot',
  );
  return 'Warm ones';
}

/** Draws a second set and scores it by the taste: it is scored by the rule nobody told. */
async function scoreByTaste(stage: Stage, studio: StudioPage, taste: string): Promise<void> {
  await studio.goTo('data');
  await draw(studio, '2');
  await drawn(studio);
  await studio.at(testIds.scoreBy).click();
  await studio.page.getByLabel(taste).check();
  await stage.checkAccessibility(studio.page, 'choosing a reward');
  await studio.at(testIds.scoreGo).click();
  await until(
    'the set trains on the taste',
    async () =>
      (await studio.at(testIds.scoreSource).locator('option:checked').innerText()) === taste,
    120_000,
  );
  await allShown(studio);
  const [scores, rule] = [await shownScores(studio), await warmths(thumbnails(studio))];
  check(scores.every(Number.isFinite), `every image has a score: ${scores.join(' ')}`);
  const r = correlation(scores, rule);
  check(r > 0.3, `the taste scores new images by the rule: r = ${r}`);

  await studio.goTo('objective');
  await studio.at(testIds.histogram).waitFor();
  checkSame(
    (await studio.number(testIds.countPositive)) + (await studio.number(testIds.countNegative)),
    IMAGES,
    'good and bad images by the taste',
  );
}

/**
 * Steps of the run on the taste’s scores; measured: from about 100 on both scores rise whatever the
 * seed.
 */
const STEPS = 120;
/** Images a prompt and model in the evaluation. */
const EVALUATED = 4;
const PAIRS = PROMPTS.length * EVALUATED;

/**
 * Trains on the open set as the taste scores it. A red heart is warmer than a leaf whatever is done
 * to it: each prompt has a τ of its own.
 */
async function trainOnTaste(studio: StudioPage): Promise<void> {
  await studio.at(testIds.method).selectOption('tgo');
  await studio.unfold(testIds.scopeFold);
  await studio.at(scopeId('prompt')).check();
  await studio.setNumbers({
    thresholdShrinkage: 0,
    temperature: 0.05,
    learningRate: 0.01,
    rank: 4,
    batchSize: 8,
    steps: STEPS,
    checkpointEvery: STEPS,
    previewEvery: 0,
    inferenceSteps: 2,
  });
  await until(
    'half of each prompt’s images are good',
    async () => (await studio.number(testIds.countPositive)) === IMAGES / 2,
  );
  await studio.goTo('training');
  await studio.at(testIds.start).click();
  // Each waits two minutes: on a busy machine they are needed.
  await studio.untilStep(STEPS / 2);
  await studio.untilStatus('finished');
  checkSame(await studio.step(), STEPS, 'steps on the taste’s scores');
}

/** "+0.123 [−0.1, 0.4]" or "67% [39%, 86%]" under the reward on show, as three numbers. */
async function interval(cell: Locator): Promise<[number, number, number]> {
  const words = await cell.innerText();
  const [value, lower, upper] = [...words.replaceAll('−', '-').matchAll(/-?\d+(?:\.\d+)?/gu)].map(
    ([found]) => Number(found),
  );
  check(
    value !== undefined &&
      lower !== undefined &&
      upper !== undefined &&
      lower <= value &&
      value <= upper,
    `a number within its interval: ${words}`,
  );
  return [value, lower, upper];
}

/**
 * Base against the run: the taste rose, and so did the rule that neither taste nor run was told.
 */
async function evaluateTaste(stage: Stage, studio: StudioPage, taste: string): Promise<void> {
  const { page } = studio;
  await studio.goTo('compare');
  await studio.at(tabId('evaluate')).click();
  await studio.at(testIds.evaluationPrompts).fill(PROMPTS.join('\n'));
  await studio.at(testIds.evaluationSamples).fill(String(EVALUATED));
  await studio.at('reward-warmth').check();
  await page.locator('.reward-choices').getByLabel(taste).check();
  await studio.at(testIds.evaluate).click();
  await page
    .locator(`[data-testid=${testIds.evaluationRow}][data-status=finished]`)
    .waitFor({ timeout: 120_000 });

  const results = studio.at(testIds.evaluationResults);
  const rows = studio.at(testIds.rewardRow);
  for (const shown of [taste, 'Warmth']) {
    await results.getByLabel('Reward', { exact: true }).selectOption({ label: shown });
    const table = results.getByRole('group', { name: shown, exact: true });
    await table.waitFor();
    checkSame(await rows.count(), 2, 'models in the table');
    check(
      (await table.locator('thead').innerText()).toLowerCase().includes(`${PAIRS} pairs`),
      `the win rate is that of ${PAIRS} pairs`,
    );
    const [base, run] = await Promise.all(
      [0, 1].map(async (row) =>
        // A run’s row has its p before its mean.
        Number((await rows.nth(row).locator('td.number').nth(row).innerText()).replace('−', '-')),
      ),
    );
    const cells = rows.nth(1).locator('td');
    const [difference] = await interval(cells.nth(0));
    const [wins] = await interval(cells.nth(3));
    check(
      difference > 0 && wins > 50 && run! > base!,
      `${shown} rose: by ${difference} of the base’s sd, ${wins}% won, means ${base} and ${run}`,
    );
  }
  await stage.checkAccessibility(page, 'evaluation of a taste');
}

const entriesOf = (zip: Uint8Array): Record<string, string> =>
  Object.fromEntries(
    Object.entries(unzipSync(zip)).map(([name, bytes]) => [
      name,
      Buffer.from(bytes).toString('base64'),
    ]),
  );

/** Out as a zip, in again, and out once more: the same entries, byte for byte. */
async function exportAndImport(stage: Stage, studio: StudioPage): Promise<void> {
  await studio.goTo('data');
  await studio.page
    .locator(`[data-testid=${testIds.datasetList}] button[aria-pressed=false]`)
    .first()
    .click();
  await allShown(studio);
  const first = await stage.download(studio.page, () => studio.at(testIds.exportZip).click());
  check(
    Object.keys(entriesOf(first.bytes)).length === IMAGES + 2,
    'the zip holds every image, the table and the set’s description',
  );
  await studio.dropZip(first.fileName, first.bytes);
  await studio.importDraft(IMAGES);
  checkSame(await studio.at(testIds.rejectedRow).count(), 0, 'rows left out');
  await until(
    'the imported set is open',
    async () =>
      (await studio.page.locator(`[data-testid=${testIds.datasetList}] li`).count()) === 3,
  );
  await allShown(studio);
  const second = await stage.download(studio.page, () => studio.at(testIds.exportZip).click());
  const [one, other] = [entriesOf(first.bytes), entriesOf(second.bytes)];
  checkSame(
    Object.keys(other).filter((name) => name !== 'plumbline.json' && other[name] !== one[name]),
    [],
    'entries that differ',
  );
  checkSame(Object.keys(other).sort(), Object.keys(one).sort(), 'entries');
  const table = Buffer.from(one['metadata.jsonl']!, 'base64')
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { ratings?: { rater: string; value: number }[] });
  checkSame(
    table.reduce((sum, { ratings }) => sum + (ratings?.length ?? 0), 0),
    SHOWINGS,
    'ratings in the table',
  );
}

export const story: Story = {
  long: true,
  timeoutMs: 600_000,
  name:
    'a set is drawn over a reload, rated by keys, a taste is fitted, scores a new set and ' +
    'is trained on, its evaluation shows it, and a zip comes back the same',
  async tell(stage) {
    // One thread: wasm's threads starve on a busy machine.
    const studio = await openStudio(stage, { plain: true });
    await studio.chooseModel('nano');
    await sampleOverReload(studio);
    await rateByKeys(stage, studio);
    const taste = await fitTaste(studio);
    await scoreByTaste(stage, studio, taste);
    await trainOnTaste(studio);
    await evaluateTaste(stage, studio, taste);
    await exportAndImport(stage, studio);
  },
};

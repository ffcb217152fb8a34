// Online runs: one by a reward, without any set, that loses its worker in the middle and goes on
// from its last checkpoint with its curve and bank; one by live ratings from the keyboard, paused
// and reloaded while it waits; and a few steps of DDPO.

import { strings } from '../src/strings';
import { testIds } from '../src/ui/testIds';
import { crashWorker } from './crashWorker';
import type { Stage, Story } from './browser';
import { check, checkSame, openStudio, until, type StudioPage } from './studioPage';

const EVERY = 3;
const BATCH = 2;

/** An online run of the nano model on four prompts, set up on the objective screen. */
async function setUp(
  studio: StudioPage,
  reward: string,
  numbers: Parameters<StudioPage['setNumbers']>[0],
): Promise<void> {
  await studio.goTo('objective');
  await studio.unfold(testIds.onlineFold);
  await studio.at(testIds.mode).getByText('Sampled while it runs').click();
  await studio.at(testIds.onlinePrompts).fill('a red heart\na green leaf\n\na blue star\na cat');
  await studio.at(testIds.onlineReward).selectOption(reward);
  await studio.setNumbers({
    batchSize: BATCH,
    rank: 2,
    previewEvery: 0,
    inferenceSteps: 2,
    ...numbers,
  });
}

/** Steps in the curves' table, newest first. */
async function curve(studio: StudioPage): Promise<string[]> {
  const chart = studio.at(testIds.bankScoresChart);
  await chart.getByRole('button').click();
  const rows = await chart
    .locator('tbody tr')
    .evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent).join(' ')),
    );
  await chart.getByRole('button').click();
  return rows;
}

async function byReward(stage: Stage): Promise<void> {
  const studio = await openStudio(stage, { query: '?executor=wgsl' });
  studio.page.setDefaultTimeout(120_000);
  await studio.chooseModel('nano');
  await studio.goTo('objective');
  await studio.unfold(testIds.onlineFold);
  await studio.at(testIds.mode).getByText('Sampled while it runs').click();
  // What is missing is said before anything starts, and after a vain start too.
  const prompts = studio.at(testIds.onlinePrompts);
  await until('prompts to begin with', async () => (await prompts.inputValue()) !== '');
  await prompts.fill('');
  await until(
    'both problems are named',
    async () => (await studio.at(testIds.startProblems).locator('li').count()) === 2,
  );
  await stage.checkAccessibility(studio.page, 'the choice of an online run');
  await setUp(studio, 'warmth', {
    batchSize: 4,
    bankSize: 6,
    stepsPerRound: 2,
    steps: 2000,
    checkpointEvery: EVERY,
    seed: 11,
  });
  check(
    (await studio.text(testIds.startProblems)).includes('8 scores'),
    'a bank of less than two rounds is a problem',
  );
  await studio.setNumber('bankSize', 8);
  await studio.at(testIds.startProblems).waitFor({ state: 'detached' });
  await studio.at(testIds.timeSampling).click();
  await studio.at(testIds.timeSampling).waitFor({ state: 'detached' });
  check(/Timed here/u.test(await studio.text(testIds.samplingCost)), 'sampling was timed');

  await studio.goTo('training');
  await studio.at(testIds.start).click();
  await studio.untilStep(EVERY + 2);
  await crashWorker(stage, studio);
  const before = await studio.step();
  await studio.at(testIds.restart).click();
  await studio.ready();
  await studio.at(testIds.continueOffer).waitFor();
  await studio.at(testIds.loadPaused).click();
  await studio.at(testIds.resume).waitFor();
  const kept = await studio.step();
  check(
    kept % EVERY === 0 && before - kept <= EVERY && kept > 0,
    `of ${before} steps ${kept} are kept`,
  );
  const bank = Number(await studio.at(testIds.bankSize).getAttribute('data-size'));
  check(bank >= 4 && bank <= 8, `the bank still holds ${bank} scores`);
  const old = await curve(studio);
  checkSame(old.length, kept, 'steps of the curve that was kept');
  // And the curve goes on: at least one more round.
  await studio.setNumber('steps', kept + 4);
  await studio.at(testIds.resume).click();
  await studio.untilStatus('finished');
  const whole = await curve(studio);
  checkSame(whole.length, kept + 4, 'steps of the whole curve');
  checkSame(whole.slice(4), old, 'the part of the curve that was kept');
  checkSame(
    await studio.at(testIds.bankSize).getAttribute('data-size'),
    '8',
    'scores in the full bank',
  );
  await studio.checkCurves();
  await stage.checkAccessibility(studio.page, 'an online run');
  // A run without a set can be looked at and taken away.
  await studio.goTo('compare');
  const lora = await stage.download(studio.page, () => studio.at(testIds.exportDiffusers).click());
  check(
    lora.bytes.length > 1000 && lora.fileName.includes('online'),
    `the LoRA of the run, ${lora.fileName}`,
  );
  await studio.goTo('training');
  await studio.at(testIds.newRun).click();
  await studio.page.close();
}

/**
 * Addresses of the round's images are new each time: their pixels tell whether they are the same.
 */
async function roundImages(studio: StudioPage): Promise<string[]> {
  return studio
    .at(testIds.roundImage)
    .locator('img')
    .evaluateAll((images) =>
      Promise.all(
        (images as HTMLImageElement[]).map(async (image) => {
          await image.decode();
          const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
          const context = canvas.getContext('2d')!;
          context.drawImage(image, 0, 0);
          return context.getImageData(0, 0, canvas.width, canvas.height).data.join();
        }),
      ),
    );
}

const round = (studio: StudioPage, number: number, rated: number) =>
  studio.page
    .locator(`[data-testid=${testIds.roundProgress}][data-round="${number}"][data-done="${rated}"]`)
    .waitFor();

/** DDPO, which trains on the steps of its own trajectories, by a reward. */
async function byTrajectories(studio: StudioPage): Promise<void> {
  await studio.at(testIds.newRun).click();
  await studio.goTo('objective');
  await studio.at(testIds.method).selectOption('ddpo');
  await setUp(studio, 'warmth', { batchSize: 4, bankSize: 8, stepsPerRound: 2, steps: 4 });
  await studio.goTo('training');
  await studio.at(testIds.start).click();
  await studio.untilStatus('finished');
  checkSame(await studio.step(), 4, 'steps of DDPO');
  const { title } = strings.training.ownMetrics['clippedShare']!;
  await studio.page.getByRole('button', { name: title }).waitFor();
}

async function byRating(stage: Stage): Promise<StudioPage> {
  const studio = await openStudio(stage, { query: '?executor=tfjs-wasm' });
  studio.page.setDefaultTimeout(120_000);
  await setUp(studio, 'rating:stars', { bankSize: 4, stepsPerRound: 1, steps: 3, seed: 3 });
  await studio.goTo('training');
  await studio.at(testIds.start).click();
  await round(studio, 0, 0);
  const asked = await roundImages(studio);
  checkSame(new Set(asked).size, BATCH, 'different images');
  await stage.checkAccessibility(studio.page, 'a round to rate');
  await studio.page.keyboard.press('4');
  await round(studio, 0, 1);
  // A pause in the middle keeps images and ratings; so does a reload.
  await studio.at(testIds.pause).click();
  await studio.untilStatus('paused');
  await studio.at(testIds.roundRating).waitFor({ state: 'detached' });
  await studio.at(testIds.resume).click();
  await round(studio, 0, 1);
  checkSame(await roundImages(studio), asked, 'the images after a pause');
  await studio.page.reload();
  await studio.ready();
  await studio.at(testIds.continueRun).click();
  await round(studio, 0, 1);
  checkSame(await roundImages(studio), asked, 'the images after a reload');
  await studio.page.keyboard.press('u');
  await studio.page.keyboard.press('1');
  // Two ratings are half the bank: the first step follows, and the next round asks.
  await round(studio, 1, 0);
  await until('a step was taken', async () => (await studio.step()) === 1);
  for (const key of ['5', '2']) await studio.page.keyboard.press(key);
  await round(studio, 2, 0);
  await studio.page.keyboard.press('3');
  await studio.page.keyboard.press('3');
  await studio.untilStatus('finished');
  checkSame(await studio.step(), 3, 'steps by live ratings');
  const rows = await curve(studio);
  checkSame(rows, ['3 3 3', '2 3.5 3', '1 2.5 2.5'], 'mean ratings and τ, newest first');
  return studio;
}

export const story: Story = {
  timeoutMs: 600_000,
  name:
    'online: a run by a reward goes on after a dead worker, one by live ratings after ' +
    'a pause and a reload; DDPO takes steps',
  async tell(stage) {
    await byReward(stage);
    await byTrajectories(await byRating(stage));
  },
};

// Two short runs of the nano model are judged in the tab: an evaluation with its tables and files,
// cancelled and taken up again after a reload; the frontier walked by keys; and a blind comparison
// judged by keys, which says nothing of its sides before it is revealed.

import Papa from 'papaparse';
import type { Page } from 'playwright-core';
import { evaluationSeed } from '../src/evaluate/sharedSeeds';
import { tabId, testIds } from '../src/ui/testIds';
import type { Stage, Story } from './browser';
import { PROMPTS, plainSet } from './scoredSet';
import { check, checkSame, openStudio, until, type StudioPage } from './studioPage';

const IMAGES = 16;
const STEPS = 4;
const SAMPLES = 2;
const ASKED = PROMPTS.slice(0, 2);
const PAIRS = ASKED.length * SAMPLES;

const text = new TextDecoder();
const records = (bytes: Uint8Array): Record<string, string>[] =>
  Papa.parse<Record<string, string>>(text.decode(bytes), { header: true, skipEmptyLines: true })
    .data;

/** Trains one short run with a method. */
async function train(studio: StudioPage, method: 'TGO' | 'SFT'): Promise<void> {
  await studio.goTo('objective');
  await studio.at(testIds.method).selectOption(method === 'TGO' ? 'tgo' : 'sft');
  await studio.setNumbers({
    rank: 2,
    batchSize: 4,
    steps: STEPS,
    checkpointEvery: STEPS / 2,
    previewEvery: 0,
    inferenceSteps: 2,
    guidanceScale: 2,
  });
  await studio.goTo('training');
  await studio.at(testIds.start).click();
  await studio.untilStatus('finished');
}

async function openTab(studio: StudioPage, tab: string): Promise<void> {
  await studio.at(tabId(tab)).click();
  await studio.page.locator(`[data-testid=${tabId(tab)}][aria-selected=true]`).waitFor();
}

/** Prompts and samples of the open tab's set-up. */
async function ask(studio: StudioPage, samples: number): Promise<void> {
  await studio.at(testIds.evaluationPrompts).fill(ASKED.join('\n'));
  await studio.at(testIds.evaluationSamples).fill(String(samples));
  // Prompt alignment would open the scorer, which is slow here.
  await studio.at('reward-prompt_alignment').uncheck();
  // The toy's images are compared by their pixels: a scorer beside the app would be slow to open
  // here.
  const features = studio.at(testIds.evaluationFeatures);
  if ((await features.count()) === 0) return;
  await studio.page.getByText('Seed, sampler, features').click();
  await features.getByText('Pixels').click();
}

async function evaluate(stage: Stage, studio: StudioPage): Promise<void> {
  const { page } = studio;
  await openTab(studio, 'evaluate');
  await ask(studio, SAMPLES);
  await studio.at(testIds.addEntry).click();
  checkSame(await studio.at(testIds.entryRow).count(), 2, 'models beside the base');
  for (const id of ['brightness', 'warmth']) await studio.at(`reward-${id}`).check();
  await studio.at('reward-brightness').focus();
  await stage.checkAccessibility(page, 'evaluate, asked');
  await studio.at(testIds.evaluate).click();
  await page
    .locator(`[data-testid=${testIds.evaluationRow}][data-status=finished]`)
    .waitFor({ timeout: 120_000 });
  await studio.at(testIds.evaluationResults).waitFor();
  checkSame(
    [await studio.at(testIds.rewardRow).count(), await studio.at(testIds.driftRow).count()],
    [3, 3],
    'rows of rewards and of drift',
  );
  await until(
    'all images are there',
    async () =>
      (await page.locator(`[data-testid=${testIds.imageTable}] img.picture`).count()) ===
      3 * ASKED.length,
  );

  const results = records(
    (await stage.download(page, () => studio.at(testIds.exportResultsCsv).click())).bytes,
  );
  const asked = [...new Set(results.map((row) => row['reward']))];
  check(
    asked.includes('warmth') && asked.includes('brightness'),
    `rewards in the table: ${asked.join(', ')}`,
  );
  checkSame(results.length, 3 * asked.length, 'rows of the table');
  const [base, first] = results.filter((row) => row['reward'] === 'warmth');
  checkSame(
    [base!['win rate'], base!['images'], first!['method'], first!['checkpoint step']],
    ['', String(PAIRS), 'sft', String(STEPS)],
    'base and newest run in the table',
  );
  checkSame(
    Number(first!['wins']) + Number(first!['ties']) + Number(first!['losses']),
    PAIRS,
    'pairs of the win rate',
  );
  check(
    Number(first!['win rate lower']) <= Number(first!['win rate']) &&
      Number(first!['Fréchet distance']) > 0,
    'interval and drift of the newest run',
  );

  // Every score is there, from shared seeds, and the table's mean is theirs.
  const scores = records(
    (await stage.download(page, () => studio.at(testIds.exportScores).click())).bytes,
  );
  checkSame(scores.length, 3 * PAIRS, 'scores');
  const own = scores.filter((row) => row['method'] === 'sft');
  checkSame(
    own.map((row) => row['seed']),
    ASKED.flatMap((_, p) => [0, 1].map((n) => String(evaluationSeed(p, n)))),
    'seeds of the newest run',
  );
  const mean = own.reduce((sum, row) => sum + Number(row['warmth']), 0) / own.length;
  check(
    Math.abs(mean - Number(first!['mean'])) < 1e-9,
    `mean ${first!['mean']} of the scores ${mean}`,
  );

  const markdown = text.decode(
    (await stage.download(page, () => studio.at(testIds.exportResultsMarkdown).click())).bytes,
  );
  checkSame(
    markdown.split('\n').filter((line) => line.startsWith('| ')).length,
    2 + 3 * asked.length + 2 + 3,
    'lines of the Markdown tables',
  );
  const sheet = await stage.download(page, () => studio.at(testIds.exportImages).click());
  const view = new DataView(sheet.bytes.buffer, sheet.bytes.byteOffset);
  check(
    text.decode(sheet.bytes.slice(1, 4)) === 'PNG' &&
      view.getUint32(16) > 3 * 128 &&
      view.getUint32(20) > ASKED.length * 128,
    `the sheet is ${view.getUint32(16)} × ${view.getUint32(20)}`,
  );
  await stage.checkAccessibility(page, 'evaluate, results');
}

/** Two runs × two checkpoints × two strengths; broken off, and taken up again after a reload. */
async function frontier(stage: Stage, studio: StudioPage): Promise<void> {
  const { page } = studio;
  await openTab(studio, 'frontier');
  await ask(studio, SAMPLES);
  for (const strength of [0.25, 0.75, 1.5]) await studio.at(`strength-${strength}`).uncheck();
  await studio.at(testIds.evaluate).click();
  await until(
    'some images are drawn',
    async () =>
      Number(
        /^\d+/u.exec(
          await page.locator(`[data-testid=${testIds.evaluationProgress}] .muted`).innerText(),
        )?.[0] ?? 0,
      ) > 0,
    120_000,
  );
  await studio.at(testIds.evaluationCancel).click();
  await page.locator(`[data-testid=${testIds.evaluationRow}][data-status=paused]`).waitFor();
  await page.reload();
  await studio.ready();
  await openTab(studio, 'frontier');
  await studio.at(testIds.evaluationGoOn).click();
  await page
    .locator(`[data-testid=${testIds.evaluationRow}][data-status=finished]`)
    .waitFor({ timeout: 120_000 });
  const points = studio.at(testIds.frontierPoint);
  await until('eight points', async () => (await points.count()) === 8);
  await studio.checkAxes();

  // Walked by keys: eight steps to the right visit every point and come back.
  const chosen = (): Promise<string | null> =>
    studio.at(testIds.frontierCard).getAttribute('data-key');
  await studio.at(testIds.frontierChart).getByRole('listbox').focus();
  const seen = [await chosen()];
  for (let i = 0; i < 7; i++) {
    await page.keyboard.press('ArrowRight');
    await until(
      `a point after ${seen.join(' ')}`,
      async () => !seen.includes(await chosen()),
      10_000,
    );
    seen.push(await chosen());
  }
  await page.keyboard.press('ArrowRight');
  await until('the first point is chosen again', async () => (await chosen()) === seen[0]);
  checkSame(
    await page.locator(`[data-testid=${testIds.frontierCard}] img.picture`).count(),
    2 * ASKED.length,
    'images of the point and of the base',
  );
  check(
    (await studio.at(testIds.equalDrift).locator('tbody tr, .message').count()) > 0,
    'two runs at equal drift, or why not',
  );
  await stage.checkAccessibility(page, 'frontier');
}

/** What the page says while the images are blind. */
async function stageSays(page: Page): Promise<string> {
  return page.locator('main').evaluate((main) => main.outerHTML);
}

async function judge(stage: Stage, studio: StudioPage): Promise<void> {
  const { page } = studio;
  await openTab(studio, 'blind');
  await studio.at(testIds.blindRater).fill('Ada');
  await stage.checkAccessibility(page, 'blind, set-up');
  await studio.at(testIds.blindBegin).click();
  await studio.at(testIds.blindStage).locator('img').nth(1).waitFor();
  const said = await stageSays(page);
  check(!/SFT|TGO|Base model/u.test(said), 'nothing names a model');
  await stage.checkAccessibility(page, 'blind, a pair');
  const at = async (pair: number): Promise<void> => {
    await page
      .getByRole('heading', { name: new RegExp(`^Pair ${pair} of ${PAIRS}$`, 'u') })
      .waitFor();
  };
  for (const [index, key] of ['ArrowLeft', 'ArrowRight', 'ArrowDown'].entries()) {
    await at(index + 1);
    await page.keyboard.press(key);
  }
  await at(4);
  await page.keyboard.press('u');
  await at(3);
  await page.keyboard.press('s');
  for (let pair = 3; pair <= PAIRS; pair++) {
    await at(pair);
    await page.keyboard.press('ArrowLeft');
  }
  await studio.at(testIds.blindReveal).waitFor();
  checkSame(
    await studio.at(testIds.blindTallies).count(),
    0,
    'counts before the sides are revealed',
  );
  await studio.at(testIds.blindReveal).click();
  const row = studio.at(testIds.blindTallies).locator('tbody tr');
  await row.waitFor();
  const counts = (await row.locator('td.number').allInnerTexts()).map(Number);
  checkSame(
    counts.reduce((sum, count) => sum + count, 0),
    PAIRS,
    `votes: ${counts.join(', ')}`,
  );
  check(/%.*\[.*%.*%\]/su.test(await row.innerText()), 'the share has its interval');
  const votes = records(
    (await stage.download(page, () => studio.at(testIds.exportVotes).click())).bytes,
  );
  checkSame(
    votes.map((vote) => vote['choice']),
    ['left', 'right', ...Array.from({ length: PAIRS - 2 }, () => 'left')],
    'choices',
  );
  checkSame(
    votes.filter((vote) => vote['outcome'] === 'first').length,
    counts[0],
    'votes for the first model',
  );
  check(
    votes.every(
      (vote) =>
        vote['rater'] === 'Ada' &&
        (vote['left'] === vote['first'] || vote['left'] === vote['second']),
    ),
    'rater and sides are in the file',
  );

  await page.reload();
  await studio.ready();
  await openTab(studio, 'blind');
  await row.waitFor();
  checkSame(
    (await row.locator('td.number').allInnerTexts()).map(Number),
    counts,
    'votes after a reload',
  );
  await stage.checkAccessibility(page, 'blind, votes');
}

export const story: Story = {
  name: 'evaluation, frontier and blind comparison of two short runs',
  async tell(stage) {
    const studio = await openStudio(stage, { query: '?executor=wgsl' });
    await studio.chooseModel('nano');
    await studio.dropZip('scored.zip', plainSet(IMAGES).zip);
    await studio.importDraft(IMAGES);
    await train(studio, 'TGO');
    await studio.at(testIds.newRun).click();
    await train(studio, 'SFT');
    await studio.goTo('compare');
    await evaluate(stage, studio);
    await frontier(stage, studio);
    await judge(stage, studio);
  },
};

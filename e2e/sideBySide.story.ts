// Three runs of the nano model at once: one trains, another is sampled, and the wall of the third
// is drawn. Meanwhile the Evaluate screen answers: each of its requests to the worker is timed from
// the page, from the moment it is sent until its answer arrives.

import { cpus, loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import { strings } from '../src/strings';
import { tabId, testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { PROMPTS, plainSet } from './scoredSet';
import { check, checkSame, openStudio, until, type StudioPage } from './studioPage';

const IMAGES = 8;
/**
 * Sampler steps of the wall, and of each strength of the sampled run: both outlast the openings.
 */
const WALL_STEPS = 100;
const SAMPLE_STEPS = 30;
/** How long an answer may take on a machine that does nothing else. */
const LIMIT_MS = 300;
const OPENINGS = 5;

interface Answer {
  readonly type: string;
  readonly ms: number;
}

/** Notes how long every request of the page took; runs in the page before its own scripts. */
function timeAnswers(): void {
  const sent = new Map<number, { type: string; at: number }>();
  const answers: Answer[] = [];
  Object.assign(globalThis, { answers });
  const { postMessage } = Worker.prototype;
  const known = new WeakSet<Worker>();
  Worker.prototype.postMessage = function timed(this: Worker, ...given: unknown[]) {
    const [message] = given as [{ type?: string; requestId?: number } | undefined];
    if (!known.has(this)) {
      known.add(this);
      this.addEventListener('message', ({ data }: MessageEvent) => {
        const event = data as { type?: string; requestId?: number };
        const request = event.requestId === undefined ? undefined : sent.get(event.requestId);
        if (!request || (event.type !== 'reply' && event.type !== 'failure')) return;
        sent.delete(event.requestId!);
        answers.push({ type: request.type, ms: performance.now() - request.at });
      });
    }
    if (message?.requestId !== undefined && message.type !== 'cancel')
      sent.set(message.requestId, { type: message.type ?? '', at: performance.now() });
    Reflect.apply(postMessage, this, given);
  };
}

/** Takes the noted answers out. */
const takeAnswers = (page: Page): Promise<Answer[]> =>
  page.evaluate(() => (globalThis as unknown as { answers: Answer[] }).answers.splice(0));

/** Starts a run with these settings, beside those that train. */
async function start(
  studio: StudioPage,
  values: Parameters<StudioPage['setNumbers']>[0],
): Promise<void> {
  await studio.goTo('objective');
  await studio.setNumbers({ rank: 2, batchSize: 4, guidanceScale: 2, ...values });
  await studio.goTo('training');
  await studio.at(testIds.start).click();
}

const statuses = (studio: StudioPage): Promise<(string | null)[]> =>
  studio
    .at(testIds.runRow)
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-status')));

/** Samples a small evaluation of the run on screen; resolves when `made` of them are finished. */
async function evaluateOnce(studio: StudioPage, made = 1): Promise<void> {
  await studio.goTo('compare');
  await studio.at(tabId('evaluate')).click();
  await studio.at(testIds.evaluationPrompts).fill(PROMPTS.slice(0, 2).join('\n'));
  await studio.at(testIds.evaluationSamples).fill('2');
  await studio.page.getByText('Seed, sampler, features').click();
  await studio.at(testIds.evaluationSteps).fill('2');
  const features = studio.at(testIds.evaluationFeatures);
  if ((await features.count()) > 0) await features.getByText('Pixels').click();
  await studio.at('reward-brightness').check();
  await studio.at(testIds.evaluate).click();
  await studio.page
    .locator(`[data-testid=${testIds.evaluationRow}][data-status=finished]`)
    .nth(made - 1)
    .waitFor({ timeout: 120_000 });
  await studio.at(tabId('compare')).click();
}

/** Leaves the Evaluate screen and opens it again; resolves with the answers it asked for. */
async function openEvaluate(studio: StudioPage): Promise<Answer[]> {
  const { page } = studio;
  await studio.goTo('training');
  await takeAnswers(page);
  await studio.goTo('compare');
  await studio.at(tabId('evaluate')).click();
  await studio.at(testIds.evaluationResults).waitFor();
  const heard: Answer[] = [];
  await until('the evaluations are listed', async () => {
    heard.push(...(await takeAnswers(page)));
    return heard.some(({ type }) => type === 'listEvaluations');
  });
  await studio.at(tabId('compare')).click();
  return heard.filter(({ type }) =>
    ['listEvaluations', 'listRewards', 'evaluationScores', 'evaluationImages'].includes(type),
  );
}

export const story: Story = {
  long: true,
  name: 'one run trains, one is sampled and the wall of a third is drawn: Evaluate answers',
  timeoutMs: 900_000,
  async tell(stage) {
    await stage.context.addInitScript(timeAnswers);
    const studio = await openStudio(stage);
    await studio.chooseModel('nano');
    await studio.dropZip('scored.zip', plainSet(IMAGES).zip);
    await studio.importDraft(IMAGES);

    // The run that is sampled, and an evaluation of it.
    await start(studio, {
      steps: 2,
      checkpointEvery: 2,
      previewEvery: 0,
      inferenceSteps: SAMPLE_STEPS,
    });
    await studio.untilStatus('finished');
    await evaluateOnce(studio);

    // The run that trains, and one whose wall is drawn after every step.
    await studio.goTo('training');
    await studio.at(testIds.newRun).click();
    await start(studio, { steps: 5000, checkpointEvery: 500, previewEvery: 0, inferenceSteps: 2 });
    await studio.untilStep(1);
    await studio.at(testIds.newRun).click();
    await start(studio, {
      steps: 5000,
      checkpointEvery: 500,
      previewEvery: 1,
      inferenceSteps: WALL_STEPS,
    });
    await studio.at(testIds.runWall).waitFor({ timeout: 120_000 });
    checkSame(await statuses(studio), ['running', 'running', 'finished'], 'runs, newest first');

    await studio.goTo('compare');
    // The first run is the only one with a checkpoint; seven strengths of it.
    const draw = studio.at(testIds.sampleRange);
    await draw.click();
    await draw.waitFor({ state: 'detached' });

    const slowest: number[] = [];
    for (let opening = 0; opening < OPENINGS; opening++) {
      const answers = await openEvaluate(studio);
      check((await draw.count()) === 0, 'the first run is still being sampled');
      slowest.push(Math.max(...answers.map(({ ms }) => ms)));
    }
    await studio.goTo('training');
    checkSame(await statuses(studio), ['running', 'running', 'finished'], 'runs after it');

    // An evaluation is sampled while it trains on: nothing is paused for it.
    await evaluateOnce(studio, 2);
    await studio.goTo('training');
    checkSame(
      (await statuses(studio))[1],
      'running',
      'the second run after an evaluation beside it',
    );

    // Where more is run than there are processors, everything waits in proportion.
    const crowd = Math.max(1, loadavg()[0]! / cpus().length);
    const sorted = slowest.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(OPENINGS / 2)]!;
    process.stdout.write(
      `       Evaluate answered within ${sorted.map((ms) => ms.toFixed(0)).join(', ')} ms ` +
        `(limit ${LIMIT_MS} ms; ${crowd.toFixed(1)} as many processes as processors)\n`,
    );
    check(
      median <= LIMIT_MS * crowd,
      `the slowest answer of an opening takes ${median.toFixed(0)} ms, at most ` +
        `${(LIMIT_MS * crowd).toFixed(0)}`,
    );

    // The other two are given up; training has gone on under them, and goes on.
    await studio.at(testIds.pause).click();
    await studio.at(testIds.resume).waitFor({ timeout: 120_000 });
    await studio.goTo('compare');
    await studio.page.getByRole('button', { name: strings.common.cancel }).click();
    await draw.waitFor({ timeout: 120_000 });
    await studio.goTo('training');
    const left = ['paused', 'running', 'finished'];
    checkSame(await statuses(studio), left, 'runs that are left');
    await studio.at(testIds.runRow).nth(1).getByTestId(testIds.runLoad).click();
    await studio.untilStatus('running');
    const before = await studio.step();
    check(before > 1, `the second run has gone on (step ${before})`);
    await studio.untilStep(before + 1);

    // Another tab sees that it trains, and may take none of the runs that are loaded here.
    const other = await openStudio(stage, { hash: '#training' });
    checkSame(await statuses(other), left, 'runs in another tab');
    await other.at(testIds.runRow).nth(2).getByTestId(testIds.runLoad).click();
    await other.page.getByText('This run is loaded in another tab.').waitFor();
    await other.page.close();
    await studio.at(testIds.pause).click();
    await studio.at(testIds.resume).waitFor();
  },
};

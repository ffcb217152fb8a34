// The first minute, measured in a real browser as a newcomer has it: bytes of the first load and of
// what is then fetched ahead, the first image, the first point of the curve after Train, the
// first moved wall. One model after another, each in a fresh profile. Started by
// `npm run first-minute` (tools/scripts/firstMinute.mjs), which serves the built page, compressed.

import { parseArgs } from 'node:util';
import type { Request } from 'playwright-core';
import { strings } from '../src/strings';
import { FETCHING_AHEAD } from '../src/ui/fetchAhead';
import { testIds } from '../src/ui/testIds';
import { StoryBrowser } from './browser';
import { StudioPage, until } from './studioPage';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'nano,emoji-64' },
    executor: { type: 'string', default: 'auto' },
    /** Steps between walls; 0 = what the model's defaults say. */
    'preview-every': { type: 'string', default: '0' },
    /** Seconds from Train that a visible move is waited for. */
    patience: { type: 'string', default: '180' },
    json: { type: 'boolean', default: false },
  },
});
const PATIENCE_MS = 300_000;
/** A move of the wall that can be seen, in standard deviations of the set's scores. */
const VISIBLE = 0.5;

interface Minute {
  readonly model: string;
  readonly executor: string;
  readonly requests: number;
  readonly failedRequests: number;
  readonly loadKb: number;
  /** What came after it, while the first screen stood idle. */
  readonly aheadKb: number;
  readonly firstImageS: number;
  readonly setOpenS: number;
  readonly firstCurveS: number;
  readonly baseWallS: number;
  readonly movedWallS: number;
  /** Gain of the wall that stood a minute after Train, sd of the set's scores. */
  readonly gainAtMinute: number;
  /** Seconds to a gain of VISIBLE and its step; NaN where it was not reached in --patience. */
  readonly visibleS: number;
  readonly visibleStep: number;
}

/** Bytes of an answer as it came; those of a worker's own script are told by its header alone. */
async function bytesOf(request: Request): Promise<number> {
  const { responseBodySize } = await request.sizes();
  if (responseBodySize > 0) return responseBodySize;
  const response = await request.response();
  return Number((await response?.headerValue('content-length')) ?? 0);
}

async function measure(model: string): Promise<Minute> {
  const browser = await StoryBrowser.launch();
  const pending: Promise<{ bytes: number; at: number }>[] = [];
  let failed = 0;
  browser.context.on('requestfinished', (request) => {
    // Milliseconds since 1970.
    const at = request.timing().startTime;
    pending.push(bytesOf(request).then((bytes) => ({ bytes, at })));
  });
  browser.context.on('requestfailed', () => failed++);
  const query = values.executor === 'auto' ? '' : `?executor=${values.executor}`;
  const opened = performance.now();
  const since = (from: number): number => (performance.now() - from) / 1000;
  const page = await browser.open({ query, hash: '#home' });
  const studio = new StudioPage(page, browser);
  await studio.ready();
  const wall = page.locator('.wall .tile').first();
  await wall.waitFor({ timeout: PATIENCE_MS });
  const firstImageS = since(opened);
  // Quiet: nothing has been asked for in a second.
  let seen = -1;
  while (seen !== pending.length) {
    seen = pending.length;
    await page.waitForTimeout(1000);
  }
  const marked = await page.waitForFunction(
    (mark) => performance.getEntriesByName(mark)[0]?.startTime,
    FETCHING_AHEAD,
  );
  const ahead = (await page.evaluate(() => performance.timeOrigin)) + (await marked.jsonValue())!;
  const asked = await Promise.all(pending);
  const kb = (some: typeof asked): number => some.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  const first = asked.filter(({ at }) => at < ahead);
  const aheadKb = kb(asked.filter(({ at }) => at >= ahead));
  const [requests, failedRequests] = [first.length, failed];
  if (model !== 'emoji-64') {
    await studio.chooseModel(model);
    await page.waitForTimeout(500);
  }
  if (values['preview-every'] !== '0') {
    await studio.goTo('objective');
    await studio.setNumbers({ previewEvery: Number(values['preview-every']) });
    await studio.goTo('home');
  }
  const pressed = performance.now();
  await studio.at(testIds.homeTrain).click();
  await page
    .locator(`[data-testid=${testIds.railTraining}][aria-current=step]`)
    .waitFor({ timeout: PATIENCE_MS });
  const setOpenS = since(pressed);
  await until('a step', async () => (await studio.step()) >= 1, PATIENCE_MS);
  await page.locator(`[data-testid=${testIds.separateChart}] canvas`).first().waitFor();
  const firstCurveS = since(pressed);
  const tiles = studio.at(testIds.runWall);
  await tiles.waitFor({ timeout: PATIENCE_MS });
  const baseWallS = since(pressed);
  await until(
    'a second wall',
    async () => Number(await tiles.getByLabel(strings.training.ribbon).getAttribute('max')) >= 1,
    PATIENCE_MS,
  );
  const movedWallS = since(pressed);
  const result = studio.at(testIds.wallResult);
  let [gainAtMinute, visibleS, visibleStep] = [Number.NaN, Number.NaN, Number.NaN];
  while (since(pressed) < Math.max(60, Number(values.patience)) && Number.isNaN(visibleS)) {
    const gain = Number(await result.getAttribute('data-gain'));
    if (since(pressed) <= 60) gainAtMinute = gain;
    if (gain >= VISIBLE) [visibleS, visibleStep] = [since(pressed), await studio.step()];
    await page.waitForTimeout(250);
  }
  const executor = (await studio.at(testIds.capability).getAttribute('data-executor')) ?? 'unknown';
  await browser.close();
  return {
    model,
    executor,
    requests,
    failedRequests,
    loadKb: kb(first),
    aheadKb,
    firstImageS,
    setOpenS,
    firstCurveS,
    baseWallS,
    movedWallS,
    gainAtMinute,
    visibleS,
    visibleStep,
  };
}

const COLUMNS: readonly (readonly [keyof Minute, string])[] = [
  ['model', 'model'],
  ['executor', 'executor'],
  ['requests', 'requests'],
  ['failedRequests', 'failed'],
  ['loadKb', 'first load, kB'],
  ['aheadKb', 'then ahead, kB'],
  ['firstImageS', 'first image, s'],
  ['setOpenS', 'set open, s'],
  ['firstCurveS', 'first curve, s'],
  ['baseWallS', 'wall before, s'],
  ['movedWallS', 'next wall, s'],
  ['gainAtMinute', 'gain after 60 s, sd'],
  ['visibleS', `gain of ${VISIBLE} sd, s`],
  ['visibleStep', 'at step'],
];

/** Seconds from a moved slider of the 2-D bench to its first density: the median of five moves. */
async function benchAnswer(): Promise<number> {
  const browser = await StoryBrowser.launch();
  const page = await browser.open({ hash: '#bench2d' });
  const studio = await new StudioPage(page, browser).ready();
  const answer = studio.at(testIds.benchAnswer);
  await answer.waitFor({ timeout: PATIENCE_MS });
  const slider = studio.at('bench-temperature');
  const seconds: number[] = [];
  for (const key of ['ArrowLeft', 'ArrowRight', 'PageDown', 'PageUp', 'ArrowLeft']) {
    await slider.press(key);
    // It is gone at once, and back with the first density.
    await answer.waitFor({ state: 'detached' }).catch(() => undefined);
    await answer.waitFor();
    seconds.push(Number(await answer.getAttribute('data-ms')) / 1000);
  }
  await browser.close();
  return seconds.toSorted((a, b) => a - b)[2]!;
}

const rows: Minute[] = [];
for (const model of values.models.split(',')) rows.push(await measure(model));
const benchS = await benchAnswer();
const shown = (value: string | number): string =>
  typeof value !== 'number'
    ? value
    : Number.isNaN(value)
      ? '–'
      : value.toFixed(Number.isInteger(value) ? 0 : Math.abs(value) < 1 ? 2 : 1);
process.stdout.write(
  values.json
    ? `${JSON.stringify({ rows, benchS })}\n`
    : [
        `| ${COLUMNS.map(([, name]) => name).join(' | ')} |`,
        `| ${COLUMNS.map(() => '---').join(' | ')} |`,
        ...rows.map((row) => `| ${COLUMNS.map(([key]) => shown(row[key])).join(' | ')} |`),
        'Seconds: of the first image from the page’s address, else from the press on Train.',
        `2-D bench: ${benchS.toFixed(2)} s from a moved slider to its first density.`,
        `–: not reached in ${values.patience} s.`,
        '',
      ].join('\n'),
);
process.exit(0);

// The images of the README: drives the built page through a real run and photographs every
// screen, light and dark, at three sizes, into --out. With the demo set beside a model it opens
// that; without one it imports a set of its own for the toy model. The run has far more steps than
// are waited for, so that it can always be paused in the middle. Started by `npm run screenshots`
// (tools/scripts/screenshots.mjs), which serves the page.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { Screen } from '../src/state/session/sessionStore';
import { tabId, testIds } from '../src/ui/testIds';
import { StoryBrowser } from './browser';
import { plainSet } from './scoredSet';
import { openStudio, until, type StudioPage } from './studioPage';

const SIZES = [
  { width: 1440, height: 1000 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
] as const;
const SCHEMES = ['light', 'dark'] as const;
const IMAGES = 96;
/** A control that does not come within this is a failure, not a slow machine. */
const PATIENCE_MS = 240_000;

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'docs/screenshots' },
    model: {
      type: 'string',
      default: existsSync('public/demo/emoji-64/demo.zip') ? 'emoji-64' : 'nano',
    },
    steps: { type: 'string', default: '40' },
    batch: { type: 'string', default: '8' },
    executor: { type: 'string', default: 'auto' },
    only: { type: 'string', default: '' },
    full: { type: 'boolean', default: false },
  },
});

/** A spread like that of real scores: a hump with a tail, the same at every call. */
function score(index: number): number {
  const draw = (k: number): number => {
    const x = Math.sin((index + 1) * 12.9898 * k) * 43758.5453;
    return x - Math.floor(x);
  };
  return Number((0.5 + 0.35 * (draw(1) + draw(2) + draw(3) - 1.5) + 0.2 * draw(4) ** 4).toFixed(4));
}

/** The page stands still: images decoded, transitions over, at its top. */
async function settle({ page }: StudioPage): Promise<void> {
  await page.evaluate(async () => {
    document.querySelector('#main')?.scrollTo(0, 0);
    scrollTo(0, 0);
    const transitions = document
      .getAnimations()
      .filter((animation) => animation instanceof CSSTransition);
    await Promise.race([
      Promise.allSettled(transitions.map((transition) => transition.finished)),
      new Promise((resolve) => {
        setTimeout(resolve, 2000);
      }),
    ]);
  });
  // An image that is loaded lazily below the fold is never complete.
  await until('images in view are loaded', () =>
    page.evaluate(() =>
      [...document.images].every(
        (image) => image.complete || image.getBoundingClientRect().top > innerHeight,
      ),
    ),
  );
}

async function photograph(studio: StudioPage, name: string): Promise<void> {
  if (values.only !== '' && !values.only.split(',').includes(name)) return;
  const { page } = studio;
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
      await settle(studio);
      // WebP, since the images of all screens are committed: a third of the bytes.
      await sharp(await page.screenshot({ fullPage: values.full }))
        .webp({ quality: 45, effort: 6 })
        .toFile(join(values.out, `${name}-${scheme}-${size.width}.webp`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) process.stdout.write(`${name} at ${size.width} px is ${wide} px too wide\n`);
    }
  }
  await page.setViewportSize(SIZES[0]);
  process.stdout.write(`${name}, after ${Math.round(performance.now() / 1000)} s\n`);
}

async function screen(studio: StudioPage, name: Screen): Promise<void> {
  await studio.goTo(name);
  await photograph(studio, name);
}

/** The set on which everything is shown. */
async function openSet(studio: StudioPage): Promise<void> {
  await studio.goTo('data');
  if ((await studio.at(testIds.openDemo).count()) > 0) await studio.at(testIds.openDemo).click();
  else {
    await studio.dropZip('drawn-by-hand.zip', plainSet(IMAGES, score).zip);
    await studio.at(testIds.importButton).click();
  }
  await studio.at(testIds.thumbnail).first().waitFor();
}

/** Trains for a while, with a change of β on the way, and stands paused. */
async function train(studio: StudioPage): Promise<void> {
  const steps = Number(values.steps);
  const every = Math.ceil(steps / 5);
  await studio.goTo('objective');
  await studio.setNumbers({
    steps: Math.min(5000, steps * 5),
    batchSize: Number(values.batch),
    previewEvery: every,
    checkpointEvery: every,
  });
  await studio.goTo('training');
  await studio.at(testIds.start).click();
  for (const [share, beta] of [
    [0.5, 2],
    [1, null],
  ] as const) {
    const wanted = Math.ceil(steps * share);
    await until(`step ${wanted}`, async () => (await studio.step()) >= wanted, PATIENCE_MS);
    if (beta !== null) await studio.setNumber('beta', beta);
  }
  await studio.at(testIds.pause).click();
  await studio.at(testIds.resume).waitFor();
  await photograph(studio, 'training-settings');
  await studio.at(testIds.liveDrawer).press('Escape');
}

async function main(): Promise<void> {
  mkdirSync(values.out, { recursive: true });
  const browser = await StoryBrowser.launch();
  const studio = await openStudio(browser, {
    query: values.executor === 'auto' ? '' : `?executor=${values.executor}`,
  });
  studio.page.setDefaultTimeout(PATIENCE_MS);
  await studio.chooseModel(values.model);
  await screen(studio, 'home');
  await openSet(studio);
  await photograph(studio, 'data');
  await screen(studio, 'rate');
  await screen(studio, 'objective');
  await train(studio);
  await photograph(studio, 'training');
  await screen(studio, 'runs');
  await screen(studio, 'race');
  await studio.goTo('compare');
  await studio.at(testIds.draw).click();
  await studio.page.locator(`[data-testid=${testIds.comparison}] img.picture`).first().waitFor();
  await photograph(studio, 'after');
  for (const tab of ['evaluate', 'frontier', 'blind']) {
    await studio.at(tabId(tab)).click();
    await photograph(studio, `after-${tab}`);
  }
  await studio.at(testIds.openBench).click();
  await studio.at(testIds.benchNow).waitFor();
  await photograph(studio, 'bench2d');
  const faults = browser.unexpectedFaults();
  await browser.close();
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
}

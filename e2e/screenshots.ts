// The pictures of the README: drives the built page through a real run and photographs its four
// screens, light and dark, wide and narrow, into --out. With the demo set beside a model it opens
// that; without one it draws a set of its own for the toy model. Started by `npm run screenshots`
// (tools/scripts/screenshots.mjs), which serves the page.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { Screen } from '../src/state/session/sessionStore';
import { testIds } from '../src/ui/testIds';
import { StoryBrowser } from './browser';
import { plainSet } from './scoredSet';
import { openStudio, until, type StudioPage } from './studioPage';

const SIZES = [
  { width: 1440, height: 1080 },
  { width: 390, height: 1500 },
] as const;
const SCHEMES = ['light', 'dark'] as const;
const IMAGES = 96;

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'docs/screenshots' },
    model: {
      type: 'string',
      default: existsSync('public/demo/emoji-64/demo.zip') ? 'emoji-64' : 'nano',
    },
    steps: { type: 'string', default: '60' },
    batch: { type: 'string', default: '8' },
    executor: { type: 'string', default: 'auto' },
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

async function photograph(studio: StudioPage, screen: Screen, folder: string): Promise<void> {
  const { page } = studio;
  await studio.goTo(screen);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
      await until('pictures are loaded', () =>
        page.evaluate(() => [...document.images].every((image) => image.complete)),
      );
      await page.evaluate(async () => {
        document.querySelector('#main')?.scrollTo(0, 0);
        scrollTo(0, 0);
        await Promise.allSettled(
          document
            .getAnimations()
            .filter((animation) => animation instanceof CSSTransition)
            .map((transition) => transition.finished),
        );
      });
      // WebP, since the pictures of all screens are committed: a third of the bytes.
      await sharp(await page.screenshot({ fullPage: values.full }))
        .webp({ quality: 88 })
        .toFile(join(folder, `${screen}-${scheme}-${size.width}.webp`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) process.stdout.write(`${screen} at ${size.width} px is ${wide} px too wide\n`);
    }
  }
  await page.setViewportSize(SIZES[0]);
  process.stdout.write(`${screen}\n`);
}

async function main(): Promise<void> {
  mkdirSync(values.out, { recursive: true });
  const steps = Number(values.steps);
  const browser = await StoryBrowser.launch();
  const studio = await openStudio(browser, {
    query: values.executor === 'auto' ? '' : `?executor=${values.executor}`,
  });
  studio.page.setDefaultTimeout(1_200_000);
  await studio.chooseModel(values.model);
  if ((await studio.at(testIds.openDemo).count()) > 0) {
    await studio.at(testIds.openDemo).click();
    await studio.at(testIds.thumbnail).first().waitFor();
  } else {
    const { zip } = plainSet(IMAGES, score);
    await studio.dropZip('drawn-by-hand.zip', zip);
    await studio.at(testIds.importButton).click();
    await studio.at(testIds.thumbnail).first().waitFor();
  }
  if (values.model !== 'nano') await photograph(studio, 'home', values.out);
  await photograph(studio, 'data', values.out);
  await photograph(studio, 'rate', values.out);
  await studio.goTo('objective');
  await studio.setNumbers({
    steps,
    batchSize: Number(values.batch),
    previewEvery: Math.ceil(steps / 4),
    checkpointEvery: Math.ceil(steps / 4),
  });
  await studio.at(testIds.advanced).locator('summary').click();
  await photograph(studio, 'objective', values.out);

  await studio.goTo('training');
  await studio.at(testIds.start).click();
  await until(
    `step ${Math.ceil(steps / 2)}`,
    async () => (await studio.step()) >= steps / 2,
    1_200_000,
  );
  await studio.setNumber('beta', 2);
  await until(
    `step ${Math.ceil(steps * 0.8)}`,
    async () => (await studio.step()) >= steps * 0.8,
    1_200_000,
  );
  await studio.at(testIds.pause).click();
  await studio.at(testIds.resume).waitFor();
  await photograph(studio, 'training', values.out);
  await studio.at(testIds.resume).click();
  await studio.page.locator(`[data-testid=${testIds.runStatus}][data-status=finished]`).waitFor();

  await studio.goTo('after');
  await studio.at(testIds.draw).click();
  await studio.page.locator(`[data-testid=${testIds.comparison}] img.picture`).first().waitFor();
  await photograph(studio, 'after', values.out);
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

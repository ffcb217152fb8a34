// The bench in the plane: it opens from the header, trains by itself, follows a slider, compares
// all methods, and works at the width of a phone in both colour schemes.

import { strings } from '../src/strings';
import { testIds } from '../src/ui/testIds';
import type { Stage, Story } from './browser';
import { check, checkSame, openStudio, until } from './studioPage';

async function bench(stage: Stage): Promise<void> {
  const studio = await openStudio(stage);
  const { page } = studio;
  await studio.at(testIds.openBench).click();
  const now = studio.at(testIds.benchNow);
  const share = async (): Promise<number> => Number(await now.getAttribute('data-share'));
  const words = (): Promise<string> => now.innerText();
  await until('TGO reaches most of the frontier’s gain', async () => (await share()) > 0.7);
  await stage.checkAccessibility(page, 'bench, light');

  // A moved slider shows in the density and in the words.
  const before = await words();
  const pictureBefore = await studio
    .at(testIds.benchPlane)
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  await studio.at('bench-temperature').focus();
  await page.keyboard.press('Home');
  await until('the words follow the slider', async () => {
    const after = await words();
    return after !== before && after.includes('0.00001');
  });
  await until(
    'the density follows the slider',
    async () =>
      (await studio
        .at(testIds.benchPlane)
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())) !== pictureBefore,
  );

  // The guide: a page, what it offers to try, the next page.
  await studio.at(testIds.guideOpen).click();
  await studio.at(testIds.guide).getByRole('heading').waitFor();
  await studio.at(testIds.guideNext).click();
  await studio.at(testIds.guideTry).last().click();
  await until('the tried plan is trained', async () => (await words()).startsWith('SFT'));
  await stage.checkAccessibility(page, 'bench with the guide, light');

  await studio.at(testIds.benchRace).click();
  // Not all of them: the command line trains every one (npm run bench2d).
  await until(
    'two methods have a row',
    async () => (await studio.at(testIds.benchResult).count()) >= 2,
    100_000,
  );
  await page.getByRole('button', { name: strings.bench2d.stop }).click();
  const rows = await studio.at(testIds.benchResult).allInnerTexts();
  check(
    rows.every((row) => /\d %|\d%/u.test(row)),
    `each row has its share: ${rows.join(' / ')}`,
  );

  // A phone, in the dark.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  checkSame(
    await page.evaluate(() => document.documentElement.scrollWidth <= globalThis.innerWidth),
    true,
    'nothing is wider than a phone',
  );
  await stage.checkAccessibility(page, 'bench, dark, 390 px');
}

export const story: Story = {
  name: 'the bench in the plane follows its sliders and compares all methods',
  timeoutMs: 400_000,
  tell: bench,
};

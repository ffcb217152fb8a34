// The bench in the plane: it opens from the header, trains by itself, follows a slider, compares
// all methods, learns a drawn score and a drawn distribution, and works at the width of a phone in
// both colour schemes.

import { strings } from '../src/strings';
import { testIds } from '../src/ui/testIds';
import type { Stage, Story } from './browser';
import { check, checkSame, openStudio, until, type StudioPage } from './studioPage';

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
  const imageBefore = await studio
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
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())) !== imageBefore,
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

  await draw(studio);

  // A small laptop: three columns, and the sheet's tools in the first.
  await page.setViewportSize({ width: 1280, height: 720 });
  const tools = await studio.at(testIds.benchSheetKind).boundingBox();
  check((tools?.width ?? 0) > 100, `the drawing's tools have room: ${tools?.width}`);

  // A phone, in the dark, with the sheet to draw on.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  checkSame(
    await page.evaluate(() => document.documentElement.scrollWidth <= globalThis.innerWidth),
    true,
    'nothing is wider than a phone',
  );
  await stage.checkAccessibility(page, 'bench, dark, 390 px');
}

/** Draws a line over the sheet, in shares of its edge. */
async function drawLine(studio: StudioPage, from: number, to: number): Promise<void> {
  const sheet = studio.at(testIds.benchSheet);
  await sheet.scrollIntoViewIfNeeded();
  const box = (await sheet.boundingBox())!;
  const at = (share: number) => [box.x + share * box.width, box.y + 0.5 * box.height] as const;
  await studio.page.mouse.move(...at(from));
  await studio.page.mouse.down();
  await studio.page.mouse.move(...at(to), { steps: 8 });
  await studio.page.mouse.up();
}

/** A score and a distribution of one's own: by mouse, by keys, with undo, kept over a reload. */
async function draw(studio: StudioPage): Promise<void> {
  const { page } = studio;
  const gain = async (): Promise<number> =>
    Number(await studio.at(testIds.benchNow).getAttribute('data-gain'));
  await studio.at(testIds.benchDraw).click();
  await drawLine(studio, 0.1, 0.3);
  await page.getByText(strings.bench2d.ownScore).waitFor();
  await until('the drawn score is learned', async () => (await gain()) > 0.2);
  // A dab by keys, worse; taken back.
  const image = () =>
    studio.at(testIds.benchSheet).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  await studio.at(testIds.benchBrush).getByText(strings.bench2d.draw.brushes.score['-1']).click();
  await studio.at(testIds.benchSheet).focus();
  await page.keyboard.press('Shift+ArrowRight');
  const before = await image();
  await page.keyboard.press('Space');
  await until('the dab is on the sheet', async () => (await image()) !== before);
  await studio.at(testIds.benchUndo).click();
  await page.reload();
  await studio.ready();
  await studio.at(testIds.benchDraw).click();
  await page.getByText(strings.bench2d.ownScore).waitFor();
  await studio.at(testIds.benchUndo).waitFor();
  // A base of a drawn distribution, seen while it is trained; cancelled, the ring is back.
  await studio
    .at(testIds.benchSheetKind)
    .getByText(strings.bench2d.draw.sheets.distribution)
    .click();
  check(await studio.at(testIds.benchTrainBase).isDisabled(), 'nothing is drawn yet');
  await drawLine(studio, 0.2, 0.8);
  const base = () =>
    studio.at(testIds.benchBase).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const ring = await base();
  await studio.at(testIds.benchTrainBase).click();
  await until('the base in training is seen', async () => (await base()) !== ring);
  await page.getByRole('button', { name: strings.common.cancel }).click();
  await until('the ring is back', async () => (await base()) === ring);
}

export const story: Story = {
  name: 'the bench in the plane follows its sliders and compares all methods',
  timeoutMs: 400_000,
  tell: bench,
};

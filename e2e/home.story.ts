// The first screen: the wall stands before anything is opened, τ moves by keyboard and relabels the
// images, Train opens the demo set and starts a run.

import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { check, checkSame, openStudio, until } from './studioPage';

export const story: Story = {
  name: 'The first screen: a wall, a line, a button',
  async tell(stage) {
    // Larger text from a class's link has the layout of a narrower page: the steps lie above.
    const studio = await openStudio(stage, { hash: '#home?text=2' });
    const { page } = studio;
    const columns = () =>
      studio.at(testIds.app).evaluate((app) => getComputedStyle(app).gridTemplateColumns);
    check(!(await columns()).includes(' '), `one column at 200%: ${await columns()}`);
    await page.evaluate(() => {
      location.hash = 'home';
    });
    await until('two columns at 100%', async () => (await columns()).includes(' '));
    const positive = () => page.locator('.tile.positive').count();
    await page.locator('.tile').first().waitFor();
    checkSame(await page.locator('.tile').count(), 24, 'tiles on the wall');
    await stage.checkAccessibility(page, 'the first screen');
    const before = await positive();
    const tau = studio.at(testIds.homeTau);
    await tau.focus();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('PageUp');
    await until('fewer positive examples with a higher τ', async () => (await positive()) < before);
    check(
      (await tau.getAttribute('aria-valuetext'))?.includes('positive') ?? false,
      'τ says how many examples are positive',
    );
    // Another score, and its opposite: other images are ringed.
    const rings = () =>
      page.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => tile.className).join());
    const happier = await rings();
    await studio.at(testIds.homeScores).getByRole('button', { name: 'warmer' }).click();
    await until('other rings by warmth', async () => (await rings()) !== happier);
    const warmer = await rings();
    await studio.at(testIds.homeOpposite).click();
    await until('other rings by its opposite', async () => (await rings()) !== warmer);
    await studio.at(testIds.homeOpposite).click();
    // The way there, back and forth again.
    await studio.goTo('data');
    await page.goBack();
    await studio.at(testIds.home).waitFor();
    await page.goForward();
    await studio.at(testIds.dropzone).waitFor();
    await page.goBack();
    // Taps: a like, a dislike, and what is missing before they are a taste; cleared again.
    const tile = page.locator('.tile').first();
    await tile.click();
    await page.locator('.tile.like').waitFor();
    await tile.click();
    await page.locator('.tile.dislike').waitFor();
    await studio.at(testIds.homeTaps).getByText('9 more', { exact: false }).waitFor();
    check(await studio.at(testIds.homeTrain).isDisabled(), 'Train waits for enough taps');
    await stage.checkAccessibility(page, 'the first screen, tapped');
    await studio.at(testIds.homeTaps).getByRole('button').click();
    await studio.at(testIds.homeScores).waitFor();
    // The toy's demo, small batches and no previews: the machine may be busy (demo.story.ts trains
    // the bundled model on its own).
    await studio.chooseModel('nano');
    await until('the toy’s wall', async () =>
      ((await page.locator('.wall').getAttribute('style')) ?? '').includes('demo/nano/'),
    );
    await studio.goTo('objective');
    await studio.setNumbers({ batchSize: 2, previewEvery: 0 });
    await studio.at(testIds.brand).click();
    await studio.at(testIds.homeTrain).click();
    await page.locator(`[data-testid=${testIds.railTraining}][aria-current=step]`).waitFor({
      timeout: 120_000,
    });
    await studio.untilStep(1);
  },
};

// What a person does by hand: another name for the set, an image corrected, taken out and put back,
// the part of the loss that a slider moves, a training step in slow motion, the wall at another
// strength, a link for a class.

import { strings } from '../src/strings';
import { fieldId, testIds } from '../src/ui/testIds';
import type { Stage, Story } from './browser';
import { plainSet } from './scoredSet';
import { check, checkSame, openStudio, until, type StudioPage } from './studioPage';

const IMAGES = 8;

/** A name, a corrected score, an image taken out: each is seen, and each comes back. */
async function editSet(stage: Stage, studio: StudioPage): Promise<void> {
  const { page } = studio;
  await studio.at(testIds.setRename).click();
  await studio.at(testIds.setName).fill('Hearts and leaves');
  await studio.at(testIds.setName).press('Enter');
  await page.getByRole('heading', { name: 'Hearts and leaves' }).waitFor();

  const thumbnails = studio.at(testIds.thumbnail);
  const scores = (): Promise<string[]> =>
    studio.at(testIds.thumbnail).locator('.thumb-score').allInnerTexts();
  const before = await scores();
  await thumbnails.first().getByRole('button').click();
  await studio.at(testIds.imageScore).fill('42');
  await studio.at(testIds.imagePrompt).fill('an emoji of a heart');
  await stage.checkAccessibility(page, 'an image to correct');
  await studio.at(testIds.imageSave).click();
  await until('the score is corrected', async () => (await scores()).includes('42'));
  await page.getByText('an emoji of a heart').first().waitFor();
  await thumbnails.last().getByRole('button').click();
  await studio.at(testIds.imageRemove).click();
  await until('one image is out', async () => (await thumbnails.count()) === IMAGES - 1);
  await studio.at(testIds.editUndo).click();
  await until('it is back', async () => (await thumbnails.count()) === IMAGES);
  // Undo outlives a reload, as the corrections do.
  await page.reload();
  await studio.ready();
  await studio.goTo('data');
  await studio.at(testIds.editUndo).click();
  await until(
    'the score is as it was',
    async () => JSON.stringify(await scores()) === JSON.stringify(before),
  );
}

/** One step, stage by stage: held, moved on by hand, stopped. */
async function slowMotion(stage: Stage, studio: StudioPage): Promise<void> {
  await studio.at(testIds.slowMotion).click();
  const stages = studio.at(testIds.stepStages).locator('li');
  const lit = (): Promise<number> =>
    stages.evaluateAll((all) => all.findIndex((one) => one.getAttribute('aria-current') !== null));
  await until('a stage is lit', async () => (await lit()) >= 0);
  await studio.at(testIds.stageHold).click();
  const held = await lit();
  await studio.at(testIds.stageNext).click();
  checkSame(await lit(), held + 1, 'the stage after the one that was held');
  const said = await stages.allInnerTexts();
  checkSame(said.length, 7, 'stages of a step');
  check(
    said.every((words) => words.includes('\n')),
    `every stage says what it measured: ${said.join(' / ')}`,
  );
  await stage.checkAccessibility(studio.page, 'slow motion');
  await studio.at(testIds.slowMotion).click();
  await studio.at(testIds.stepStages).waitFor({ state: 'detached' });
  checkSame(await studio.step(), 1, 'one step was taken');
}

/** The LoRA's strength, moved by keys beyond what was trained: other images, and back. */
async function strength(studio: StudioPage): Promise<void> {
  const { page } = studio;
  const wall = studio.at(testIds.runWall);
  const first = () => wall.locator('img').first().getAttribute('src');
  await until(
    'a wall after training',
    async () => (await studio.at(testIds.wallStrength).count()) > 0,
  );
  const trained = await first();
  const slider = studio.at(testIds.wallStrength);
  await slider.focus();
  await page.keyboard.press('End');
  await until('the wall at twice the strength', async () => (await first()) !== trained);
  await wall.getByText(strings.training.strengthAt('2.00')).waitFor();
  await slider.fill('1');
  await until('the wall as it was trained', async () => (await first()) === trained);
}

/** A link for a class: what it hides is hidden, its text is larger, and so on every screen. */
async function classLink(stage: Stage, studio: StudioPage): Promise<void> {
  await studio.goTo('runs');
  await studio.at(testIds.classLink).click();
  await studio.at('hide-race').check();
  await studio.at('hide-files').check();
  await studio.at(testIds.classLinkText).getByText('150').click();
  await studio.at(testIds.classLinkProject).fill('../class.zip');
  await studio.page.getByText(strings.share.classLink.projectWrong).waitFor();
  await studio.at(testIds.classLinkProject).fill('');
  await stage.checkAccessibility(studio.page, 'a link for a class');
  const address = await studio.at(testIds.classLinkAddress).inputValue();
  check(address.includes('#objective?'), `the screen that is chosen: ${address}`);
  await studio.page.close();
  const away = 'https://elsewhere/class.zip';
  const opened = await openStudio(stage, { query: `${new URL(address).hash}&project=${away}` });
  await opened.at(testIds.notice).getByText(away, { exact: false }).waitFor();
  const seen = (): Promise<string> =>
    opened.page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  await opened.goTo('data');
  checkSame(
    [await opened.at(testIds.openRace).isVisible(), await opened.at(testIds.openRuns).isVisible()],
    [false, true],
    'what the link hides, and what it does not',
  );
  checkSame(await seen(), '24px', 'size of the text');
  // Files are hidden wherever one could be saved or opened, of a run too.
  await opened.goTo('runs');
  await opened.at(testIds.runChoose).first().check();
  await opened.at(testIds.runName).waitFor();
  const files = opened.page.locator('[data-part=files]');
  check((await files.count()) > 1, 'a run has files');
  for (const one of await files.all()) check(!(await one.isVisible()), 'files are hidden');
}

export const story: Story = {
  name: 'by hand: corrections with undo, the loss under a slider, slow motion, strength, a link',
  async tell(stage) {
    const studio = await openStudio(stage);
    await studio.chooseModel('nano');
    await studio.dropZip('scored.zip', plainSet(IMAGES).zip);
    await studio.importDraft(IMAGES);
    await editSet(stage, studio);

    await studio.goTo('objective');
    await studio.setNumbers({
      batchSize: 2,
      rank: 2,
      steps: 2,
      previewEvery: 2,
      guidanceScale: 1,
      inferenceSteps: 2,
    });
    // The part of the loss that a control moves is lit while it is in use.
    await studio.at(fieldId('beta')).hover();
    await until(
      'β is lit in the loss',
      async () =>
        (await studio.at(testIds.formula).locator('.term.lit').first().textContent()) === 'β',
    );

    await studio.goTo('training');
    await slowMotion(stage, studio);
    await studio.at(testIds.resume).click();
    await studio.untilStatus('finished');
    await strength(studio);
    await classLink(stage, studio);
  },
};

// A race of two methods on nano: both train at once, walls stand next to each other, names are told
// after a vote, and the shares have their intervals.

import { strings } from '../src/strings';
import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { plainSet } from './scoredSet';
import { check, checkSame, openStudio, until } from './studioPage';

export const story: Story = {
  name: 'methods race side by side; the class votes before it learns the names',
  async tell(stage) {
    const studio = await openStudio(stage);
    const { page } = studio;
    await studio.chooseModel('nano');
    // Without a set the demo's is one press away.
    await studio.goTo('race');
    await studio.at(testIds.openDemo).click();
    await studio.at(testIds.raceStart).waitFor();
    await studio.goTo('data');
    await studio.dropZip('scored.zip', plainSet(8).zip);
    await studio.importDraft(8);
    await studio.goTo('race');
    const ground = await studio.at(testIds.raceGround).innerText();
    check(/Nano/iu.test(ground) && ground.includes('scored'), `base and set are named: ${ground}`);
    // More than are waited for: a reload comes in the middle.
    await studio.at(testIds.raceSteps).fill('50');
    await studio.at(testIds.raceStart).click();
    const lanes = studio.at(testIds.raceLane);
    const atStep = async (step: number): Promise<boolean> => {
      const steps = await lanes.evaluateAll((all) => all.map((lane) => lane.dataset['step']));
      return steps.length === 2 && steps.every((one) => Number(one) >= step);
    };
    await until('both lanes have trained walls', () => atStep(5), 240_000);
    check((await lanes.count()) === 2, 'two lanes');
    const heading = lanes.first().getByRole('heading');
    const hidden = await heading.innerText();
    check(hidden.endsWith('A'), `no name before the vote: ${hidden}`);
    check(await studio.at(testIds.raceReveal).isDisabled(), 'names wait for a vote');
    await stage.checkAccessibility(page, 'race');
    // Nor does the list of runs tell them apart.
    await studio.goTo('runs');
    const listed = await page.locator('.runs-table tbody').innerText();
    check(listed.includes(strings.race.hiddenRun('B')), `lanes in the list: ${listed}`);
    check(!/TGO|SFT/u.test(listed), `the list names no method: ${listed}`);
    checkSame(await studio.at(testIds.runChoose).first().isDisabled(), true, 'lanes stay closed');
    await studio.goTo('race');
    for (let i = 0; i < 3; i++) await studio.at(`${testIds.raceVote}-A`).click();
    await page.reload();
    await studio.at(testIds.raceContinue).click();
    await until('a reload loses no lane: both go on', () => atStep(10), 240_000);
    check((await lanes.locator('img').count()) >= 4, 'both show their walls');
    await studio.at(`${testIds.raceVote}-tie`).click();
    const shares = await studio.text(testIds.raceShare);
    check(shares.includes('88%') && shares.includes('['), `A has 3.5 of 4: ${shares}`);
    await studio.at(testIds.raceReveal).click();
    await until('the name is told', async () => (await heading.innerText()) !== hidden);
    await studio.goTo('runs');
    await page.getByText(strings.race.runName('A', 'scored')).first().waitFor();
  },
};

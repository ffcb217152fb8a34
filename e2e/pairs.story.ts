// A set of compared pairs: imported with its comparisons, trained on by a pairwise method, whose
// first loss is that of a model equal to its reference.

import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { comparedSet } from './scoredSet';
import { check, checkSame, openStudio } from './studioPage';

const PAIRS = 4;
const STEPS = 3;

export const story: Story = {
  name: 'pairs: imported comparisons, DPO from ln 2, and pairs from scores instead',
  async tell(stage) {
    const studio = await openStudio(stage);
    await studio.chooseModel('nano');
    await studio.dropZip('pairs.zip', comparedSet(PAIRS));
    await studio.at(testIds.draft).waitFor();
    await studio.importDraft(2 * PAIRS);
    await studio.goTo('objective');
    await studio.at(testIds.method).selectOption('dpo');
    const data = studio.at(testIds.methodData);
    check(
      (await data.innerText()).includes(`The set has ${PAIRS} comparisons of its own.`),
      `the panel counts the comparisons: ${await data.innerText()}`,
    );
    await stage.checkAccessibility(studio.page, 'the data of a pairwise method');
    // Groups are of more images than a prompt of this set has.
    await studio.at(testIds.method).selectOption('dgpo');
    check(/0 of \d+ prompts/u.test(await data.innerText()), 'groups that the set does not have');
    // No set is needed for a method that samples for itself, and no set will do.
    await studio.at(testIds.method).selectOption('ddpo');
    const said = await studio.text(testIds.startProblems);
    check(said.includes('not from a set'), `DDPO wants no set: ${said}`);
    await studio.goTo('training');
    checkSame(await studio.at(testIds.start).getAttribute('aria-disabled'), 'true', 'Start waits');
    // One press sets it right; a set's methods are then the ones that cannot.
    await studio.at(testIds.startFix).click();
    await studio.goTo('objective');
    await studio.at(testIds.method).selectOption('dpo');
    await studio.at(testIds.startFix).click();
    checkSame(await studio.at(testIds.startProblems).count(), 0, 'reasons not to start');
    checkSame(await studio.at(testIds.calibration).inputValue(), 'on', 'β is not measured here');
    await studio.setNumbers({ batchSize: 4, rank: 2, steps: STEPS, previewEvery: 0 });
    await studio.goTo('training');
    await studio.at(testIds.oneStep).click();
    await studio.untilStep(1);
    await studio.untilStatus('paused');
    const loss = (await studio.at(testIds.lossChart).textContent()) ?? '';
    check(loss.includes('0.693'), `the first loss and its reference are ln 2: ${loss}`);
    const marks = await studio.page.locator('.marks').innerText();
    check(/calibrated before step 1: β \S+/u.test(marks), `what calibration found: ${marks}`);
    await studio.at(testIds.resume).click();
    await studio.untilStatus('finished');
    checkSame(await studio.step(), STEPS, 'steps done');
    await studio.page.close();
  },
};

// The lab in the page: two methods queued from one run, a table that fills while they train, and a
// run opened from it.

import { strings } from '../src/strings';
import { rewardBoxId, testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { plainSet } from './scoredSet';
import { openStudio, until } from './studioPage';

const IMAGES = 8;
const text = strings.runs;

export const story: Story = {
  name: 'a lab sets methods against each other',
  async tell(stage) {
    const studio = await openStudio(stage);
    const { page } = studio;
    await studio.chooseModel('nano');
    await studio.dropZip('scored.zip', plainSet(IMAGES).zip);
    await studio.importDraft(IMAGES);
    // A set that a formula scores, so that the runs' samples are scored too.
    await studio.at(testIds.scoreBy).click();
    await studio.at(rewardBoxId('brightness')).check();
    const source = studio.at(testIds.scoreSource).locator('option:checked');
    const before = await source.innerText();
    await studio.at(testIds.scoreGo).click();
    await until('the set is scored', async () => (await source.innerText()) !== before);
    await studio.goTo('objective');
    await studio.setNumbers({
      rank: 2,
      batchSize: 4,
      steps: 2,
      checkpointEvery: 2,
      previewEvery: 2,
      guidanceScale: 1,
      inferenceSteps: 2,
    });
    await studio.goTo('training');
    await studio.at(testIds.start).click();
    await studio.untilStatus('finished');

    await studio.goTo('runs');
    await studio.at(testIds.runChoose).first().check();
    await studio.at('runs-view').getByText(text.views.lab, { exact: true }).click();
    const methods = studio.at(testIds.labMethods);
    for (const method of ['tgo', 'sft']) await methods.locator(`input[value=${method}]`).check();
    for (const box of await methods.locator('input:checked').all())
      if (!['tgo', 'sft'].includes((await box.getAttribute('value'))!)) await box.uncheck();
    await studio.at(testIds.labSeeds).selectOption('1');
    await studio.at(testIds.labGo).click();
    const table = studio.at(testIds.labTable);
    await until(
      'both methods are measured',
      async () => (await table.locator('tbody tr[data-measured=true]').count()) === 2,
      120_000,
    );
    await stage.checkAccessibility(page, 'runs, lab');
    await table.locator('tbody tr[data-method=sft] button').first().click();
    await studio.untilStatus('finished');
    await page.getByText(text.labName('SFT', '0')).first().waitFor();
  },
};

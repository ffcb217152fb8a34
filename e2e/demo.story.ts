// The demo set, on whatever this machine has (wasm where there is no GPU): one press opens it, its
// scores and the share that is the prompt's are shown, and a step is taken on the bundled model.

import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { check, checkSame, openStudio } from './studioPage';

export const story: Story = {
  name: 'the demo set in one press, and a training step on the bundled model',
  async tell(stage) {
    const studio = await openStudio(stage);
    await studio.chooseModel('emoji-64');
    await studio.at(testIds.openDemo).click();
    await studio.at(testIds.thumbnail).first().waitFor({ timeout: 120_000 });
    checkSame(
      await studio.at(testIds.rejectedRow).count(),
      0,
      'rows of the demo set that were left out',
    );

    await studio.goTo('objective');
    await studio.at(testIds.histogram).waitFor();
    check(
      (await studio.page.locator(`[data-testid=${testIds.histogram}] svg rect`).count()) > 5,
      'the histogram has bars',
    );
    const [good, bad] = [
      await studio.number(testIds.countPositive),
      await studio.number(testIds.countNegative),
    ];
    check(
      good + bad >= 256 && Math.abs(good - bad) <= (good + bad) / 10,
      `half of the images are good, half bad: ${good} and ${bad}`,
    );
    const share = await studio.number(testIds.icc);
    check(share < 50, `less than half of the score comes from the prompt: ${share} %`);

    await studio.setNumbers({ batchSize: 2, previewEvery: 0 });
    await studio.goTo('training');
    await studio.at(testIds.oneStep).click();
    await studio.page
      .locator(`[data-testid=${testIds.runStatus}][data-status=paused]`)
      .waitFor({ timeout: 180_000 });
    await studio.untilStep(1);
  },
};

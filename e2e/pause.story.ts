// Pause answers at once, also while sample pictures are being drawn: the drawing is given up, and
// the steps taken since the last checkpoint are saved all the same.

import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { plainSet } from './scoredSet';
import { checkSame, openStudio } from './studioPage';

const IMAGES = 8;

export const story: Story = {
  name: 'a pause does not wait for sample pictures, and loses no step',
  async tell(stage) {
    const studio = await openStudio(stage);
    await studio.chooseModel('nano');
    await studio.dropZip('scored.zip', plainSet(IMAGES).zip);
    await studio.importDraft(IMAGES);
    await studio.goTo('objective');
    // Thirty sampler steps after every training step: whoever presses Pause presses it during a
    // drawing.
    await studio.setNumbers({
      batchSize: 2,
      rank: 2,
      steps: 50,
      previewEvery: 1,
      inferenceSteps: 30,
      checkpointEvery: 50,
    });
    await studio.goTo('training');
    await studio.at(testIds.start).click();
    await studio.untilStep(1);
    await studio.at(testIds.pause).click();
    await studio.at(testIds.resume).waitFor();
    checkSame(await studio.step(), 1, 'steps done when paused');
    checkSame(
      await studio.at(testIds.previewGrid).locator('img').count(),
      2,
      'pictures: the untouched model’s only',
    );

    await studio.page.reload();
    await studio.ready();
    await studio.at(testIds.loadPaused).click();
    await studio.at(testIds.resume).waitFor();
    checkSame(await studio.step(), 1, 'steps kept');
  },
};

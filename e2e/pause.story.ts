// Pause answers at once, also while sample images are being made: training does not wait for them,
// the sampling is given up, and the steps taken since the last checkpoint are saved all the same.

import { testIds } from '../src/ui/testIds';
import type { Story } from './browser';
import { plainSet } from './scoredSet';
import { check, checkSame, openStudio } from './studioPage';

const IMAGES = 8;

export const story: Story = {
  name: 'a pause does not wait for sample images, and loses no step',
  async tell(stage) {
    const studio = await openStudio(stage);
    await studio.chooseModel('nano');
    await studio.dropZip('scored.zip', plainSet(IMAGES).zip);
    await studio.importDraft(IMAGES);
    await studio.goTo('objective');
    // Thirty sampler steps after every training step: whoever presses Pause presses it while images
    // are being sampled.
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
    const done = await studio.step();
    check(done >= 1 && done < 50, `the run paused before its end, after step ${done}`);

    await studio.page.reload();
    await studio.ready();
    await studio.at(testIds.loadPaused).click();
    await studio.at(testIds.resume).waitFor();
    checkSame(await studio.step(), done, 'steps kept');
  },
};

// A run that lost its tab, and then its worker, is the run that lost nothing: a tab is closed in
// the middle of a step and opened again, the worker dies later and is started anew, and the run
// goes on from its last checkpoint to a chosen end. Then the same seed runs to that end in one go.
// The two exported LoRAs hold the same bits, and their metrics agree at every step.

import { parseSafetensors } from '../src/formats/safetensors';
import { testIds } from '../src/ui/testIds';
import type { Stage, Story } from './browser';
import { crashWorker } from './crashWorker';
import { plainSet } from './scoredSet';
import { check, checkSame, openStudio, type StudioPage } from './studioPage';

const IMAGES = 12;
const EVERY = 3;

interface Exported {
  readonly tensors: Map<string, string>;
  /** Loss and gradient norm by step, as they are written. */
  readonly curve: string[];
}

/** Takes up the offered run, paused at its last checkpoint; resolves with its step. */
async function loadOffered(studio: StudioPage): Promise<number> {
  await studio.at(testIds.continueOffer).waitFor();
  await studio.at(testIds.loadPaused).click();
  await studio.at(testIds.resume).waitFor();
  const kept = await studio.step();
  check(kept >= EVERY && kept % EVERY === 0, `the run stands at a checkpoint, at step ${kept}`);
  return kept;
}

/** The matrices and the curve of the run that is shown; times and names left out. */
async function exportShown(stage: Stage, studio: StudioPage): Promise<Exported> {
  await studio.goTo('compare');
  const lora = await stage.download(studio.page, () => studio.at(testIds.exportDiffusers).click());
  const metrics = await stage.download(studio.page, () => studio.at(testIds.exportMetrics).click());
  const lines = new TextDecoder()
    .decode(metrics.bytes)
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const wanted = ['step', 'loss', 'log_ratio_positive', 'gradient_norm'].map((name) =>
    lines[0]!.indexOf(name),
  );
  return {
    tensors: new Map(
      [...parseSafetensors(lora.bytes).tensors].map(([key, view]) => [
        key,
        Buffer.from(view.bytes).toString('hex'),
      ]),
    ),
    curve: lines.slice(1).map((line) => wanted.map((column) => line[column]).join(' ')),
  };
}

export const story: Story = {
  name: 'a closed tab and a dead worker in the middle of a run lose nothing, bit for bit, on wgsl',
  async tell(stage) {
    const first = await openStudio(stage, { query: '?executor=wgsl' });
    await first.chooseModel('nano');
    await first.dropZip('scored.zip', plainSet(IMAGES).zip);
    await first.importDraft(IMAGES);
    await first.goTo('objective');
    await first.setNumbers({
      batchSize: 4,
      rank: 4,
      steps: 2000,
      seed: 11,
      learningRate: 0.005,
      checkpointEvery: EVERY,
      previewEvery: 0,
    });
    await first.goTo('training');
    await first.at(testIds.start).click();
    await first.untilStep(EVERY + 1);
    await first.page.close();

    // Opened again: the run at its last checkpoint; a dead worker further on; and the end, four
    // steps after the next checkpoint.
    const second = await openStudio(stage, { query: '?executor=wgsl#training' });
    const kept = await loadOffered(second);
    await second.at(testIds.resume).click();
    await second.untilStep(kept + EVERY + 1);
    await crashWorker(stage, second);
    await second.at(testIds.restart).click();
    await second.ready();
    const last = (await loadOffered(second)) + 4;
    await second.setNumber('steps', last);
    await second.at(testIds.resume).click();
    await second.untilStatus('finished');
    checkSame(await second.step(), last, 'steps of the interrupted run');
    const interrupted = await exportShown(stage, second);

    // The same in one go.
    await second.goTo('training');
    await second.at(testIds.newRun).click();
    await second.goTo('objective');
    await second.setNumbers({ steps: last });
    await second.goTo('training');
    await second.at(testIds.start).click();
    await second.untilStatus('finished');
    checkSame(await second.at(testIds.runRow).count(), 2, 'runs kept');
    const straight = await exportShown(stage, second);

    checkSame([...interrupted.tensors.keys()], [...straight.tensors.keys()], 'matrices');
    const differing = [...straight.tensors]
      .filter(([key, hex]) => interrupted.tensors.get(key) !== hex)
      .map(([key]) => key);
    checkSame(differing, [], 'matrices that differ in a bit');
    check(
      [...straight.tensors].some(([key, hex]) => key.includes('.up.') && /[1-9a-f]/u.test(hex)),
      'the matrices have learned something',
    );
    checkSame(interrupted.curve, straight.curve, 'the curve');
    checkSame(straight.curve.length, last, 'steps in the curve');
  },
};

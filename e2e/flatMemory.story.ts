// Two thousand steps: the worker's heap, object URLs and GPU buffers stay flat once the run is
// under way, and what is stored stays within bounds. The page grows by the numbers of the curves
// alone: a page that is opened afresh with the same run takes as much. Prints what it measured;
// STEPS=400 for fewer, EXECUTOR=tfjs-wasm for another executor.

import { MOST_COLUMNS } from '../src/state/training/previews';
import { testIds } from '../src/ui/testIds';
import type { Stage, Story } from './browser';
import { countLive, Heaps, type Live } from './heaps';
import { renderers, residentMB } from './measure';
import { plainSet } from './scoredSet';
import { check, openStudio, until, type StudioPage } from './studioPage';

const STEPS = Number(process.env['STEPS'] ?? 2000);
const EXECUTOR = process.env['EXECUTOR'] ?? 'wgsl';
const PARTS = 8;
/** What a step may leave behind in the worker. */
const MOST_BYTES_PER_STEP = 500;
/** What the page may hold beyond one that was opened afresh. */
const MOST_LEFT_MB = 3;
const MOST_PROCESS_MB = 60;
/** Object URLs that are no pictures of the wall: those of the set. */
const OTHER_URLS = 20;
const POLL_MS = 1000;
const SETTLE_MS = 5000;

interface Sample extends Live {
  readonly step: number;
  readonly processMB: number;
  readonly storedMB: number;
  readonly checkpoints: number;
}

async function sampleOf(stage: Stage, studio: StudioPage, heaps: Heaps): Promise<Sample> {
  const live = await heaps.measure();
  const stored = await studio.page.evaluate(async () => {
    const { usage = 0 } = await navigator.storage.estimate();
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('plumbline');
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('open')));
    });
    const checkpoints = await new Promise<number>((resolve, reject) => {
      const request = db.transaction('checkpoints').objectStore('checkpoints').count();
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('count')));
    });
    db.close();
    return { usage, checkpoints };
  });
  const ids = await renderers(stage);
  return {
    ...live,
    step: await studio.step(),
    processMB: ids.reduce((sum, id) => sum + residentMB(id), 0),
    storedMB: stored.usage / 1e6,
    checkpoints: stored.checkpoints,
  };
}

/** The slope of a line through the samples (least squares), in bytes per step. */
function bytesPerStep(samples: readonly Sample[], heapOf: (sample: Sample) => number): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [step, heap] = [mean((sample) => sample.step), mean(heapOf)];
  let [shared, spread] = [0, 0];
  for (const sample of samples) {
    shared += (sample.step - step) * (heapOf(sample) - heap);
    spread += (sample.step - step) ** 2;
  }
  return (1e6 * shared) / spread;
}

/** What the page takes that is reloaded, has opened the same screens and shows the run. */
async function openedAfresh(stage: Stage, studio: StudioPage): Promise<Live> {
  await studio.page.reload();
  await studio.ready();
  await studio.goTo('data');
  await studio.goTo('objective');
  await studio.openAdvanced();
  await studio.goTo('training');
  await studio.at(testIds.runLoad).click();
  await until('the run is shown', async () => Number(await studio.step()) >= STEPS, 120_000);
  const heaps = await Heaps.of(stage, studio.page);
  await studio.page.waitForTimeout(SETTLE_MS);
  return heaps.measure();
}

export const story: Story = {
  long: true,
  timeoutMs: 5_400_000,
  name: 'two thousand steps: memory stays flat, storage within bounds',
  async tell(stage) {
    await countLive(stage);
    const studio = await openStudio(stage, { query: `?executor=${EXECUTOR}` });
    await studio.chooseModel('nano');
    await studio.dropZip('scored.zip', plainSet(8).zip);
    await studio.importDraft(8);
    await studio.goTo('objective');
    await studio.setNumbers({
      batchSize: 2,
      rank: 2,
      steps: STEPS,
      checkpointEvery: 10,
      // More samples than the wall holds: their object URLs must be let go.
      previewEvery: 10,
    });
    await studio.goTo('training');
    const heaps = await Heaps.of(stage, studio.page);
    await studio.at(testIds.start).click();
    const samples: Sample[] = [];
    const started = performance.now();
    for (let part = 1; part <= PARTS; part++) {
      const wanted = Math.round((STEPS * part) / PARTS);
      await until(
        `step ${wanted}`,
        async () => {
          await studio.page.waitForTimeout(POLL_MS);
          return (await studio.step()) >= wanted;
        },
        900_000,
      );
      const sample = await sampleOf(stage, studio, heaps);
      samples.push(sample);
      const seconds = (performance.now() - started) / 1000;
      process.stdout.write(
        `       step ${sample.step} after ${seconds.toFixed(0)} s: ` +
          `page ${sample.pageMB.toFixed(2)} MB, worker ${sample.workerMB.toFixed(2)} MB, ` +
          `process ${sample.processMB.toFixed(0)} MB, ` +
          `${sample.gpuBuffers} GPU buffers of ${sample.gpuMB.toFixed(1)} MB, ` +
          `${sample.objectUrls} object URLs, ${sample.checkpoints} checkpoints, ` +
          `${sample.storedMB.toFixed(1)} MB stored\n`,
      );
    }
    // The first quarter warms up: code is compiled, pools are filled.
    const settled = samples.slice(PARTS / 4 - 1);
    const [page, worker] = [
      bytesPerStep(settled, ({ pageMB }) => pageMB),
      bytesPerStep(settled, ({ workerMB }) => workerMB),
    ];
    await studio.untilStatus('finished');
    // The last samples are decoded and shown.
    await studio.page.waitForTimeout(SETTLE_MS);
    const tiles = await studio.page.locator('.run-tile').count();
    const before = await heaps.measure();
    const fresh = await openedAfresh(stage, studio);
    process.stdout.write(
      `       page ${page.toFixed(0)} bytes per step, worker ${worker.toFixed(0)}; at the end ` +
        `the page holds ${before.pageMB.toFixed(2)} MB, opened afresh with the same run ` +
        `${fresh.pageMB.toFixed(2)} MB\n`,
    );
    const [first, last] = [settled[0]!, settled.at(-1)!];
    check(worker < MOST_BYTES_PER_STEP, `the worker's heap grows by ${worker} bytes per step`);
    // The wall holds as many samples as it may from here on.
    const full = bytesPerStep(samples.slice((5 * PARTS) / 8 - 1), ({ pageMB }) => pageMB);
    check(full < MOST_BYTES_PER_STEP, `the page's heap grows by ${full} bytes per step at the end`);
    check(before.pageMB - fresh.pageMB < MOST_LEFT_MB, 'the page holds what it shows, no more');
    check(last.processMB - first.processMB < MOST_PROCESS_MB, 'memory of the process is flat');
    check(last.gpuBuffers <= first.gpuBuffers, 'GPU buffers are destroyed');
    check(last.gpuMB <= first.gpuMB, 'memory on the GPU is flat');
    check(last.objectUrls <= MOST_COLUMNS * tiles + OTHER_URLS, 'object URLs are let go');
    check(last.checkpoints <= first.checkpoints + 8, 'checkpoints are thinned');
    check(last.storedMB < 2 * first.storedMB + 5, 'storage grows ever more slowly');
  },
};

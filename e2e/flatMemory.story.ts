// Two thousand steps: the heap of page and worker, object URLs and the process stay flat once the
// run is under way, and what is stored stays within bounds. Prints what it measured; STEPS=400 for
// fewer.

import { testIds } from '../src/ui/testIds';
import type { Stage, Story } from './browser';
import { renderers, residentMB } from './measure';
import { plainSet } from './scoredSet';
import { check, openStudio, until, type StudioPage } from './studioPage';

const STEPS = Number(process.env['STEPS'] ?? 2000);
const PARTS = 4;
/** The heap may grow so much from the first quarter to the end: histories of numbers, 8 B each. */
const MOST_HEAP_MB = 8;
const MOST_PROCESS_MB = 60;

interface Sample {
  readonly step: number;
  /** Page and workers, after a collection: JavaScript with its buffers. */
  readonly heapMB: number;
  readonly processMB: number;
  readonly objectUrls: number;
  readonly storedMB: number;
  readonly checkpoints: number;
}

/** Counts object URLs that were made and not let go. */
function countObjectUrls(): void {
  const live = new Set<string>();
  const [create, revoke] = [URL.createObjectURL.bind(URL), URL.revokeObjectURL.bind(URL)];
  URL.createObjectURL = (object) => {
    const url = create(object);
    live.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    live.delete(url);
    revoke(url);
  };
  Object.assign(globalThis, { plumblineObjectUrls: live });
}

async function sampleOf(stage: Stage, studio: StudioPage): Promise<Sample> {
  const found = await studio.page.evaluate(async () => {
    const { measureUserAgentSpecificMemory: measure } = performance as unknown as {
      measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
    };
    const { bytes } = await measure.call(performance);
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
    const { plumblineObjectUrls: urls } = globalThis as unknown as {
      plumblineObjectUrls: Set<string>;
    };
    return { bytes, usage, checkpoints, objectUrls: urls.size };
  });
  const ids = await renderers(stage);
  return {
    step: await studio.step(),
    heapMB: found.bytes / 1e6,
    processMB: ids.reduce((sum, id) => sum + residentMB(id), 0),
    objectUrls: found.objectUrls,
    storedMB: found.usage / 1e6,
    checkpoints: found.checkpoints,
  };
}

export const story: Story = {
  long: true,
  timeoutMs: 3_600_000,
  name: 'two thousand steps: memory stays flat, storage within bounds',
  async tell(stage) {
    await stage.context.addInitScript(countObjectUrls);
    const studio = await openStudio(stage, { query: '?executor=tfjs-wasm' });
    await studio.chooseModel('nano');
    await studio.dropZip('scored.zip', plainSet(8).zip);
    await studio.importDraft(8);
    await studio.goTo('objective');
    await studio.setNumbers({
      batchSize: 2,
      rank: 2,
      steps: STEPS,
      checkpointEvery: 10,
      // Object URLs of the wall's images must be let go: some previews, not many.
      previewEvery: Math.round(STEPS / 10),
    });
    await studio.goTo('training');
    await studio.at(testIds.start).click();
    const samples: Sample[] = [];
    for (let part = 1; part <= PARTS; part++) {
      const wanted = Math.round((STEPS * part) / PARTS);
      await until(`step ${wanted}`, async () => (await studio.step()) >= wanted, 900_000);
      const sample = await sampleOf(stage, studio);
      samples.push(sample);
      process.stdout.write(
        `       step ${sample.step}: heap ${sample.heapMB.toFixed(1)} MB, process ` +
          `${sample.processMB.toFixed(0)} MB, ${sample.objectUrls} object URLs, ` +
          `${sample.checkpoints} checkpoints, ${sample.storedMB.toFixed(1)} MB stored\n`,
      );
    }
    const [first, last] = [samples[0]!, samples.at(-1)!];
    check(last.heapMB - first.heapMB < MOST_HEAP_MB, 'the heap of page and worker is flat');
    check(last.processMB - first.processMB < MOST_PROCESS_MB, 'memory of the process is flat');
    check(last.objectUrls <= first.objectUrls + 4, 'object URLs are let go');
    check(last.checkpoints <= first.checkpoints + 8, 'checkpoints are thinned');
    check(last.storedMB < 2 * first.storedMB + 5, 'storage grows ever more slowly');
  },
};

// An import whose page was closed leaves a part of its set; the same files brought again go on with
// it, and nothing else does.

import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { memoryFile, type SourceFile } from '../../data/import/files/sourceFile';
import { encodePng } from '../../formats/png';
import { openDatabase, type StudioDatabase } from '../../storage/database';
import { listDatasets } from '../../storage/datasets';
import { listImages } from '../../storage/images';
import { putRun } from '../../storage/runs';
import { runRecord } from '../../../test-support/testRecords';
import { importSources } from './importSources';

const IMAGES = 6;
const STORED = 3;
let count = 0;

const files: SourceFile[] = [
  ...Array.from({ length: IMAGES }, (_, i) =>
    memoryFile(`${i}.png`, encodePng(new Uint8Array(12).fill(i), 2, 2)),
  ),
  memoryFile(
    'metadata.csv',
    new TextEncoder().encode(
      [
        'file_name,text,score',
        ...Array.from({ length: IMAGES }, (_, i) => `${i}.png,x${i},${i}`),
      ].join('\n'),
    ),
  ),
];

/** Imports the files; `decoded` counts the images that were read. */
function bring(db: StudioDatabase, decode: () => Promise<void>, name = 'mine') {
  const controller = new AbortController();
  const done = importSources(
    { db },
    { name, sources: files, mapping: {}, modelId: null, scoreSource: null, rewardId: null },
    { signal: controller.signal, progress: () => undefined },
    async () => {
      await decode();
      return { width: 2, height: 2 };
    },
  );
  return { done, controller };
}

/** A database in which an import was closed after three of six images. */
async function closed(): Promise<StudioDatabase> {
  const db = await openDatabase({}, `import-${count++}`);
  let read = 0;
  const stuck = bring(db, () =>
    ++read > STORED ? new Promise(() => undefined) : Promise.resolve(),
  );
  stuck.done.catch(() => undefined);
  for (;;) {
    const [set] = await listDatasets(db);
    if (set?.count === STORED) return db;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

describe('an import that was closed', () => {
  it('goes on where the same files are brought again, reading the rest alone', async () => {
    const db = await closed();
    const [part] = await listDatasets(db);
    expect(part!.unfinished).toEqual({ expected: IMAGES });
    let read = 0;
    const { dataset, rejected } = await bring(db, async () => void read++).done;
    expect(read).toBe(IMAGES - STORED);
    expect(rejected).toEqual([]);
    expect(dataset.id).toBe(part!.id);
    expect(dataset.count).toBe(IMAGES);
    expect(dataset.unfinished).toBeNull();
    const images = await listImages(db, dataset.id);
    expect(images.map(({ fileName }) => fileName)).toEqual(
      files.slice(0, IMAGES).map((f) => f.path),
    );
  });

  it('keeps its part where going on is cancelled', async () => {
    const db = await closed();
    const { done, controller } = bring(db, () => new Promise(() => undefined));
    setTimeout(() => controller.abort(), 20);
    await Promise.race([
      done.catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, 60)),
    ]);
    const [part] = await listDatasets(db);
    expect(part!.count).toBe(STORED);
    expect(part!.unfinished).toEqual({ expected: IMAGES });
  });

  it('is left as it is by another name, and once a run was trained on it', async () => {
    const db = await closed();
    const [part] = await listDatasets(db);
    const other = await bring(db, () => Promise.resolve(), 'another').done;
    expect(other.dataset.id).not.toBe(part!.id);
    await putRun(db, runRecord('r', { datasetId: part!.id }));
    const again = await bring(db, () => Promise.resolve()).done;
    expect(again.dataset.id).not.toBe(part!.id);
    expect(again.dataset.count).toBe(IMAGES);
    expect((await listDatasets(db)).find(({ id }) => id === part!.id)!.count).toBe(STORED);
  });
});

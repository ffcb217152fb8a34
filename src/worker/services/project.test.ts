// A project goes out as one file and opens in another database: sets, ratings, runs, steps, samples
// and checkpoints are the same, ids are new. What does not hold together is refused, and nothing of
// it stays.

import 'fake-indexeddb/auto';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { testCheckpoint } from '../../../test-support/testCheckpoint';
import {
  datasetRecord,
  imageRecord,
  runRecord,
  stepMetrics,
} from '../../../test-support/testRecords';
import { runCurve } from '../../domain/runCurve';
import { runOutcome } from '../../domain/runOutcome';
import { encodePng } from '../../formats/png';
import { pngTexts } from '../../data/import/images/pngText';
import { sha256 } from '../../formats/sha256';
import { PNG_SETTINGS_KEY } from '../../settings/pngSettings';
import { readSettingsFile } from '../../settings/settingsFile';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import { openDatabase, type StudioDatabase } from '../../storage/database';
import { listDatasets, putDataset } from '../../storage/datasets';
import { addImage, listImages } from '../../storage/images';
import { appendMetrics, loadMetrics } from '../../storage/metrics';
import { loadPreviews, putPreview } from '../../storage/previews';
import { listRuns, putRun } from '../../storage/runs';
import { openProject } from './openProject';
import { PROJECT_FILE, writeProject } from './projectFile';
import { runReport } from './runReport';
import { sampleText } from './sampleText';

const context = { signal: new AbortController().signal, progress: () => undefined };
const probe = () => Promise.resolve({ width: 2, height: 2 });
const png = (value: number) => encodePng(new Uint8Array(12).fill(value), 2, 2);
const settings = testCheckpoint().settings;
let count = 0;
let project: Blob;

const fresh = (): Promise<StudioDatabase> => openDatabase({}, `project-${count++}`);

beforeAll(async () => {
  const db = await fresh();
  await putDataset(db, datasetRecord('d', { name: 'Faces' }));
  for (const i of [0, 1, 2])
    await addImage(
      db,
      imageRecord(`i${i}`, 'd', i + 1, {
        original: new Blob([png(i)]),
        sha256: await sha256(png(i)),
      }),
    );
  const trainedOn = {
    source: 'metadata.csv',
    rewardId: null,
    scores: [
      ['i0', 0.5],
      ['i2', 1.5],
    ] as [string, number][],
  };
  const marks = { note: 'kept', tags: ['x'], queuedAt: 5 };
  await putRun(db, runRecord('r', { name: 'mine', settings, step: 20, trainedOn, ...marks }));
  await appendMetrics(db, 'r', [stepMetrics(0), stepMetrics(1)]);
  await putPreview(db, {
    runId: 'r',
    step: 0,
    images: [{ prompt: 'a <b>', seed: 1, score: Number.NaN, png: png(9) }],
  });
  await createIdbCheckpointStore(db).save(testCheckpoint({ runId: 'r' }));
  project = await writeProject(db, 'All', null, context);
});

/** The project with one file changed. */
async function changed(path: string, content: string): Promise<Blob> {
  const entries = unzipSync(new Uint8Array(await project.arrayBuffer()));
  return new Blob([zipSync({ ...entries, [path]: strToU8(content) }) as Uint8Array<ArrayBuffer>]);
}

describe('a project file', () => {
  it('opens elsewhere as it was, under new ids', async () => {
    const db = await fresh();
    const { runs, datasets } = await openProject(db, project, context, probe);
    expect(datasets.map(({ name, count: images }) => [name, images])).toEqual([['Faces', 3]]);
    const [run] = await listRuns(db);
    expect(runs).toHaveLength(1);
    expect(run).toMatchObject({ name: 'mine', note: 'kept', tags: ['x'], settings, step: 20 });
    expect(run!.id).not.toBe('r');
    expect(run!.queuedAt).toBeUndefined();
    const images = await listImages(db, run!.datasetId);
    expect(run!.trainedOn!.scores).toEqual([
      [images[0]!.id, 0.5],
      [images[2]!.id, 1.5],
    ]);
    expect(await loadMetrics(db, run!.id)).toEqual([stepMetrics(0), stepMetrics(1)]);
    const [preview] = await loadPreviews(db, run!.id);
    expect(preview!.images[0]).toEqual({
      prompt: 'a <b>',
      seed: 1,
      score: Number.NaN,
      png: png(9),
    });
    const checkpoint = await createIdbCheckpointStore(db).load(run!.id);
    expect(checkpoint).toEqual(testCheckpoint({ runId: run!.id }));
  });

  it.each([
    [PROJECT_FILE, '{"format":"other"}', 'format'],
    ['runs/0/run.json', '{', 'not JSON'],
    ['runs/0/run.json', '{"id":1}', 'id'],
    ['runs/0/metrics.json', '[{"step":-1}]', 'step'],
    ['runs/0/previews/0-0.png', 'GIF89a', 'PNG'],
    ['runs/0/checkpoints/20.safetensors', 'garbage', 'safetensors'],
  ])('refuses a damaged %s and keeps nothing', async (path, content, said) => {
    const db = await fresh();
    const opening = openProject(db, await changed(path, content), context, probe);
    await expect(opening).rejects.toThrow(said);
    expect([await listRuns(db), await listDatasets(db)]).toEqual([[], []]);
  });

  it('leaves nothing that looks whole where the page is closed on the way', async () => {
    const db = await fresh();
    await new Promise<void>((begun) => {
      // Everything stops for good where the curve would be written, after the checkpoints.
      const never = new Promise(() => undefined);
      const closing = new Proxy(db, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name);
          if (name !== 'transaction')
            return typeof value === 'function' ? value.bind(target) : value;
          return (stores: string[], mode: IDBTransactionMode) => {
            if (!stores.includes('metrics')) return target.transaction(stores as never, mode);
            begun();
            return { done: never, objectStore: () => ({ delete: () => never }) };
          };
        },
      });
      void openProject(closing, project, context, probe);
    });
    expect(await db.count('checkpoints')).toBe(1);
    const [run] = await listRuns(db);
    expect(run).toMatchObject({ name: 'mine', deletedAt: expect.any(Number) });
  });

  it('refuses a change of settings that no run may make', async () => {
    const entries = unzipSync(new Uint8Array(await project.arrayBuffer()));
    const run = JSON.parse(strFromU8(entries['runs/0/run.json']!)) as Record<string, unknown>;
    const hostile = { ...run, changes: [{ step: 1, values: { seed: 5 } }] };
    const file = await changed('runs/0/run.json', JSON.stringify(hostile));
    await expect(openProject(await fresh(), file, context, probe)).rejects.toThrow('training');
  });
});

describe('what leaves', () => {
  it('a sample carries its settings, in any script', () => {
    const run = runRecord('r', { name: '猫 “x”', settings });
    const text = sampleText(run, 3, { prompt: 'ein Kätzchen 🐈', seed: 4 });
    const read = pngTexts(encodePng(new Uint8Array(12), 2, 2, text)).get(PNG_SETTINGS_KEY)!;
    expect(readSettingsFile(read)).toEqual(settings);
    expect(JSON.parse(read)).toMatchObject({ run: '猫 “x”', prompt: 'ein Kätzchen 🐈', step: 3 });
  });

  it('a report needs nothing else, and no name breaks out of it', () => {
    const curve = runCurve([stepMetrics(0, 2), stepMetrics(1, 1)]);
    const trainedOn = { source: 'mine', rewardId: 'taste:1', scores: [] };
    const run = runRecord('r', { name: '<script>alert(1)</script>', trainedOn });
    const shown = [0, 1].map((step) => ({
      runId: 'r',
      step,
      images: [{ prompt: '"><img>', seed: 1, score: 2, png: png(1) }],
    }));
    const html = runReport({
      run,
      curve,
      previews: shown,
      method: 'TGO',
      modelName: 'nano',
      datasetName: 'set',
      outcome: runOutcome('r', curve, shown),
      evaluations: [],
      doubts: new Map([['taste:1', 'by <chance>']]),
      snippet: 'pipe.load_lora_weights("x")',
      now: 0,
    });
    expect(html).not.toContain('<script');
    expect(html).not.toContain('"><img>');
    expect(html).not.toMatch(/(src|href)="(?!data:)/u);
    expect(html).toContain('<p>by &lt;chance&gt;</p>');
    expect(html).toContain('<polyline');
    expect(html).toContain('data:image/png;base64,');
  });
});

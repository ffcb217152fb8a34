// Every store, against fake-indexeddb: what is written comes back, deletions take exactly what
// belongs to them, metrics hold no step twice, and a full disk is told in words.

import { metricOf } from '../domain/metrics';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeSafetensors } from '../formats/writeSafetensors';
import { openDatabase, type EvaluationRecord, type StudioDatabase } from './database';
import { deleteDataset, getDataset, listDatasets, putDataset } from './datasets';
import { deleteEvaluation, putEvaluation, putImages } from './evaluations';
import { deleteHead, getHead, listHeads, putHead } from './heads';
import { addImage, getImages, ImageWriter, listImages, putScores, scoreFrom } from './images';
import { clearLatents, getLatents, latentKey, putLatent } from './latents';
import { appendMetrics, loadMetrics } from './metrics';
import { loadPreviews, putPreview } from './previews';
import { createIdbCheckpointStore } from './checkpointsIdb';
import { deleteRun, getRun, listRuns, putRun, updateRun } from './runs';
import { storageUse } from './storageUse';
import { datasetRecord, imageRecord, runRecord, stepMetrics } from '../../test-support/testRecords';
import { write, written } from './write';

let db: StudioDatabase;
let count = 0;
beforeEach(async () => {
  db = await openDatabase({}, `stores-${count++}`);
});
afterEach(() => db.close());

const latent = (sha256: string) => ({
  key: latentKey(sha256, 'model', [64, 64]),
  imageSha256: sha256,
  mean: new Float32Array([1, 2]),
  logVariance: new Float32Array([3, 4]),
  shape: [1, 1, 2],
});

describe('data sets and images', () => {
  it('keeps an image with everything given with it, and counts it', async () => {
    await putDataset(db, datasetRecord('d'));
    const image = imageRecord('i', 'd', 2, {
      original: new Blob(['bytes of a file']),
      negativePrompt: 'blurry',
      groupId: 'g',
      scores: [
        { source: 'metadata.csv', value: -1 },
        { source: 'rating', value: 4, rater: 'me', time: 9 },
      ],
    });
    await addImage(db, image);
    await addImage(db, imageRecord('j', 'd', 1));
    const [first, second] = await listImages(db, 'd');
    expect(first!.id).toBe('j');
    expect({ ...second, original: null }).toEqual({ ...image, original: null });
    expect(await second!.original.text()).toBe('bytes of a file');
    expect(await getDataset(db, 'd')).toMatchObject({ count: 2, bytes: 16 });
  });

  it('refuses an image whose set is gone, and an id twice, leaving the counts right', async () => {
    await expect(addImage(db, imageRecord('i', 'nowhere', 1))).rejects.toMatchObject({
      kind: 'BadScoreFile',
    });
    expect(await getImages(db, ['i'])).toEqual([]);
    await putDataset(db, datasetRecord('d'));
    await addImage(db, imageRecord('i', 'd', 1));
    await expect(addImage(db, imageRecord('i', 'd', 2))).rejects.toThrow();
    expect(await getDataset(db, 'd')).toMatchObject({ count: 1 });
  });

  it('writes the images of an import in order, some in one transaction, all counted', async () => {
    await putDataset(db, datasetRecord('d'));
    const writer = new ImageWriter(db);
    const image = (i: number) => imageRecord(`${i}`, 'd', i, { original: new Blob(['four']) });
    let transactions = 0;
    const begin = db.transaction.bind(db);
    db.transaction = ((...rest: Parameters<typeof begin>) => {
      transactions++;
      return begin(...rest);
    }) as typeof db.transaction;
    for (let i = 1; i <= 40; i++) await writer.add(image(i));
    await writer.flush();
    expect(transactions).toBeLessThan(10);
    expect((await listImages(db, 'd')).map(({ row }) => row)).toEqual(
      Array.from({ length: 40 }, (_, i) => i + 1),
    );
    expect(await getDataset(db, 'd')).toMatchObject({ count: 40, bytes: 160 });
  });

  it('tells what could not be written, and forgets what waits when asked', async () => {
    await putDataset(db, datasetRecord('d'));
    const writer = new ImageWriter(db);
    await writer.add(imageRecord('a', 'd', 1));
    await writer.add(imageRecord('b', 'd', 2));
    await writer.drop();
    expect((await listImages(db, 'd')).map(({ id }) => id)).toEqual(['a']);
    await deleteDataset(db, 'd');
    await writer.add(imageRecord('c', 'd', 3));
    await expect(writer.flush()).rejects.toMatchObject({ kind: 'BadScoreFile' });
    await expect(writer.add(imageRecord('e', 'd', 4))).rejects.toMatchObject({
      kind: 'BadScoreFile',
    });
    expect(await getImages(db, ['c', 'e'])).toEqual([]);
  });

  it(
    'puts a score in the place of the same judge’s earlier one, takes one back, and leaves ' +
      'the others',
    async () => {
      await putDataset(db, datasetRecord('d'));
      await addImage(db, imageRecord('i', 'd', 4));
      const rating = (rater: string, value: number | null, repeat = false) => ({
        source: 'rating',
        value,
        rater,
        scale: 'stars' as const,
        repeat,
        time: 1,
      });
      await putScores(db, [
        { imageId: 'i', scores: [rating('Anna', 1), rating('Ben', 3)] },
        { imageId: 'nobody', scores: [rating('Anna', 1)] },
      ]);
      await putScores(db, [{ imageId: 'i', scores: [rating('Anna', 5)] }]);
      const now = async () => (await getImages(db, ['i']))[0]!;
      expect([
        scoreFrom(await now(), 'rating:stars'),
        scoreFrom(await now(), 'rating:stars:Anna'),
        scoreFrom(await now(), 'metadata.csv'),
        scoreFrom(await now(), 'other'),
      ]).toEqual([4, 5, 2, null]);
      expect((await now()).scores).toHaveLength(3);
      await putScores(db, [{ imageId: 'i', scores: [rating('Anna', 4, true)] }]);
      expect(scoreFrom(await now(), 'rating:stars:Anna')).toBe(4.5);
      await putScores(db, [
        { imageId: 'i', scores: [rating('Anna', null), rating('Anna', null, true)] },
      ]);
      expect([
        scoreFrom(await now(), 'rating:stars'),
        scoreFrom(await now(), 'rating:stars:Anna'),
      ]).toEqual([3, null]);
    },
  );

  it('deletes a set with its images and the latents no other set shares', async () => {
    await putDataset(db, datasetRecord('a'));
    await putDataset(db, datasetRecord('b', { createdAt: 2 }));
    await addImage(db, imageRecord('1', 'a', 1, { sha256: 'own' }));
    await addImage(db, imageRecord('2', 'a', 2, { sha256: 'shared' }));
    await addImage(db, imageRecord('3', 'b', 1, { sha256: 'shared' }));
    await putLatent(db, latent('own'));
    await putLatent(db, latent('shared'));
    expect((await listDatasets(db)).map(({ id }) => id)).toEqual(['b', 'a']);
    await deleteDataset(db, 'a');
    expect((await listDatasets(db)).map(({ id }) => id)).toEqual(['b']);
    expect(await getImages(db, ['1', '2', '3'])).toHaveLength(1);
    expect(
      await getLatents(db, [
        latentKey('own', 'model', [64, 64]),
        latentKey('shared', 'model', [64, 64]),
      ]),
    ).toEqual([null, latent('shared')]);
    await clearLatents(db);
    expect(await getLatents(db, [latentKey('shared', 'model', [64, 64])])).toEqual([null]);
  });
});

describe('heads', () => {
  it('keeps, lists newest first and deletes a taste', async () => {
    const head = (id: string, createdAt: number) => ({
      id,
      name: `taste ${id}`,
      createdAt,
      scorerHash: 'h',
      file: writeSafetensors({}),
    });
    await putHead(db, head('a', 1));
    await putHead(db, head('b', 2));
    expect((await listHeads(db)).map(({ id }) => id)).toEqual(['b', 'a']);
    await deleteHead(db, 'a');
    expect([await getHead(db, 'a'), (await getHead(db, 'b'))?.name]).toEqual([null, 'taste b']);
  });
});

describe('runs', () => {
  it('changes only what is given', async () => {
    await putRun(db, runRecord('r', { createdAt: 1 }));
    await putRun(db, runRecord('s', { createdAt: 2 }));
    await updateRun(db, 'r', { status: 'running', step: 3 });
    expect(await getRun(db, 'r')).toEqual(runRecord('r', { status: 'running', step: 3 }));
    expect((await listRuns(db)).map(({ id }) => id)).toEqual(['s', 'r']);
    expect(await updateRun(db, 'none', { step: 1 })).toBeNull();
  });

  it('lists steps with a checkpoint and deletes all of a run, nothing else', async () => {
    for (const id of ['r', 'r2']) {
      await putRun(db, runRecord(id));
      await appendMetrics(db, id, [stepMetrics(0)]);
      await putPreview(db, { runId: id, step: 50, images: [] });
      for (const step of [20, 5])
        await write(db, ['checkpoints'], written().checkpoint(step), (tx) =>
          tx
            .objectStore('checkpoints')
            .put({ runId: id, step, createdAt: 1, file: new Uint8Array(1) }),
        );
    }
    expect(await createIdbCheckpointStore(db).list('r')).toEqual([5, 20]);
    await deleteRun(db, 'r');
    expect([
      await getRun(db, 'r'),
      await loadMetrics(db, 'r'),
      await loadPreviews(db, 'r'),
      await db.count('checkpoints'),
    ]).toEqual([null, [], [], 2]);
    expect(
      [await loadMetrics(db, 'r2'), await loadPreviews(db, 'r2')].map((list) => list.length),
    ).toEqual([1, 1]);
  });

  it('keeps metrics in order and replaces steps that are taken again', async () => {
    const steps = (from: number, to: number, loss?: number) =>
      Array.from({ length: to - from }, (_, i) => stepMetrics(from + i, loss));
    await appendMetrics(db, 'r', steps(0, 4));
    await appendMetrics(db, 'r', steps(4, 8));
    await appendMetrics(db, 'r', steps(8, 9));
    await appendMetrics(db, 'q', steps(0, 2));
    await appendMetrics(db, 'r', []);
    expect((await loadMetrics(db, 'r')).map(({ step }) => step)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
    await appendMetrics(db, 'r', steps(6, 8, 99));
    expect((await loadMetrics(db, 'r')).map(({ loss }) => loss)).toEqual([
      0, 1, 2, 3, 4, 5, 99, 99,
    ]);
    await appendMetrics(db, 'r', steps(4, 5, 7));
    expect((await loadMetrics(db, 'r')).map(({ loss }) => loss)).toEqual([0, 1, 2, 3, 7]);
    expect(Number.isNaN(metricOf((await loadMetrics(db, 'r'))[0]!, 'logRatioPositive'))).toBe(true);
    expect(await loadMetrics(db, 'q')).toHaveLength(2);
  });
});

describe('metrics of earlier builds', () => {
  it('open as declared values; what SFT filled with NaN is not there', async () => {
    const { values: _, ...common } = stepMetrics(0);
    const old = {
      ...common,
      referenceLoss: Number.NaN,
      logRatioPositive: Number.NaN,
      logRatioNegative: -0.25,
      signAccuracy: 0.5,
      bankSize: 8,
    };
    await write(db, ['metrics'], written().metrics, (tx) =>
      tx.objectStore('metrics').put({ runId: 'old', from: 0, steps: [old as never] }),
    );
    const [read] = await loadMetrics(db, 'old');
    expect(read).toEqual({
      ...common,
      values: { logRatioNegative: -0.25, signAccuracy: 0.5, bankSize: 8 },
    });
    expect([metricOf(read!, 'bankSize'), metricOf(read!, 'loss')]).toEqual([8, 0]);
    expect(metricOf(read!, 'logRatioPositive')).toBeNaN();
  });
});

describe('evaluations', () => {
  it('keep no image of one that another tab deleted while it was drawn', async () => {
    const image = {
      evaluationId: 'e',
      name: '0/0/0',
      entry: 0,
      prompt: 0,
      sample: 0,
      png: new Uint8Array(1),
      scores: {},
      feature: new Float32Array(1),
    };
    await putEvaluation(db, { id: 'e' } as EvaluationRecord);
    await putImages(db, [image]);
    expect(await db.count('evaluationImages')).toBe(1);
    await deleteEvaluation(db, 'e');
    await expect(putImages(db, [image])).rejects.toMatchObject({ kind: 'BadSettings' });
    expect(await db.count('evaluationImages')).toBe(0);
  });
});

describe('a full disk', () => {
  const quota = () => new DOMException('full', 'QuotaExceededError');

  it('is told with what was being saved and what to do', async () => {
    await expect(
      write(db, ['datasets'], written().image('x.png'), () => Promise.reject(quota())),
    ).rejects.toMatchObject({
      kind: 'StorageFull',
      message: expect.stringContaining('x.png'),
      remedy: expect.stringContaining('Delete'),
    });
  });

  it('undoes the whole write', async () => {
    const failing = write(db, ['datasets'], written().datasetDescription, async (tx) => {
      await tx.objectStore('datasets').put(datasetRecord('a'));
      throw quota();
    });
    await expect(failing).rejects.toMatchObject({ kind: 'StorageFull' });
    expect(await listDatasets(db)).toEqual([]);
  });

  it('is told apart from other errors', async () => {
    await expect(
      write(db, ['datasets'], written().vote, () => Promise.reject(new Error('other'))),
    ).rejects.toThrow('other');
  });
});

describe('storage use', () => {
  it('reports what the browser says, and zeros where it says nothing', async () => {
    const storage = {
      estimate: async () => ({ usage: 3, quota: 10 }),
      persisted: async () => true,
      persist: async () => true,
    } as unknown as StorageManager;
    expect(await storageUse(storage)).toEqual({ usedBytes: 3, quotaBytes: 10, persisted: true });
    expect(await storageUse({} as StorageManager)).toEqual({
      usedBytes: 0,
      quotaBytes: 0,
      persisted: false,
    });
  });
});

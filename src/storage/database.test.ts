// The schema as a fresh browser gets it, an upgrade from an older one, and what happens between two
// tabs. fake-indexeddb follows the W3C specification, versionchange and blocked events included.

import 'fake-indexeddb/auto';
import { openDB, deleteDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { StudioError } from '../errors';
import { listDatasets, putDataset } from './datasets';
import { migrations, openDatabase, type Migration } from './database';
import { datasetRecord } from '../../test-support/testRecords';

let count = 0;
const freshName = () => `plumbline-test-${count++}`;

/**
 * What a later version's migration may look like: a new index, and a field that old records lack.
 */
const addNotes: Migration = async (_db, tx) => {
  const datasets = tx.objectStore('datasets');
  for (let cursor = await datasets.openCursor(); cursor; cursor = await cursor.continue()) {
    await cursor.update(Object.assign({ notes: 'none yet' }, cursor.value));
  }
  tx.objectStore('runs').createIndex('modelId' as never, 'modelId');
};

describe('openDatabase', () => {
  it('creates every store with its key and indexes', async () => {
    const name = freshName();
    const db = await openDatabase({}, name);
    expect(db.version).toBe(migrations.length);
    expect([...db.objectStoreNames]).toEqual([
      'checkpoints',
      'datasets',
      'evaluationImages',
      'evaluations',
      'heads',
      'images',
      'latents',
      'metrics',
      'models',
      'previews',
      'runs',
      'scorers',
      'votes',
    ]);
    const tx = db.transaction([...db.objectStoreNames]);
    const shape = Object.fromEntries(
      [...db.objectStoreNames].map((store) => [
        store,
        [tx.objectStore(store).keyPath, [...tx.objectStore(store).indexNames]],
      ]),
    );
    expect(shape).toEqual({
      checkpoints: [['runId', 'step'], []],
      datasets: ['id', []],
      evaluationImages: [['evaluationId', 'name'], []],
      evaluations: ['id', []],
      heads: ['id', []],
      images: ['id', ['datasetRow', 'sha256']],
      latents: ['key', ['imageSha256']],
      metrics: [['runId', 'from'], []],
      models: ['id', []],
      previews: [['runId', 'step'], []],
      runs: ['id', ['datasetId']],
      scorers: ['hash', []],
      votes: ['id', ['evaluationId']],
    });
    db.close();
  });

  it('keeps data when opened again', async () => {
    const name = freshName();
    const first = await openDatabase({}, name);
    await putDataset(first, datasetRecord('a'));
    first.close();
    const second = await openDatabase({}, name);
    expect(await listDatasets(second)).toEqual([datasetRecord('a')]);
    second.close();
  });

  it('leads an older version to a newer one and keeps its data', async () => {
    const name = freshName();
    // the first version ever shipped
    const old = await openDatabase({}, name, migrations.slice(0, 1));
    await putDataset(old, datasetRecord('a', { count: 7 }));
    old.close();
    const newer = await openDatabase({}, name, [...migrations, addNotes]);
    expect(newer.version).toBe(migrations.length + 1);
    expect(await listDatasets(newer)).toEqual([
      { ...datasetRecord('a', { count: 7 }), notes: 'none yet' },
    ]);
    expect([...newer.transaction('runs').store.indexNames]).toContain('modelId');
    newer.close();
  });

  it('runs all migrations in order for a fresh browser', async () => {
    const order: number[] = [];
    const steps: Migration[] = [
      ...migrations,
      (_db, _tx) => void order.push(1),
      () => void order.push(2),
    ];
    const db = await openDatabase({}, freshName(), steps);
    expect([db.version, order]).toEqual([migrations.length + 2, [1, 2]]);
    db.close();
  });

  it('leaves the old data as they were when a migration fails', async () => {
    const name = freshName();
    const old = await openDatabase({}, name);
    await putDataset(old, datasetRecord('a'));
    old.close();
    const failing: Migration = async (db, tx) => {
      await tx.objectStore('datasets').clear();
      db.createObjectStore('datasets');
    };
    await expect(openDatabase({}, name, [...migrations, failing])).rejects.toThrow(StudioError);
    const again = await openDatabase({}, name);
    expect([again.version, await listDatasets(again)]).toEqual([
      migrations.length,
      [datasetRecord('a')],
    ]);
    again.close();
  });

  it('refuses data of a newer studio and says so', async () => {
    const name = freshName();
    (await openDB(name, 5)).close();
    await expect(openDatabase({}, name)).rejects.toMatchObject({
      kind: 'Unsupported',
      message: expect.stringContaining('newer version'),
    });
  });

  it('gives way to a tab that wants a newer version', async () => {
    const name = freshName();
    const onOutdated = vi.fn();
    const onBlocked = vi.fn();
    const old = await openDatabase({ onOutdated }, name);
    const newer = await openDatabase({ onBlocked }, name, [...migrations, addNotes]);
    expect(onOutdated).toHaveBeenCalledOnce();
    expect(onBlocked).not.toHaveBeenCalled();
    await expect(listDatasets(old)).rejects.toThrow();
    newer.close();
  });

  it('says that it is blocked while an older tab is open, and opens when that closes', async () => {
    const name = freshName();
    const stubborn = await openDB(name, 1, {
      upgrade: (db) => void db.createObjectStore('datasets', { keyPath: 'id' }),
    });
    const onBlocked = vi.fn(() => stubborn.close());
    const opened = await openDatabase({ onBlocked }, name, [() => undefined, addNotesLater]);
    expect(onBlocked).toHaveBeenCalledOnce();
    opened.close();
    await deleteDB(name);
  });
});

const addNotesLater: Migration = (db) => void db.createObjectStore('runs', { keyPath: 'id' });

// Junk in the studio's own storage: lists leave it out, it is found, told, taken out as JSON and
// deleted, and what is sound stays.

import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { RUN_STATUSES } from '../domain/run';
import { writeSafetensors } from '../formats/writeSafetensors';
import { encodeCheckpoint } from '../runs/checkpoint';
import { testCheckpoint } from '../../test-support/testCheckpoint';
import { datasetRecord, imageRecord, runRecord, stepMetrics } from '../../test-support/testRecords';
import { openDatabase, type StoreName, type StudioDatabase } from './database';
import { listDatasets } from './datasets';
import { listHeads } from './heads';
import { listImages } from './images';
import { loadMetrics } from './metrics';
import {
  CONTENT_STORES,
  damagedRecords,
  deleteRecord,
  faultOf,
  LIST_STORES,
  recordAsJson,
} from './records';
import { getRun, listRuns } from './runs';

let db: StudioDatabase;
let count = 0;
const put = (store: StoreName, record: unknown) => db.put(store, record as never);

beforeEach(async () => {
  db = await openDatabase({}, `records-${count++}`);
  await put('datasets', datasetRecord('d'));
  await put('runs', runRecord('r'));
  await put('images', imageRecord('i', 'd', 1));
  await put('metrics', { runId: 'r', from: 0, steps: [stepMetrics(0)] });
  const file = encodeCheckpoint(testCheckpoint());
  await put('checkpoints', { runId: 'r', step: 20, createdAt: 1, file });
});

describe('a run that waits, trains or has ended', () => {
  it.each(RUN_STATUSES)('is sound while it is %s', (status) => {
    expect(faultOf('runs', { ...runRecord('r'), status })).toBeNull();
  });
});

describe('junk in own storage', () => {
  it('finds nothing among sound records', async () => {
    expect(await damagedRecords(db, [...LIST_STORES, ...CONTENT_STORES])).toEqual([]);
  });

  it('is left out of lists, found with its reason, downloaded and deleted', async () => {
    await put('datasets', { id: 'junk', name: 5 });
    await put('runs', { ...runRecord('junk'), settings: { method: 'gone' } });
    await put('runs', { id: 'bare' });
    await put('images', { ...imageRecord('junk', 'd', 2), scores: 'no list' });
    // A taste that cannot be read must not take the other rewards with it.
    const head = { name: 'taste', createdAt: 1, scorerHash: 'h', file: writeSafetensors({}) };
    await put('heads', { ...head, id: 'sound' });
    await put('heads', { ...head, id: 'junk', file: head.file.slice(0, 7) });
    await put('metrics', { runId: 'r', from: 9, steps: [null] });
    await put('checkpoints', { runId: 'r', step: 40, file: new Uint8Array([1, 2, 3]) });

    expect((await listDatasets(db)).map(({ id }) => id)).toEqual(['d']);
    expect((await listRuns(db)).map(({ id }) => id)).toEqual(['r']);
    expect(await getRun(db, 'junk')).toBeNull();
    expect((await listHeads(db)).map(({ id }) => id)).toEqual(['sound']);
    expect((await listImages(db, 'd')).map(({ id }) => id)).toEqual(['i']);
    expect(await loadMetrics(db, 'r')).toHaveLength(1);

    const found = await damagedRecords(db, [...LIST_STORES, ...CONTENT_STORES]);
    expect(found.map(({ store, key }) => [store, key])).toEqual([
      ['datasets', 'junk'],
      ['runs', 'bare'],
      ['runs', 'junk'],
      ['heads', 'junk'],
      ['images', 'junk'],
      ['metrics', ['r', 9]],
      ['checkpoints', ['r', 40]],
    ]);
    for (const { reason } of found) expect(reason).toMatch(/wrong|cannot be used/u);
    expect(JSON.parse(await recordAsJson(db, found[6]!))).toMatchObject({
      step: 40,
      file: { array: 'Uint8Array', base64: 'AQID' },
    });
    for (const place of found) await deleteRecord(db, place);
    expect(await damagedRecords(db, [...LIST_STORES, ...CONTENT_STORES])).toEqual([]);
    expect((await listRuns(db)).map(({ id }) => id)).toEqual(['r']);
    await expect(recordAsJson(db, found[0]!)).rejects.toMatchObject({ kind: 'Damaged' });
  });
});

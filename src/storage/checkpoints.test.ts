// Both checkpoint stores under one suite: what is saved comes back bit for bit, the newest is
// found, deletions take what they name; and the file store's own promises about half-written and
// misplaced files.

import 'fake-indexeddb/auto';
import { mkdtempSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckpointStore } from '../runs/checkpoint';
import { testCheckpoint } from '../../test-support/testCheckpoint';
import { createFileCheckpointStore } from './checkpointsFile';
import { createIdbCheckpointStore } from './checkpointsIdb';
import { openDatabase } from './database';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-checkpoints-'));
let count = 0;

describe.each(['IndexedDB', 'files'])('checkpoint store in %s', (kind) => {
  let store: CheckpointStore;
  beforeEach(async () => {
    store =
      kind === 'files'
        ? createFileCheckpointStore(join(folder, `store${count++}`))
        : createIdbCheckpointStore(await openDatabase({}, `checkpoints-${count++}`));
  });

  it('gives back what was saved, the newest unless a step is named', async () => {
    for (const step of [40, 20, 100])
      await store.save(
        testCheckpoint({ step, adapters: testCheckpoint().adapters.map((x) => x + step) }),
      );
    await store.save(testCheckpoint({ runId: 'other', step: 500 }));
    expect(await store.list('run-1')).toEqual([20, 40, 100]);
    const newest = await store.load('run-1');
    expect(newest!.step).toBe(100);
    const named = await store.load('run-1', 20);
    const wanted = testCheckpoint({
      step: 20,
      adapters: testCheckpoint().adapters.map((x) => x + 20),
    });
    expect(named).toEqual(wanted);
    expect(new Uint32Array(named!.adapters.buffer)).toEqual(
      new Uint32Array(wanted.adapters.buffer),
    );
  });

  it('says null where there is none', async () => {
    expect([
      await store.load('nobody'),
      await store.load('nobody', 3),
      await store.list('nobody'),
    ]).toEqual([null, null, []]);
  });

  it('replaces one of the same step', async () => {
    await store.save(testCheckpoint({ createdAt: 1 }));
    await store.save(testCheckpoint({ createdAt: 2 }));
    expect(await store.list('run-1')).toEqual([20]);
    expect((await store.load('run-1'))!.createdAt).toBe(2);
  });

  it('deletes one step or all of a run', async () => {
    for (const step of [1, 2, 3]) await store.save(testCheckpoint({ step }));
    await store.save(testCheckpoint({ runId: 'other', step: 1 }));
    await store.delete('run-1', 2);
    expect(await store.list('run-1')).toEqual([1, 3]);
    await store.delete('run-1');
    await store.delete('run-1');
    expect([await store.list('run-1'), await store.list('other')]).toEqual([[], [1]]);
  });
});

describe('files', () => {
  let place: string;
  let store: CheckpointStore;
  beforeEach(() => {
    place = join(folder, `files${count++}`);
    store = createFileCheckpointStore(place);
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  it('leaves nothing beside the checkpoint and overlooks half-written ones', async () => {
    await store.save(testCheckpoint());
    expect(readdirSync(join(place, 'run-1'))).toEqual(['step-00000020.safetensors']);
    writeFileSync(join(place, 'run-1', 'step-00000040.safetensors.77.part'), 'half');
    expect((await store.load('run-1'))!.step).toBe(20);
  });

  it('refuses a damaged and a misplaced file', async () => {
    await store.save(testCheckpoint());
    const path = join(place, 'run-1', 'step-00000020.safetensors');
    renameSync(path, join(place, 'run-1', 'step-00000030.safetensors'));
    await expect(store.load('run-1')).rejects.toMatchObject({
      kind: 'BadCheckpoint',
      message: expect.stringContaining('holds step 20'),
    });
    truncateSync(join(place, 'run-1', 'step-00000030.safetensors'), 1000);
    await expect(store.load('run-1')).rejects.toMatchObject({ kind: 'BadCheckpoint' });
  });

  it.each(['../run', 'a/b', '.hidden', ''])('refuses the run id “%s”', async (runId) => {
    await expect(store.save(testCheckpoint({ runId }))).rejects.toMatchObject({
      kind: 'BadCheckpoint',
    });
  });
});

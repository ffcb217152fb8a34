// Checkpoints in IndexedDB, each as its file's bytes: what is read back goes through the same
// checks as a file from a disk. Saving waits until the operating system has written it (strict
// durability), since it is what a killed tab goes on from.

import { decodeCheckpoint, encodeCheckpoint, type CheckpointStore } from '../runs/checkpoint';
import { StudioError } from '../errors';
import { storageErrors } from '../strings/errors/storage';
import type { StudioDatabase } from './database';
import { faultOf } from './records';
import { keysOfRun, write, written } from './write';

/** A checkpoint store over the studio's database. */
export function createIdbCheckpointStore(db: StudioDatabase): CheckpointStore {
  return {
    async save(checkpoint) {
      const { runId, step, createdAt } = checkpoint;
      const file = encodeCheckpoint(checkpoint);
      await write(
        db,
        ['checkpoints'],
        written().checkpoint(step),
        (tx) => tx.objectStore('checkpoints').put({ runId, step, createdAt, file }),
        true,
      );
    },
    async load(runId, step) {
      const record =
        step === undefined
          ? (await db.transaction('checkpoints').store.openCursor(keysOfRun(runId), 'prev'))?.value
          : await db.get('checkpoints', [runId, step]);
      if (!record) return null;
      const fault = faultOf('checkpoints', record);
      if (fault === null) return decodeCheckpoint(record.file);
      throw new StudioError('BadCheckpoint', ...storageErrors.damagedCheckpoint(fault));
    },
    async list(runId) {
      return (await db.getAllKeys('checkpoints', keysOfRun(runId))).map(([, step]) => step);
    },
    async delete(runId, step) {
      await write(db, ['checkpoints'], written().checkpointDeletion, (tx) =>
        tx
          .objectStore('checkpoints')
          .delete(step === undefined ? keysOfRun(runId) : IDBKeyRange.only([runId, step])),
      );
    },
  };
}

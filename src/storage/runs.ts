// Runs: settings, their changes, and how far each came. A run's metrics, previews and checkpoints
// lie in stores of their own under its id and are deleted with it.

import type { RunRecord, StudioDatabase } from './database';
import { soundRecords } from './records';
import { withDefaults } from './runDefaults';
import { keysOfRun, write, written } from './write';

/** Creates or overwrites a run. */
export async function putRun(db: StudioDatabase, record: RunRecord): Promise<void> {
  await write(db, ['runs'], written().run(record.name), (tx) => tx.objectStore('runs').put(record));
}

export async function getRun(db: StudioDatabase, id: string): Promise<RunRecord | null> {
  const run = await db.get('runs', id);
  return run && soundRecords('runs', [run]).length > 0 ? withDefaults(run) : null;
}

/** All runs, newest first. */
export async function listRuns(db: StudioDatabase): Promise<RunRecord[]> {
  const all = soundRecords('runs', await db.getAll('runs'));
  return all
    .map(withDefaults)
    .sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id));
}

/**
 * Changes what is given and leaves the rest; returns the run as it is now, null when there is none.
 */
export async function updateRun(
  db: StudioDatabase,
  id: string,
  values: Partial<Omit<RunRecord, 'id'>>,
): Promise<RunRecord | null> {
  return write(db, ['runs'], written().runState, async (tx) => {
    const runs = tx.objectStore('runs');
    const run = await runs.get(id);
    if (!run) return null;
    const changed: RunRecord = { ...withDefaults(run), ...values };
    await runs.put(changed);
    return changed;
  });
}

/** Deletes a run with its metrics, previews and checkpoints. */
export async function deleteRun(db: StudioDatabase, id: string): Promise<void> {
  await write(
    db,
    ['runs', 'metrics', 'previews', 'checkpoints'],
    written().runDeletion,
    async (tx) => {
      await Promise.all([
        tx.objectStore('runs').delete(id),
        tx.objectStore('metrics').delete(keysOfRun(id)),
        tx.objectStore('previews').delete(keysOfRun(id)),
        tx.objectStore('checkpoints').delete(keysOfRun(id)),
      ]);
    },
  );
}

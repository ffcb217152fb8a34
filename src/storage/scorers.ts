// CLIP models of the person's own, by the hash of their weights.

import type { ScorerRecord, StudioDatabase } from './database';
import { soundRecords } from './records';
import { write, written } from './write';

/** Errors: StorageFull; nothing of it is kept then. */
export async function putScorer(db: StudioDatabase, record: ScorerRecord): Promise<void> {
  await write(db, ['scorers'], written().scorer(record.name), (tx) =>
    tx.objectStore('scorers').put(record),
  );
}

export async function getScorer(db: StudioDatabase, hash: string): Promise<ScorerRecord | null> {
  return (await db.get('scorers', hash)) ?? null;
}

/** All of them, newest first. */
export async function listScorers(db: StudioDatabase): Promise<ScorerRecord[]> {
  const all = soundRecords('scorers', await db.getAll('scorers'));
  return all.sort((a, b) => b.createdAt - a.createdAt || a.hash.localeCompare(b.hash));
}

/**
 * Deletes a model and the heads that were dropped on it. Tastes fitted to its features stay: they
 * are a person's work, and judge again once the
 *  model is back.
 */
export async function deleteScorer(db: StudioDatabase, hash: string): Promise<void> {
  await write(db, ['scorers', 'heads'], written().scorerDeletion, async (tx) => {
    await tx.objectStore('scorers').delete(hash);
    const heads = tx.objectStore('heads');
    for (const head of await heads.getAll()) {
      if (head.scorerHash === hash && head.taste === undefined) await heads.delete(head.id);
    }
  });
}

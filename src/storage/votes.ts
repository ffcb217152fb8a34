// Votes of blind comparisons, each written as it is given.

import type { StudioDatabase, VoteRecord } from './database';
import { soundRecords } from './records';
import { write, written } from './write';

export async function putVote(db: StudioDatabase, vote: VoteRecord): Promise<void> {
  await write(db, ['votes'], written().vote, (tx) => tx.objectStore('votes').put(vote));
}

export async function deleteVote(db: StudioDatabase, id: string): Promise<void> {
  await write(db, ['votes'], written().voteDeletion, (tx) => tx.objectStore('votes').delete(id));
}

/** An evaluation's votes in the order they were given. */
export async function listVotes(db: StudioDatabase, evaluationId: string): Promise<VoteRecord[]> {
  const stored = await db.getAllFromIndex('votes', 'evaluationId', evaluationId);
  const votes = soundRecords('votes', stored);
  return votes.sort((a, b) => a.time - b.time || a.id.localeCompare(b.id));
}

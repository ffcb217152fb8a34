// Heads on image features: a person's taste, fitted here. The file is what tasteHead.ts writes; the
// rest is for lists.

import type { HeadRecord, StudioDatabase } from './database';
import { soundRecords } from './records';
import { write, written } from './write';

export async function putHead(db: StudioDatabase, record: HeadRecord): Promise<void> {
  await write(db, ['heads'], written().taste(record.name), (tx) =>
    tx.objectStore('heads').put(record),
  );
}

export async function getHead(db: StudioDatabase, id: string): Promise<HeadRecord | null> {
  return (await db.get('heads', id)) ?? null;
}

/** All heads, newest first. */
export async function listHeads(db: StudioDatabase): Promise<HeadRecord[]> {
  const all = soundRecords('heads', await db.getAll('heads'));
  return all.sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id));
}

/** Deletes a head. Scores it gave stay with their images. */
export async function deleteHead(db: StudioDatabase, id: string): Promise<void> {
  await write(db, ['heads'], written().tasteDeletion, (tx) => tx.objectStore('heads').delete(id));
}

// CLIP models of the person's own, by the hash of their weights: a record each in IndexedDB, with
// the small files in it; the weights are copied into OPFS, beside those of base models.

import { isSafetensors } from '../formats/safetensors';
import type { Parts } from '../paradigms/droppedModel';
import type { ScorerRecord, StudioDatabase } from './database';
import { copiedParts, copyModel, deleteCopies } from './ownModels';
import { soundRecords } from './records';
import { write, written } from './write';

/** The folder of OPFS with a model's weights; a hash may have a colon. */
export const folderOf = (hash: string): string => `clip-${hash.replaceAll(':', '-')}`;

/**
 * Keeps a model with copies of its files, for the dropped ones may be moved or deleted. `progress`
 * counts bytes of weights. Errors: StorageFull, abort; nothing of it is kept then.
 */
export async function putScorer(
  db: StudioDatabase,
  record: Omit<ScorerRecord, 'weights'>,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const all = Object.entries(record.files);
  const large = Object.fromEntries(all.filter(([path]) => isSafetensors(path)));
  const small = all.filter(([path]) => !isSafetensors(path));
  const folder = folderOf(record.hash);
  await copyModel(folder, large, signal, progress);
  try {
    const files = Object.fromEntries(small.map(([path, file]) => [path, new Blob([file])]));
    await write(db, ['scorers'], written().scorer(record.name), (tx) =>
      tx.objectStore('scorers').put({ ...record, files, weights: Object.keys(large) }),
    );
  } catch (error) {
    await deleteCopies(folder);
    throw error;
  }
}

/** All files of a model. Errors: BadModel where the copy of its weights is gone. */
export async function scorerParts({
  hash,
  name,
  files,
  weights,
}: Pick<ScorerRecord, 'hash' | 'name' | 'files' | 'weights'>): Promise<Parts> {
  if (weights === undefined) return files;
  return { ...files, ...(await copiedParts({ id: folderOf(hash), name }, weights)) };
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
  const record = await getScorer(db, hash);
  await write(db, ['scorers', 'heads'], written().scorerDeletion, async (tx) => {
    await tx.objectStore('scorers').delete(hash);
    const heads = tx.objectStore('heads');
    for (const head of await heads.getAll()) {
      if (head.scorerHash === hash && head.taste === undefined) await heads.delete(head.id);
    }
  });
  if (record?.weights !== undefined) await deleteCopies(folderOf(hash));
}

// Evaluations and their pictures. A picture is written with its scores and features as soon as it
// is drawn, so that a killed tab leaves a smaller evaluation and never a wrong one.

import { StudioError } from '../errors';
import { storageErrors } from '../strings/errors/storage';
import type { PicturePlace } from '../domain/evaluation';
import type { EvaluationPicture, EvaluationRecord, StudioDatabase } from './database';
import { soundRecords } from './records';
import { write, written } from './write';

const picturesOf = (evaluationId: string): IDBKeyRange =>
  IDBKeyRange.bound([evaluationId], [evaluationId, []]);

/** Name of a picture within its evaluation. */
export const pictureName = ({ entry, prompt, sample }: PicturePlace): string =>
  `${entry}/${prompt}/${sample}`;

/** Stores a new evaluation or replaces one. */
export async function putEvaluation(
  db: StudioDatabase,
  evaluation: EvaluationRecord,
): Promise<void> {
  await write(db, ['evaluations'], written().evaluation, (tx) =>
    tx.objectStore('evaluations').put(evaluation),
  );
}

export async function getEvaluation(
  db: StudioDatabase,
  id: string,
): Promise<EvaluationRecord | null> {
  return (await db.get('evaluations', id)) ?? null;
}

/** All evaluations, newest first. */
export async function listEvaluations(db: StudioDatabase): Promise<EvaluationRecord[]> {
  const all = soundRecords('evaluations', await db.getAll('evaluations'));
  return all.sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id));
}

/** Changes what is given; returns the evaluation as it is now, null when it is gone. */
export async function updateEvaluation(
  db: StudioDatabase,
  id: string,
  values: Partial<Omit<EvaluationRecord, 'id'>>,
): Promise<EvaluationRecord | null> {
  return write(db, ['evaluations'], written().evaluation, async (tx) => {
    const found = await tx.objectStore('evaluations').get(id);
    if (!found) return null;
    const changed: EvaluationRecord = { ...found, ...values };
    await tx.objectStore('evaluations').put(changed);
    return changed;
  });
}

/** Deletes an evaluation with its pictures and votes. */
export async function deleteEvaluation(db: StudioDatabase, id: string): Promise<void> {
  await write(
    db,
    ['evaluations', 'evaluationImages', 'votes'],
    written().evaluationDeletion,
    async (tx) => {
      const votes = tx.objectStore('votes');
      const [keys] = await Promise.all([
        votes.index('evaluationId').getAllKeys(id),
        tx.objectStore('evaluations').delete(id),
        tx.objectStore('evaluationImages').delete(picturesOf(id)),
      ]);
      await Promise.all(keys.map((key) => votes.delete(key)));
    },
  );
}

/**
 * Writes pictures of one evaluation in one transaction. Errors: StorageFull; BadSettings where the
 * evaluation is gone (another tab deleted it): its pictures would lie about for ever.
 */
export async function putPictures(
  db: StudioDatabase,
  pictures: readonly EvaluationPicture[],
): Promise<void> {
  const [first] = pictures;
  if (first === undefined) return;
  const { evaluationId } = first;
  const stores: ('evaluations' | 'evaluationImages')[] = ['evaluations', 'evaluationImages'];
  await write(db, stores, written().evaluationImages, async (tx) => {
    if ((await tx.objectStore('evaluations').getKey(evaluationId)) === undefined)
      throw new StudioError('BadSettings', ...storageErrors.evaluationGone());
    await Promise.all(pictures.map((picture) => tx.objectStore('evaluationImages').put(picture)));
  });
}

/** Names of the pictures that are drawn. */
export async function sampledNames(db: StudioDatabase, evaluationId: string): Promise<Set<string>> {
  return new Set(
    (await db.getAllKeys('evaluationImages', picturesOf(evaluationId))).map(([, name]) => name),
  );
}

/** The pictures asked for, those that are drawn, in the order asked. */
export async function getPictures(
  db: StudioDatabase,
  evaluationId: string,
  places: readonly PicturePlace[],
): Promise<EvaluationPicture[]> {
  const tx = db.transaction('evaluationImages', 'readonly');
  const found = await Promise.all(
    places.map((place) => tx.store.get([evaluationId, pictureName(place)])),
  );
  return soundRecords(
    'evaluationImages',
    found.filter((picture) => picture !== undefined),
  );
}

/** All pictures of an evaluation. */
export async function listPictures(
  db: StudioDatabase,
  evaluationId: string,
): Promise<EvaluationPicture[]> {
  const all = await db.getAll('evaluationImages', picturesOf(evaluationId));
  return soundRecords('evaluationImages', all);
}

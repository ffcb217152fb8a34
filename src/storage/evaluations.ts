// Evaluations and their images. An image is written with its scores and features as soon as it
// is sampled, so that a killed tab leaves a smaller evaluation and never a wrong one.

import { StudioError } from '../errors';
import { storageErrors } from '../strings/errors/storage';
import type { ImagePlace } from '../domain/evaluation';
import type { EvaluationImage, EvaluationRecord, StudioDatabase } from './database';
import { soundRecords } from './records';
import { write, written } from './write';

const imagesOf = (evaluationId: string): IDBKeyRange =>
  IDBKeyRange.bound([evaluationId], [evaluationId, []]);

/** Name of an image within its evaluation. */
export const imageName = ({ entry, prompt, sample }: ImagePlace): string =>
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

/** Deletes an evaluation with its images and votes. */
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
        tx.objectStore('evaluationImages').delete(imagesOf(id)),
      ]);
      await Promise.all(keys.map((key) => votes.delete(key)));
    },
  );
}

/**
 * Writes images of one evaluation in one transaction. Errors: StorageFull; BadSettings where the
 * evaluation is gone (another tab deleted it): its images would lie about for ever.
 */
export async function putImages(
  db: StudioDatabase,
  images: readonly EvaluationImage[],
): Promise<void> {
  const [first] = images;
  if (first === undefined) return;
  const { evaluationId } = first;
  const stores: ('evaluations' | 'evaluationImages')[] = ['evaluations', 'evaluationImages'];
  await write(db, stores, written().evaluationImages, async (tx) => {
    if ((await tx.objectStore('evaluations').getKey(evaluationId)) === undefined)
      throw new StudioError('BadSettings', ...storageErrors.evaluationGone());
    await Promise.all(images.map((image) => tx.objectStore('evaluationImages').put(image)));
  });
}

/** Names of the images that are sampled. */
export async function sampledNames(db: StudioDatabase, evaluationId: string): Promise<Set<string>> {
  return new Set(
    (await db.getAllKeys('evaluationImages', imagesOf(evaluationId))).map(([, name]) => name),
  );
}

/** The images asked for, those that are sampled, in the order asked. */
export async function getImages(
  db: StudioDatabase,
  evaluationId: string,
  places: readonly ImagePlace[],
): Promise<EvaluationImage[]> {
  const tx = db.transaction('evaluationImages', 'readonly');
  const found = await Promise.all(
    places.map((place) => tx.store.get([evaluationId, imageName(place)])),
  );
  return soundRecords(
    'evaluationImages',
    found.filter((image) => image !== undefined),
  );
}

/** All images of an evaluation. */
export async function listImages(
  db: StudioDatabase,
  evaluationId: string,
): Promise<EvaluationImage[]> {
  const all = await db.getAll('evaluationImages', imagesOf(evaluationId));
  return soundRecords('evaluationImages', all);
}

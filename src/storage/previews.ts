// The images sampled during a run at fixed seeds, with their scores, by step.

import type { Preview, StoredSample } from '../domain/run';
import type { StudioDatabase } from './database';
import { soundRecords } from './records';
import { keysOfRun, write, written } from './write';

/** Stores the previews of one step, replacing an earlier drawing of that step. */
export async function putPreview(
  db: StudioDatabase,
  preview: Preview<StoredSample>,
): Promise<void> {
  await write(db, ['previews'], written().previews, (tx) =>
    tx.objectStore('previews').put(preview),
  );
}

/** All previews of a run in the order of their steps. */
export async function loadPreviews(
  db: StudioDatabase,
  runId: string,
): Promise<Preview<StoredSample>[]> {
  return soundRecords('previews', await db.getAll('previews', keysOfRun(runId)));
}

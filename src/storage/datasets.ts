// Data sets: what is known of each as a whole. Their images are in images.ts; deleting a set
// deletes those, and the cached latents that no other set's image shares. Runs made from it stay:
// their adapters can still be sampled and exported.

import type { DatasetRecord, StudioDatabase } from './database';
import { soundRecords } from './records';
import { write, written } from './write';

/** Creates or overwrites the record of a set. */
export async function putDataset(db: StudioDatabase, record: DatasetRecord): Promise<void> {
  await write(db, ['datasets'], written().dataset(record.name), (tx) =>
    tx.objectStore('datasets').put(record),
  );
}

/**
 * Changes what is given and leaves the rest; returns the set as it is now, null when there is none.
 */
export async function updateDataset(
  db: StudioDatabase,
  id: string,
  values: Partial<Omit<DatasetRecord, 'id' | 'count' | 'bytes'>>,
): Promise<DatasetRecord | null> {
  return write(db, ['datasets'], written().datasetDescription, async (tx) => {
    const datasets = tx.objectStore('datasets');
    const dataset = await datasets.get(id);
    if (!dataset) return null;
    const changed: DatasetRecord = { ...dataset, ...values };
    await datasets.put(changed);
    return changed;
  });
}

export async function getDataset(db: StudioDatabase, id: string): Promise<DatasetRecord | null> {
  return (await db.get('datasets', id)) ?? null;
}

/** All sets, newest first. */
export async function listDatasets(db: StudioDatabase): Promise<DatasetRecord[]> {
  const all = soundRecords('datasets', await db.getAll('datasets'));
  return all.sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id));
}

/** Deletes a set with its images and the latents only they used. */
export async function deleteDataset(db: StudioDatabase, id: string): Promise<void> {
  await write(db, ['datasets', 'images', 'latents'], written().datasetDeletion, async (tx) => {
    const images = tx.objectStore('images');
    const hashes = new Set<string>();
    for (
      let cursor = await images.index('datasetRow').openCursor(IDBKeyRange.bound([id], [id, []]));
      cursor;
      cursor = await cursor.continue()
    ) {
      hashes.add(cursor.value.sha256);
      await cursor.delete();
    }
    const latents = tx.objectStore('latents');
    for (const hash of hashes) {
      if ((await images.index('sha256').count(hash)) > 0) continue;
      for (const key of await latents.index('imageSha256').getAllKeys(hash))
        await latents.delete(key);
    }
    await tx.objectStore('datasets').delete(id);
  });
}

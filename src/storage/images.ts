// The images of data sets. They are written as they are imported, together with their set's count
// and size, so that a killed import leaves a smaller set and never a wrong one. The original file
// is kept as it was given; pixels are made from it when needed.

import { sameSlot, scoreOf, type ImageScore } from '../data/scores/scoreSource';
import { StudioError } from '../errors';
import { storageErrors } from '../strings/errors/storage';
import type { ImageRecord, StudioDatabase } from './database';
import { soundRecords } from './records';
import { write, written } from './write';

/** Adds an image to its set, which must exist. Errors: StorageFull; an id that is taken already. */
export const addImage = (db: StudioDatabase, image: ImageRecord): Promise<void> =>
  addImages(db, [image]);

/**
 * Adds images to their set, which must exist, all or none of them. Errors: as addImage; the first
 * of them is named.
 */
async function addImages(db: StudioDatabase, images: readonly ImageRecord[]): Promise<void> {
  const [first] = images;
  if (first === undefined) return;
  const { datasetId, fileName } = first;
  await write(db, ['datasets', 'images'], written().image(fileName), async (tx) => {
    const datasets = tx.objectStore('datasets');
    const dataset = await datasets.get(datasetId);
    if (!dataset) throw new StudioError('BadScoreFile', ...storageErrors.setGone(fileName));
    const store = tx.objectStore('images');
    await Promise.all(images.map((image) => store.add(image)));
    await datasets.put({
      ...dataset,
      count: dataset.count + images.length,
      bytes: images.reduce((sum, { original }) => sum + original.size, dataset.bytes),
    });
  });
}

/** Images that wait while others are written; more make the import wait. */
const MOST_WAITING = 16;

/**
 * Writes the images of an import in their order. Those that come while others are being written
 * share the next transaction: one for each small image takes longer than to read it.
 */
export class ImageWriter {
  private waiting: ImageRecord[] = [];
  private writing: Promise<void> | null = null;
  private failure: unknown = null;

  constructor(private readonly db: StudioDatabase) {}

  /** Takes one of a set's images. Errors: as addImage, also of images taken before. */
  async add(image: ImageRecord): Promise<void> {
    this.waiting.push(image);
    this.writing ??= this.writeWaiting();
    if (this.waiting.length >= MOST_WAITING) await this.writing;
    this.check();
  }

  /** Waits until all are written. Errors: as add. */
  async flush(): Promise<void> {
    await this.writing;
    this.check();
  }

  /** Waits for what is being written and forgets the rest. */
  async drop(): Promise<void> {
    this.waiting = [];
    await this.writing;
  }

  private check(): void {
    if (this.failure !== null) throw this.failure;
  }

  private async writeWaiting(): Promise<void> {
    try {
      while (this.waiting.length > 0 && this.failure === null) {
        const images = this.waiting;
        this.waiting = [];
        await addImages(this.db, images);
      }
    } catch (error) {
      this.failure = error;
    } finally {
      this.writing = null;
    }
  }
}

/**
 * A set's images in the order of their rows, without those that were removed by a correction. Blobs
 * are references: their bytes are read only when asked for.
 */
export async function listImages(db: StudioDatabase, datasetId: string): Promise<ImageRecord[]> {
  return (await listAllImages(db, datasetId)).filter(({ removed }) => removed !== true);
}

/** Those that were removed by a correction. */
export async function listRemoved(db: StudioDatabase, datasetId: string): Promise<ImageRecord[]> {
  return (await listAllImages(db, datasetId)).filter(({ removed }) => removed === true);
}

/** Both. */
export async function listAllImages(db: StudioDatabase, datasetId: string): Promise<ImageRecord[]> {
  const all = await db.getAllFromIndex(
    'images',
    'datasetRow',
    IDBKeyRange.bound([datasetId], [datasetId, []]),
  );
  return soundRecords('images', all);
}

/** Ids of a set's images. */
export async function imageIds(db: StudioDatabase, datasetId: string): Promise<Set<string>> {
  return new Set(
    await db.getAllKeysFromIndex(
      'images',
      'datasetRow',
      IDBKeyRange.bound([datasetId], [datasetId, []]),
    ),
  );
}

/** Images by id, in the order asked for; unknown ids are left out. */
export async function getImages(
  db: StudioDatabase,
  ids: readonly string[],
): Promise<ImageRecord[]> {
  const tx = db.transaction('images', 'readonly');
  const found = await Promise.all(ids.map((id) => tx.store.get(id)));
  return soundRecords(
    'images',
    found.filter((image) => image !== undefined),
  );
}

/**
 * Scores for some images of a set, each in the place of an earlier one of the same judge and
 * showing (`value` null takes that one away); all or none are stored. Images that are gone are
 * passed over. Returns how many were there.
 */
export async function putScores(
  db: StudioDatabase,
  updates: readonly {
    imageId: string;
    scores: readonly (Omit<ImageScore, 'value'> & { value: number | null })[];
  }[],
): Promise<number> {
  return write(db, ['images'], written().scores, async (tx) => {
    const images = tx.objectStore('images');
    let found = 0;
    for (const { imageId, scores } of updates) {
      const image = await images.get(imageId);
      if (!image) continue;
      found++;
      const kept = image.scores.filter(
        (old) => !scores.some((score) => sameSlot(old, { ...score, value: 0 })),
      );
      await images.put({
        ...image,
        scores: [
          ...kept,
          ...scores.flatMap((score) =>
            score.value === null ? [] : [{ ...score, value: score.value }],
          ),
        ],
      });
    }
    return found;
  });
}

/** What an image scores by a source (dataset/scoreSource.ts), or null. */
export function scoreFrom(image: ImageRecord, source: string): number | null {
  return scoreOf(image.scores, source);
}

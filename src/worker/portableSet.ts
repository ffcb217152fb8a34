// A set between storage and a zip: how an accepted row becomes a stored image, how a stored set is written out, and what the page is told of
// a set. No browser is needed here, so that the round trip is tested in Node.

import type { OpenedSet } from '../bridge/ratingProtocol';
import type { AcceptedImage } from '../dataset/importSet';
import { exportSet } from '../dataset/exportSet';
import { sourcesOf } from '../dataset/scoreSource';
import type { DatasetRecord, ImageRecord, StudioDatabase } from '../storage/database';
import { listImages, scoreFrom } from '../storage/images';

/** The record of an accepted image; its table's score is of `source`. */
export function importedImage(datasetId: string, source: string, { bytes, mime, fileName, caption, score, furtherScores, negativePrompt, groupId, row, sha256 }: AcceptedImage): ImageRecord {
  return {
    id: crypto.randomUUID(), datasetId, fileName, mime, original: new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }), sha256, caption, negativePrompt, groupId,
    scores: [...(score === null ? [] : [{ source, value: score, time: Date.now() }]), ...furtherScores], row,
  };
}

/** Pieces of a zip are handed to the browser in blobs of this size, which it may keep on disk. */
const BLOB_BYTES = 8 * 2 ** 20;

/** The whole set as a zip. Errors: as exportSet. */
export async function zipOfSet(signal: AbortSignal, db: StudioDatabase, dataset: DatasetRecord, progress?: (done: number, total: number) => void): Promise<Blob> {
  const images = await listImages(db, dataset.id);
  const blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const flush = (): void => {
    blobs.push(new Blob(pieces));
    pieces = [];
    size = 0;
  };
  const { name, scoreSource, rewardId, modelId, generation } = dataset;
  await exportSet(
    signal, { name, scoreSource, rewardId, modelId, ...(generation === undefined ? {} : { plan: generation.plan }) },
    images.map((image) => ({ ...image, size: image.original.size, bytes: async () => new Uint8Array(await image.original.arrayBuffer()) })),
    (piece) => {
      pieces.push(piece.slice());
      size += piece.length;
      if (size >= BLOB_BYTES) flush();
    },
    progress,
  );
  flush();
  return new Blob(blobs, { type: 'application/zip' });
}

/** A set as the page opens it. */
export async function openedSet(db: StudioDatabase, dataset: DatasetRecord): Promise<OpenedSet> {
  const images = await listImages(db, dataset.id);
  return {
    dataset, sources: sourcesOf(images),
    items: images.map((image) => ({
      id: image.id, fileName: image.fileName, caption: image.caption, score: scoreFrom(image, dataset.scoreSource) ?? Number.NaN, ...(image.groupId === null ? {} : { groupId: image.groupId }),
    })),
  };
}

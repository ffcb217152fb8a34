// A set between storage and a zip: how an accepted row becomes a stored image, how a stored set is
// written out, and what the page is told of a set. No browser is needed here, so that the round
// trip is tested in Node.

import type { OpenedSet } from '../../domain/dataset';
import type { AcceptedImage } from '../../data/import/importSet';
import { exportSet } from '../../data/export/exportSet';
import { sourcesOf } from '../../data/scores/scoreSource';
import { headFacts } from '../../data/import/datasetHeads';
import { StudioError } from '../../errors';
import type {
  DatasetRecord,
  HeadRecord,
  ImageRecord,
  StudioDatabase,
} from '../../storage/database';
import { getHead, listHeads, putHead } from '../../storage/heads';
import { listAllImages, listImages, scoreFrom } from '../../storage/images';
import { workerErrors } from '../../strings/errors/worker';
import { tasteId } from './availableRewards';

/** The record of an accepted image; its table's score is of `source`. */
export function importedImage(
  datasetId: string,
  source: string,
  {
    bytes,
    mime,
    fileName,
    caption,
    score,
    furtherScores,
    negativePrompt,
    groupId,
    preferredOver,
    row,
    sha256,
  }: AcceptedImage,
): ImageRecord {
  return {
    id: crypto.randomUUID(),
    datasetId,
    fileName,
    mime,
    original: new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }),
    sha256,
    caption,
    negativePrompt,
    groupId,
    ...(preferredOver.length > 0 && { preferredOver }),
    scores: [
      ...(score === null ? [] : [{ source, value: score, time: Date.now() }]),
      ...furtherScores,
    ],
    row,
  };
}

/** Pieces of a zip are handed to the browser in blobs of this size, which it may keep on disk. */
const BLOB_BYTES = 8 * 2 ** 20;

/** The stored heads that gave a set scores, or can give more like them. */
async function headsOf(
  db: StudioDatabase,
  { rewardId }: DatasetRecord,
  images: readonly ImageRecord[],
): Promise<HeadRecord[]> {
  const used = new Set([rewardId, ...sourcesOf(images).map(({ source }) => source)]);
  return (await listHeads(db)).filter(({ id }) => used.has(tasteId(id)));
}

/**
 * Stores the heads that came with a set; one that is here already stays. Errors: BadScoreFile when
 * another one is here under its id.
 */
export async function takeHeads(db: StudioDatabase, heads: readonly HeadRecord[]): Promise<void> {
  for (const head of heads) {
    const known = await getHead(db, head.id);
    if (known === null) await putHead(db, head);
    else if (
      known.file.length !== head.file.length ||
      known.file.some((byte, i) => byte !== head.file[i])
    ) {
      throw new StudioError('BadScoreFile', ...workerErrors.otherHead(head.name, known.name));
    }
  }
}

/** The whole set as a zip. Errors: as exportSet. */
export async function zipOfSet(
  signal: AbortSignal,
  db: StudioDatabase,
  dataset: DatasetRecord,
  progress?: (done: number, total: number) => void,
): Promise<Blob> {
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
  const heads = await headsOf(db, dataset, images);
  const told = await Promise.all(heads.map(headFacts));
  await exportSet(
    signal,
    {
      name,
      scoreSource,
      rewardId,
      modelId,
      ...(generation === undefined ? {} : { plan: generation.plan }),
      ...(told.length === 0 ? {} : { heads: told }),
    },
    images.map((image) => ({
      ...image,
      size: image.original.size,
      bytes: async () => new Uint8Array(await image.original.arrayBuffer()),
    })),
    heads.map(({ file }, i) => ({ path: told[i]!.file, bytes: file })),
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
  const all = await listAllImages(db, dataset.id);
  const images = all.filter(({ removed }) => removed !== true);
  return {
    dataset,
    removed: all.length - images.length,
    sources: sourcesOf(images),
    items: images.map((image) => ({
      id: image.id,
      fileName: image.fileName,
      caption: image.caption,
      score: scoreFrom(image, dataset.scoreSource) ?? Number.NaN,
      ...(image.groupId === null ? {} : { groupId: image.groupId }),
      ...(image.preferredOver && { preferredOver: image.preferredOver }),
    })),
  };
}

// Corrections of single images. A removed image stays stored, marked, until its set is deleted; a
// changed prompt leaves the earlier one behind, with the time until which it held: a run is resumed
// with the set as it was when the run was made. A clock may be set back or forward: edits and runs
// of a set are dated after one another in the order in which they were stored.

import type { ImageEdit } from '../domain/dataset';
import { sameSlot } from '../data/scores/scoreSource';
import type { ImageRecord, StudioDatabase } from './database';
import { listAllImages } from './images';
import { soundRecords } from './records';
import { write, written } from './write';

/** What an edit of an image replaces, as an edit. */
function beforeOf(image: ImageRecord, edit: ImageEdit, source: string): ImageEdit {
  const old = image.scores.find((score) => score.source === source);
  return {
    ...(edit.caption !== undefined && { caption: image.caption }),
    ...(edit.score !== undefined && { score: old?.value ?? null }),
    ...(edit.removed !== undefined && { removed: image.removed ?? false }),
  };
}

function edited(image: ImageRecord, edit: ImageEdit, source: string, now: number): ImageRecord {
  const { caption, score, removed } = edit;
  const slot = { source, value: 0 };
  return {
    ...image,
    ...(caption !== undefined &&
      caption !== image.caption && {
        caption,
        earlierCaptions: [...(image.earlierCaptions ?? []), { until: now, caption: image.caption }],
      }),
    ...(score !== undefined && {
      scores: [
        ...image.scores.filter((one) => !sameSlot(one, slot)),
        ...(score === null ? [] : [{ source, value: score, time: now }]),
      ],
    }),
    ...(removed !== undefined && { removed }),
  };
}

/**
 * Applies `edit` to an image of a set, its score as one of `source`; the set's count and size
 * follow. Returns the edit that undoes it, null where the image is gone.
 */
export async function editImage(
  db: StudioDatabase,
  imageId: string,
  edit: ImageEdit,
  source: string,
): Promise<ImageEdit | null> {
  return write(db, ['datasets', 'images', 'runs'], written().imageChange, async (tx) => {
    const images = tx.objectStore('images');
    const image = await images.get(imageId);
    if (!image) return null;
    const runs = await tx.objectStore('runs').index('datasetId').getAll(image.datasetId);
    const now = soundRecords('runs', runs).reduce(
      (time, run) => Math.max(time, run.createdAt + 1),
      Date.now(),
    );
    const changed = edited(image, edit, source, now);
    await images.put(changed);
    const dataset = await tx.objectStore('datasets').get(image.datasetId);
    const left = Number(image.removed ?? false) - Number(changed.removed ?? false);
    if (dataset && left !== 0)
      await tx.objectStore('datasets').put({
        ...dataset,
        count: dataset.count + left,
        bytes: dataset.bytes + left * image.original.size,
      });
    return beforeOf(image, edit, source);
  });
}

/** Now (ms since 1970), and not before the newest correction of a set's prompts. */
export async function timeAfterEdits(db: StudioDatabase, datasetId: string): Promise<number> {
  let time = Date.now();
  for (const { earlierCaptions = [] } of await listAllImages(db, datasetId))
    for (const { until } of earlierCaptions) time = Math.max(time, until);
  return time;
}

/** The image with the prompt that held at `time` (ms since 1970). */
export function imageAt(image: ImageRecord, time: number): ImageRecord {
  const then = image.earlierCaptions?.find(({ until }) => until > time);
  return then === undefined ? image : { ...image, caption: then.caption };
}

// Ratings that were given and are not stored yet: a worker that is in a long step takes seconds to
// hear of them, and a page that is closed meanwhile would lose them. They are written down at once
// and sent again when rating is opened the next time.

import { RATING_SCALES } from '../../data/scores/scoreSource';
import type { Rating } from '../../domain/rating';
import { toFailure } from '../common/failure';

/** `value` null takes a rating away. */
export type RatingUnderWay = Omit<Rating, 'value'> & { readonly value: number | null };

const KEY = 'plumbline.ratings';

/** Whose rating of what: a later one takes the place of an earlier one. */
export const slotKey = ({
  imageId,
  rater,
  scale,
  repeat,
}: Pick<Rating, 'imageId' | 'rater' | 'scale' | 'repeat'>): string =>
  JSON.stringify([imageId, rater, scale, repeat]);

function isRating(value: unknown): value is RatingUnderWay {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Record<string, unknown>;
  return (
    typeof one['imageId'] === 'string' &&
    typeof one['rater'] === 'string' &&
    typeof one['scale'] === 'string' &&
    Object.hasOwn(RATING_SCALES, one['scale']) &&
    typeof one['repeat'] === 'boolean' &&
    typeof one['time'] === 'number' &&
    (one['value'] === null || typeof one['value'] === 'number')
  );
}

function read(): RatingUnderWay[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isRating) : [];
  } catch {
    // Edited by hand, or a private window.
    return [];
  }
}

function write(ratings: readonly RatingUnderWay[]): void {
  try {
    if (ratings.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(ratings));
  } catch {
    // Not being written down is no reason to stop.
  }
}

/** Writes down a rating that is about to be sent. */
export function noteUnderWay({ imageId, rater, scale, repeat, time, value }: RatingUnderWay): void {
  const noted: RatingUnderWay = { imageId, rater, scale, repeat, time, value };
  write([...read().filter((one) => slotKey(one) !== slotKey(noted)), noted]);
}

/** The rating was stored, or taken back with a word; a later one of its place stays. */
export function noteArrived(rating: RatingUnderWay): void {
  write(read().filter((one) => slotKey(one) !== slotKey(rating) || one.value !== rating.value));
}

/**
 * Sends what an earlier page could not see stored. One whose image is gone is dropped; one that
 * cannot be stored now is tried the next time.
 */
export async function sendLeft(send: (rating: RatingUnderWay) => Promise<unknown>): Promise<void> {
  for (const rating of read())
    try {
      await send(rating);
      noteArrived(rating);
    } catch (error) {
      if (toFailure(error)?.kind === 'BadScoreFile') noteArrived(rating);
    }
}

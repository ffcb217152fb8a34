// In which order a rater sees a set: every image once in an order of the rater's own, and ten of
// them a second time further on, without a word. Made from the rater's name and the places of the
// images alone, so that a reload finds the same queue, and so does
// another browser that imports the set. The repeats come early enough that a
// rater who stops after sixty images has given all of them.

import { permutation, randomInt, type Counter } from '../../random/philox';

/** One showing of an image. */
export interface Showing {
  readonly imageId: string;
  readonly repeat: boolean;
}

export const REPEATS = 10;
/**
 * First showings of repeated images are at most this many apart, second ones come at least this
 * many after them (the set permitting).
 */
const SPACING = 3;
const GAP = 12;
const JITTER = 8;
/** Philox streams up to 99 are a run's; a queue has its own key, so any stream will do. */
const STREAM = 1;

/** FNV-1a of a text, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text))
    value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

/** All showings for a rater. A set of fewer than ten images repeats each of them. */
export function ratingQueue(imageIds: readonly string[], rater: string): Showing[] {
  const count = imageIds.length;
  const seed = hash(rater);
  const draw = (step: number, item: number): Counter => ({ stream: STREAM, step, item });
  const order = [...permutation(seed, draw(0, 0), count)];
  const repeats = Math.min(REPEATS, count);
  const spacing = Math.max(1, Math.min(SPACING, Math.floor(count / (2 * REPEATS))));
  const placed = order.map((index, place) => ({ imageId: imageIds[index]!, repeat: false, place }));
  for (let i = 0; i < repeats; i++) {
    const first = i * spacing;
    // Ends of the list keep the order of the first showings, so that even there each comes as late
    // as can be.
    placed.push({
      imageId: placed[first]!.imageId,
      repeat: true,
      place: Math.min(first + GAP + randomInt(seed, draw(1, i), JITTER), count + i) + 0.5,
    });
  }
  return placed
    .sort((a, b) => a.place - b.place)
    .map(({ imageId, repeat }) => ({ imageId, repeat }));
}

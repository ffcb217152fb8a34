// How good each image is among those of its prompt (docs/losses.md 1.20): its advantage A =
// (s − mean)/sd with the population's sd, cut at ±5, and its quantile.

import { groupsOf } from './groupSampler';

/** A is cut here. */
const LARGEST = 5;

function standardizer(scores: readonly number[]): (score: number) => number {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const sd = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length);
  // Equal scores say nothing: no image of the group is better than another.
  return (score) => (sd > 0 ? Math.min(LARGEST, Math.max(-LARGEST, (score - mean) / sd)) : 0);
}

/** Middle place of a score among `scores`, in 0…1; equal scores share theirs. */
function ranker(scores: readonly number[]): (score: number) => number {
  const sorted = [...scores].sort((a, b) => a - b);
  return (score) => {
    const below = sorted.filter((other) => other < score).length;
    const equal = sorted.filter((other) => other === score).length;
    return (below + equal / 2) / sorted.length;
  };
}

/**
 * A number per image [n] from its place in its group; an image that is alone in its group is held
 * against the whole set. `groups[i]` is the prompt or group of score i.
 */
function withinGroups(
  scores: ArrayLike<number>,
  groups: readonly string[],
  measure: (scores: readonly number[]) => (score: number) => number,
): Float64Array {
  const ofSet = measure(Array.from(scores));
  const found = new Float64Array(scores.length);
  for (const list of groupsOf(groups)) {
    const place = list.length === 1 ? ofSet : measure(list.map((i) => scores[i]!));
    for (const i of list) found[i] = place(scores[i]!);
  }
  return found;
}

/** The advantage of every image within its group (withinGroups). */
export const advantagesOf = (scores: ArrayLike<number>, groups: readonly string[]): Float64Array =>
  withinGroups(scores, groups, standardizer);

/** The quantile of every image within its group (withinGroups), in 0…1. */
export const quantilesOf = (scores: ArrayLike<number>, groups: readonly string[]): Float64Array =>
  withinGroups(scores, groups, ranker);

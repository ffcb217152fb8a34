// What a method that does not weigh scores is trained on, from scores: a label per image (KTO,
// CSFT) or a list of examples to imitate (SFT, DRO, SPIN). Which method needs what: docs/losses.md
// 1.19. Weights and the unit of a score's distance from τ are threshold.ts's.

import type { TieRule } from '../../settings/runSettings';

/** 1: at or above its τ, 0: below, −1: a tie that is dropped. */
export type Label = 1 | 0 | -1;

/** The label of a signed distance s − τ (signedDistance): ties go where the rule says. */
export function labelOf(distance: number, ties: TieRule): Label {
  if (distance !== 0) return distance > 0 ? 1 : 0;
  return ties === 'positive' ? 1 : ties === 'negative' ? 0 : -1;
}

/**
 * s − τ, subtracted in float64 and then rounded to the float32 that the kernel is fed, so that two
 * large scores that differ by 1 do not tie. Raw score units.
 */
export function signedDistance(score: number, tau: number): number {
  return Math.fround(score - tau);
}

/** Labels [n] of scores [n] against their own τs [n] (resolveThreshold's `taus`), raw units. */
export function labelsFromThreshold(
  scores: ArrayLike<number>,
  taus: ArrayLike<number>,
  ties: TieRule,
): Int8Array {
  if (scores.length !== taus.length)
    throw new Error(`labelsFromThreshold: ${scores.length} scores, ${taus.length} thresholds`);
  return Int8Array.from(scores, (score, i) => labelOf(signedDistance(score, taus[i]!), ties));
}

/**
 * The `k` best images of each group, or of the whole set where `groups` is null, as indices in the
 * order of the set: the experts that SFT, DRO and SPIN imitate. Equal scores: the earlier image
 * first. Errors: throws when k < 1, when a score is not finite, or has no group.
 */
export function topExamples(
  scores: ArrayLike<number>,
  groups: readonly string[] | null,
  k: number,
): number[] {
  if (!Number.isInteger(k) || k < 1)
    throw new Error(`topExamples: k is ${k}, at least 1 is wanted`);
  if (groups !== null && groups.length !== scores.length)
    throw new Error(`topExamples: ${scores.length} scores, ${groups.length} groups`);
  const members = new Map<string, number[]>();
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i])) throw new Error(`topExamples: score ${i} is ${scores[i]}`);
    const group = groups === null ? '' : groups[i]!;
    const list = members.get(group);
    if (list) list.push(i);
    else members.set(group, [i]);
  }
  return [...members.values()]
    .flatMap((list) => list.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, k))
    .sort((a, b) => a - b);
}

// A τ for every prompt (ruling k of docs/losses.md 1.3, what the TGO paper names as its limit): the
// percentile of the prompt's own scores, drawn toward the percentile of the whole set where it has
// few: τ_g = n/(n+k)·q_g + k/(n+k)·q, the estimator of empirical Bayes. k = 0 trusts each prompt
// alone; with n = k images it stands halfway; k → ∞ is the global τ.

import { percentile } from '../../statistics/percentile';

/**
 * Images of one group share a τ: the group the set gives them (a prompt, a comparison), else their
 * prompt.
 */
export function groupOf(image: {
  readonly caption: string;
  readonly groupId?: string | null | undefined;
}): string {
  return image.groupId ?? image.caption;
}

/** One prompt's (or group's) threshold; scores in raw units. */
export interface PromptThreshold {
  readonly group: string;
  /** Indices of its samples in the set. */
  readonly members: readonly number[];
  /** Percentile of its own scores, q_g; or their oracle (oracle.ts). */
  readonly own: number;
  /** τ_g. */
  readonly tau: number;
}

/** Indices of every group's members, in the order the groups first appear. */
export function groupMembers(groups: readonly string[]): Map<string, number[]> {
  const members = new Map<string, number[]>();
  groups.forEach((group, i) => {
    const list = members.get(group);
    if (list) list.push(i);
    else members.set(group, [i]);
  });
  return members;
}

/**
 * τ of every group, in the order the groups first appear. `groups[i]` is the group of score i; `of`
 * a group's own threshold (the percentile p of its scores); `global` that of the whole set; k ≥ 0.
 * Errors: throws when a score has no group.
 */
export function promptThresholds(
  scores: ArrayLike<number>,
  groups: readonly string[],
  of: number | ((scores: readonly number[]) => number),
  k: number,
  global: number,
): PromptThreshold[] {
  if (groups.length !== scores.length)
    throw new Error(`promptThresholds: ${scores.length} scores, ${groups.length} groups`);
  return [...groupMembers(groups)].map(([group, list]) => {
    const values = list.map((i) => scores[i]!);
    const own = typeof of === 'number' ? percentile(values, of) : of(values);
    // Written so that k = 0 is the group's percentile and equal percentiles stay equal, to the last
    // bit: coarse scores tie there.
    const tau = k === 0 ? own : global + (list.length / (list.length + k)) * (own - global);
    return { group, members: list, own, tau };
  });
}

/**
 * Variance of the p-percentile of n normal scores in units of σ²/n: p(1−p)/φ², φ the density at
 * that quantile. The quantile by bisection
 *  of the distribution function (Abramowitz & Stegun 26.2.17, error below 1e-7).
 */
function percentileVariance(p: number): number {
  const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const below = (z: number): number => {
    const t = 1 / (1 + 0.2316419 * Math.abs(z));
    const tail =
      density(z) *
      t *
      (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return z > 0 ? 1 - tail : tail;
  };
  let [low, high] = [-6, 6];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < p) low = middle;
    else high = middle;
  }
  return (p * (1 - p)) / density(low) ** 2;
}

/**
 * The k that shrinks best for normal scores with intraclass correlation `icc` [INF]: noise of a
 * prompt's percentile over the variance
 *  between prompts, (p(1−p)/φ²)·(1−ICC)/ICC: 1.6 at the median and ICC 0.5. Infinite when the
 *  prompts do not differ, NaN when the ICC is.
 */
export function suggestedShrinkage(icc: number, p: number): number {
  if (Number.isNaN(icc)) return Number.NaN;
  return icc <= 0 ? Number.POSITIVE_INFINITY : (percentileVariance(p) * (1 - icc)) / icc;
}

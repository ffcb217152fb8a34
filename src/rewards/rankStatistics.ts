// Rank statistics: mid-ranks, Spearman's ρ, and the area under the ROC curve (Mann & Whitney 1947).

import { correlation } from '../statistics/raterNoise';

/** Ranks from 1; equal values share the mean of theirs. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const out = values.map(() => 0);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) out[order[i]!] = (start + 1 + end) / 2;
    start = end;
  }
  return out;
}

/** Spearman's ρ: Pearson's correlation of the mid-ranks; NaN when either side does not vary. */
export function rankCorrelation(one: readonly number[], other: readonly number[]): number {
  return correlation(ranks(one), ranks(other));
}

/** Chance that a positive scores above a negative, ties half; NaN when one kind is missing. */
export function areaUnderCurve(scores: readonly number[], positive: readonly boolean[]): number {
  const count = positive.filter(Boolean).length;
  const others = positive.length - count;
  const sum = ranks(scores).reduce((total, rank, i) => total + (positive[i] ? rank : 0), 0);
  return count === 0 || others === 0
    ? Number.NaN
    : (sum - (count * (count + 1)) / 2) / (count * others);
}

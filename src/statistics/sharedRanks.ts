// Ranks of the rows of a table where chance is taken seriously: two rows that cannot be told apart
// share a rank.

import { SIGNIFICANT } from './holm';

/** `second` − `first`, as indices into the rows, with its adjusted p. */
export interface RankedPair {
  readonly first: number;
  readonly second: number;
  readonly mean: number;
  readonly p: number;
}

/** Rank of each of `count` rows: 1 + how many are better beyond chance. */
export function sharedRanks(count: number, pairs: readonly RankedPair[]): number[] {
  const better = Array.from({ length: count }, () => 0);
  for (const { first, second, mean, p } of pairs)
    if (p < SIGNIFICANT) better[mean > 0 ? first : second]!++;
  return better.map((above) => 1 + above);
}

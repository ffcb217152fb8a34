// Preference pairs and scores, each made from the other (docs/losses.md 1.19): the pairwise methods
// (DPO, DSPO, DMPO, MaPO, …) train on pairs, TGO and KTO on a number per image. Both ways are pure:
// the same input gives the same pairs, on any machine.

import { randomInt, STREAMS } from '../../random/philox';

/** Two images of one prompt, as indices into the set; the winner is preferred. */
export interface Pair {
  readonly winner: number;
  readonly loser: number;
}

export interface PairOptions {
  /** At most this many pairs per group; null keeps all. A group of n images has up to n(n−1)/2. */
  readonly maxPerGroup: number | null;
  /** Chooses which pairs a capped group keeps, each with the same probability. */
  readonly seed: number;
}

/**
 * Pairs (i, j) of one group with s_i > s_j, grouped in the order in which groups first appear; in a
 * group by falling winner score, then falling loser score. Equal scores make no pair. `groups[i]`
 * is the prompt or group of score i.
 *
 * Cost: O(n log n) plus the pairs kept. Errors: throws when a score is not finite or has no group,
 * or the cap is less than 1.
 */
export function pairsFromScores(
  scores: ArrayLike<number>,
  groups: readonly string[],
  { maxPerGroup, seed }: PairOptions,
): Pair[] {
  if (groups.length !== scores.length)
    throw new Error(`pairsFromScores: ${scores.length} scores, ${groups.length} groups`);
  if (maxPerGroup !== null && !(maxPerGroup >= 1))
    throw new Error(`pairsFromScores: at most ${maxPerGroup} pairs per group; 1 is the least`);
  const members = new Map<string, number[]>();
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i])) throw new Error(`pairsFromScores: score ${i} is ${scores[i]}`);
    const list = members.get(groups[i]!);
    if (list) list.push(i);
    else members.set(groups[i]!, [i]);
  }
  return [...members.values()].flatMap((list, group) =>
    pairsOfGroup(scores, list, (count) => {
      if (maxPerGroup === null || count <= maxPerGroup) return null;
      return chooseOf(count, maxPerGroup, (draw, n) =>
        randomInt(seed, { stream: STREAMS.pairs, step: group, item: draw }, n),
      );
    }),
  );
}

/** Pairs of one group; `choose` gives the places to keep among `count` pairs, null for all. */
function pairsOfGroup(
  scores: ArrayLike<number>,
  members: readonly number[],
  choose: (count: number) => readonly number[] | null,
): Pair[] {
  const value = (i: number): number => scores[i]!;
  const order = [...members].sort((a, b) => value(b) - value(a) || a - b);
  // Place p beats every place from losersFrom[p] on: those of a lower score.
  const losersFrom = Array.from<number>({ length: order.length });
  for (let p = order.length - 1; p >= 0; p--)
    losersFrom[p] =
      p + 1 < order.length && value(order[p]!) === value(order[p + 1]!)
        ? losersFrom[p + 1]!
        : p + 1;
  // Pairs of place p are numbered from firstPair[p].
  let count = 0;
  const firstPair = losersFrom.map((from) => {
    const first = count;
    count += order.length - from;
    return first;
  });
  const chosen = choose(count);
  const pairs: Pair[] = [];
  let winner = 0;
  for (let k = 0; k < (chosen?.length ?? count); k++) {
    const pair = chosen === null ? k : chosen[k]!;
    while (pair >= firstPair[winner]! + order.length - losersFrom[winner]!) winner++;
    const loser = losersFrom[winner]! + pair - firstPair[winner]!;
    pairs.push({ winner: order[winner]!, loser: order[loser]! });
  }
  return pairs;
}

/** `k` different whole numbers below `n`, rising (Floyd's algorithm: one random number each). */
function chooseOf(n: number, k: number, random: (draw: number, n: number) => number): number[] {
  const chosen = new Set<number>();
  for (let last = n - k; last < n; last++) {
    const candidate = random(last - (n - k), last + 1);
    chosen.add(chosen.has(candidate) ? last : candidate);
  }
  return [...chosen].sort((a, b) => a - b);
}

/**
 * Scores of `count` images from pairs: the share of an image's pairs that it wins (TGO §4.3 makes a
 * score of Pick-a-Pic's pairs by counting wins), in 0…1. NaN for an image that is in no pair.
 *
 * A share, not a count: images that were compared more often score no higher for it. Errors: throws
 * when a pair names an image that is not there, or one image twice.
 */
export function scoresFromPairs(pairs: readonly Pair[], count: number): Float64Array {
  const wins = new Float64Array(count);
  const compared = new Float64Array(count);
  for (const { winner, loser } of pairs) {
    for (const image of [winner, loser])
      if (!Number.isInteger(image) || image < 0 || image >= count)
        throw new Error(`scoresFromPairs: a pair names image ${image} of ${count}`);
    if (winner === loser) throw new Error(`scoresFromPairs: image ${winner} is paired with itself`);
    wins[winner]!++;
    compared[winner]!++;
    compared[loser]!++;
  }
  return wins.map((won, i) => (compared[i]! > 0 ? won / compared[i]! : Number.NaN));
}

// In what unit a score's distance from its τ counts before c multiplies it (rulings f and h of
// docs/losses.md 1.3). The unit is taken of the signed distances d = s − τ of the whole set: with
// one τ for all, their spread, range and ranks are the scores' own; with a τ per prompt they are
// what the prompts leave of it, so that c means the same in every scope. The sign of d never
// changes.

import type { ScoreScale } from '../../settings/runSettings';

/** Largest float32 that means "no clip" to the kernel. */
const NO_CLIP = 3.4e38;

/** Values replaced by their rank in 0…1 (ties share the mean rank). */
export function rankScores(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => values[a]! - values[b]!,
  );
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1]!] === values[order[start]!]) end++;
    const rank = values.length > 1 ? (start + end) / 2 / (values.length - 1) : 0.5;
    for (let i = start; i <= end; i++) ranks[order[i]!] = rank;
    start = end + 1;
  }
  return ranks;
}

/**
 * The rank any value would have among `values`: linear between neighbours, half a place beyond
 * either end; strictly rising between.
 */
function rankPlace(values: ArrayLike<number>): (value: number) => number {
  const ranks = rankScores(values);
  const known = new Map(Array.from(ranks, (rank, i) => [values[i]!, rank]));
  const sorted = [...known.keys()].sort((a, b) => a - b);
  const beyond = 0.5 / Math.max(1, values.length - 1);
  return (value) => {
    const exact = known.get(value);
    if (exact !== undefined) return exact;
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return known.get(sorted[0]!)! - beyond;
    if (low === sorted.length) return known.get(sorted[low - 1]!)! + beyond;
    const [before, after] = [sorted[low - 1]!, sorted[low]!];
    const [from, to] = [known.get(before)!, known.get(after)!];
    return from + (to - from) * ((value - before) / (after - before));
  };
}

/** How a distance counts: min(|place(d) − place(d of τ)|·inverseScale, clip). */
export interface DistanceScale {
  readonly inverseScale: number;
  readonly clip: number;
  /** Where a signed distance lies on the scale: itself, or its rank among the set's. */
  place(distance: number): number;
}

const itself = (distance: number): number => distance;

/**
 * The scale of a set's signed distances d [n], score units. `standardized`: standard deviations,
 * clipped at 3. `raw`: score units.
 *  `minmax`: shares of the range. `rank`: shares of the set between the two. Equal distances have
 *  no scale: they stay as they are.
 */
export function distanceScale(distances: ArrayLike<number>, scale: ScoreScale): DistanceScale {
  const values = Array.from(distances);
  if (scale === 'raw' || values.length === 0)
    return { inverseScale: 1, clip: NO_CLIP, place: itself };
  if (scale === 'rank') return { inverseScale: 1, clip: NO_CLIP, place: rankPlace(values) };
  if (scale === 'minmax') {
    const range = values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
    return { inverseScale: range > 0 ? 1 / range : 1, clip: NO_CLIP, place: itself };
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length,
  );
  return { inverseScale: deviation > 0 ? 1 / deviation : 1, clip: 3, place: itself };
}

// The scores of a proxy set: images the reference model sampled, scored as the set that is trained
// on (TGO: "from a proxy dataset"). Their percentile says what the untouched model reaches,
// whatever was collected. A run carries the scores themselves in its settings, so that it resumes,
// exports and follows a moved percentile after the proxy set is deleted.

import type { ProxySet } from '../../settings/runSettings';

/**
 * A proxy keeps this many scores at most: a larger set's evenly spaced quantiles, whose percentiles
 * are the set's own.
 */
export const MOST_PROXY_SCORES = 1025;

/**
 * What a run keeps of a scored set. Scores that are not numbers (not scored yet) are left out.
 * Errors: throws when none is left.
 */
export function proxySetOf(name: string, scoreSource: string, scores: ArrayLike<number>): ProxySet {
  const sorted = Array.from(scores)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  if (sorted.length === 0) throw new Error(`the proxy set “${name}” has no scores`);
  const count = Math.min(sorted.length, MOST_PROXY_SCORES);
  const kept =
    count === sorted.length
      ? sorted
      : Array.from({ length: count }, (_, i) => {
          const at = (i * (sorted.length - 1)) / (count - 1);
          const low = sorted[Math.floor(at)]!;
          return low + (sorted[Math.ceil(at)]! - low) * (at - Math.floor(at));
        });
  return { name, scoreSource, count: sorted.length, scores: kept };
}

// The percentile by which τ is set, numpy's: shared by the set, a batch, a prompt, a proxy set and
// the bank of an online run.

/**
 * Percentile with linear interpolation (numpy's default), p in 0…1. Errors: throws on an empty list
 * or p outside 0…1.
 */
export function percentile(values: ArrayLike<number>, p: number): number {
  if (values.length === 0) throw new Error('percentile of no values');
  if (!(p >= 0 && p <= 1)) throw new Error(`percentile p = ${p} is outside 0…1`);
  const sorted = Float64Array.from(values).sort();
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (at - below);
}

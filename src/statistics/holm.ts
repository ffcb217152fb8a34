// Holm's correction for the comparisons of one table (Holm 1979, "A simple sequentially rejective
// multiple test procedure"): among k comparisons of which none is real, the chance that any is
// called real stays at the level asked for, whatever their dependence.

/** A comparison counts as real where its adjusted p lies below. */
export const SIGNIFICANT = 0.05;

/**
 * Adjusted p values in the order given: adjusted ≤ α exactly where Holm's procedure rejects at α.
 * NaN (no test was possible) stays NaN and counts as no comparison.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues
    .map((p, i) => ({ p, i }))
    .filter(({ p }) => !Number.isNaN(p))
    .sort((a, b) => a.p - b.p);
  const adjusted = pValues.map(() => Number.NaN);
  let largest = 0;
  order.forEach(({ p, i }, rank) => {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * p));
    adjusted[i] = largest;
  });
  return adjusted;
}

// Equal-width histogram of scores, numpy's convention: the last bin includes its right edge.

export interface Histogram {
  /** bins + 1 edges. */
  readonly edges: number[];
  readonly counts: number[];
}

/**
 * Counts of `values` in `bins` bins over [min, max] (or `range`); values outside are left out. A
 * single value gets a range of ±½.
 */
export function histogram(
  values: ArrayLike<number>,
  bins: number,
  range?: readonly [number, number],
): Histogram {
  let low = range?.[0] ?? Number.POSITIVE_INFINITY;
  let high = range?.[1] ?? Number.NEGATIVE_INFINITY;
  if (!range) {
    for (let i = 0; i < values.length; i++) {
      low = Math.min(low, values[i]!);
      high = Math.max(high, values[i]!);
    }
    if (values.length === 0) [low, high] = [0, 1];
  }
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const edges = Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? high : low + ((high - low) * i) / bins,
  );
  const counts = Array.from({ length: bins }, () => 0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value >= low && value <= high)) continue;
    let bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
    // The division may round across an edge: the edges decide.
    if (value < edges[bin]!) bin--;
    else if (bin < bins - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return { edges, counts };
}

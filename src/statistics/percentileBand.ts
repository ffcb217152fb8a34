// How sure a percentile of a sample is: its bootstrap distribution in closed form. The k-th
// smallest of a resample of n is above a value that i of the sample do not exceed when fewer than
// k of n draws land among those i, a binomial tail (Efron 1979, for the median; taken as normal
// with a continuity correction).

/** Φ by Abramowitz & Stegun 26.2.17, error below 1e-7. */
export function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}

export interface PercentileBand {
  /** 5th and 95th percentile of the resampled percentile, in the values' unit. */
  readonly low: number;
  readonly high: number;
  /** Values that lie on the other side of the resampled percentile, in the mean over resamples. */
  readonly flips: number;
}

/** Band of the p-percentile of `values` (p in 0…1). NaN of fewer than two values. */
export function percentileBand(values: readonly number[], p: number): PercentileBand {
  const n = values.length;
  if (n < 2) return { low: Number.NaN, high: Number.NaN, flips: Number.NaN };
  const sorted = [...values].sort((a, b) => a - b);
  const k = Math.min(n, Math.max(1, Math.round(p * (n - 1)) + 1));
  const tau = sorted[k - 1]!;
  /** P(resampled percentile > the value at rank `upTo`). */
  const above = (upTo: number): number => {
    const share = upTo / n;
    const spread = Math.sqrt(n * share * (1 - share));
    return spread === 0 ? (upTo === 0 ? 1 : 0) : normalCdf((k - 0.5 - n * share) / spread);
  };
  const at = (tail: number): number =>
    sorted[sorted.findIndex((_, i) => above(i + 1) <= tail)] ?? sorted[n - 1]!;
  let flips = 0;
  for (let i = 0; i < n;) {
    let end = i;
    while (end < n && sorted[end] === sorted[i]) end++;
    // At or above the percentile is one side, below it the other.
    const good = sorted[i]! >= tau;
    const chanceBad = above(end);
    flips += (end - i) * (good ? chanceBad : 1 - chanceBad);
    i = end;
  }
  return { low: at(0.95), high: at(0.05), flips };
}

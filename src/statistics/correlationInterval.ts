// Interval of Pearson's correlation by Fisher's z (1921): artanh r is about normal with standard
// deviation 1/√(n − 3).

export interface CorrelationInterval {
  readonly low: number;
  readonly high: number;
  /** The interval has 0 in it, or there is none: the correlation cannot be told from chance. */
  readonly chance: boolean;
}

const Z_95 = 1.959963984540054;

/** 95 % interval of r over n pairs; NaN bounds with fewer than four pairs or an r that is none. */
export function correlationInterval(r: number, n: number): CorrelationInterval {
  if (!Number.isFinite(r) || n < 4) return { low: Number.NaN, high: Number.NaN, chance: true };
  const half = Z_95 / Math.sqrt(n - 3);
  const z = Math.atanh(Math.max(-0.999999, Math.min(0.999999, r)));
  const [low, high] = [Math.tanh(z - half), Math.tanh(z + half)];
  return { low, high, chance: low <= 0 };
}

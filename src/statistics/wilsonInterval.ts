// Interval of a share from counted trials: Wilson's score interval (Wilson 1927, "Probable
// inference, the law of succession, and statistical inference"), which stays inside 0…1 and is
// honest for few trials, where share ± 1.96·√(share(1−share)/n) is not.

/** Two-sided 95 % quantile of the normal distribution. */
export const Z95 = 1.959963984540054;

export interface Share {
  /** successes / trials; NaN without trials. */
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Wilson's interval of `successes` in `trials` independent trials. `successes` may be a fraction:
 * ties counted half.
 *  No trials give NaN with the interval 0…1. Errors: throws when successes lie outside 0…trials.
 */
export function wilsonInterval(successes: number, trials: number, z = Z95): Share {
  if (!(successes >= 0 && successes <= trials))
    throw new Error(`wilsonInterval: ${successes} successes in ${trials} trials`);
  if (trials === 0) return { share: Number.NaN, lower: 0, upper: 1 };
  const share = successes / trials;
  const squared = z * z;
  const centre = (share + squared / (2 * trials)) / (1 + squared / trials);
  const half =
    (z / (1 + squared / trials)) *
    Math.sqrt((share * (1 - share)) / trials + squared / (4 * trials * trials));
  return { share, lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) };
}

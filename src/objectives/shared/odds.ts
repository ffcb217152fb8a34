// The odds of p = exp(−m/2), as ORPO and ORRPO move them apart, in float64.

/** log(e^(m/2) − 1), minus the log-odds of p; errors below 1e-8 count as that. */
export function logOdds(m: number): number {
  const x = Math.max(m, 1e-8) / 2;
  return x < 1 ? Math.log(Math.expm1(x)) : x + Math.log1p(-Math.exp(-x));
}

/** Its derivative by m. */
export const rise = (m: number): number => 0.5 / -Math.expm1(-Math.max(m, 1e-8) / 2);

// The odds of p = exp(−m/2), as ORPO and ORRPO move them apart, in float64, and their weight.

import type { ObjectiveSetting } from '../objective';

/** log(e^(m/2) − 1), minus the log-odds of p; errors below 1e-8 count as that. */
export function logOdds(m: number): number {
  const x = Math.max(m, 1e-8) / 2;
  return x < 1 ? Math.log(Math.expm1(x)) : x + Math.log1p(-Math.exp(-x));
}

/** Its derivative by m. */
export const rise = (m: number): number => 0.5 / -Math.expm1(-Math.max(m, 1e-8) / 2);

/** λ, the weight of the odds beside the winners' error. */
export const oddsWeight = (source: string): ObjectiveSetting => ({
  key: 'lambda',
  label: 'Weight of the odds',
  symbol: 'λ',
  default: 0.2,
  min: 0.001,
  max: 10,
  scale: 'log',
  step: 0.001,
  meaning: 'How much the odds of the pairs count beside the winners’ error.',
  source,
});

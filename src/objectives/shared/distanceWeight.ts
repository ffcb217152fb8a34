// The weight w = 1 + c·|s − τ| of a sample by its distance from the threshold, as TGO and its
// siblings have it (docs/losses.md 1.3): its setting and its equation.

import type { Equation } from '../equation';
import type { EquationFacts, ObjectiveSetting } from '../objective';

export const DISTANCE_WEIGHT: ObjectiveSetting = {
  key: 'c',
  label: 'Distance weight',
  symbol: 'c',
  default: 5,
  min: 0,
  max: 20,
  scale: 'linear',
  step: 0.5,
  meaning:
    'How much more a sample far from the threshold counts: w = 1 + c·|s − τ|. 0 weighs all ' +
    'samples alike.',
  source: 'TGO/UPO: c = 5 best of 1, 2, 5, 10, 20 (UPO Table 2).',
};

/** w_i with the unit of the distance that the score scale gives. */
export function weightEquation({ scoreScale, thresholdIndex }: EquationFacts): Equation {
  const tau = thresholdIndex === null ? 'τ' : `τ_{${thresholdIndex}}`;
  const distance = `| s_{i} − ${tau} |`;
  const scaled = {
    standardized: `\\min ( \\frac{${distance}}{\\text{sd}} , 3 )`,
    minmax: `\\frac{${distance}}{\\text{range}}`,
    raw: distance,
    rank: distance,
  }[scoreScale];
  return { label: 'where the weight is', tex: `w_{i} = 1 + c · ${scaled}` };
}

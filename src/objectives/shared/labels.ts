// What the float64 forms of the methods share with the functions of
// kernels/objective/objective.wgsl: softplus and σ in their stable forms, the label of a score, and
// its distance from τ.

import type { ObjectiveBatch } from '../../graph/objectiveTerms';

/** log(1 + eˣ) in the stable form. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** 1/(1 + e⁻ˣ) in the stable form. */
export function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : e) / (1 + e);
}

/**
 * Label of a score and whether it counts. Ties (s = τ): 0 positive, 1 negative, 2 dropped (label 1,
 * kept false).
 */
export function labelOf(
  score: number,
  { tau, tieMode }: ObjectiveBatch['numbers'],
): { readonly label: 0 | 1; readonly kept: boolean } {
  const tie = score === tau;
  return {
    label: score > tau! || (tie && tieMode !== 1) ? 1 : 0,
    kept: !(tie && tieMode === 2),
  };
}

/** |s − τ| in units of the score scale, cut at scoreClip. */
export function distanceOf(
  score: number,
  { tau, scoreInverseScale, scoreClip }: ObjectiveBatch['numbers'],
): number {
  return Math.min(Math.abs(score - tau!) * scoreInverseScale!, scoreClip!);
}

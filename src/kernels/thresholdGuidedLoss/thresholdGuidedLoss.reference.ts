// Float64 reference of the TGO/UPO objective (losses.md 1.3): errors[N,3], scores[N] -> terms[N,6]
// =
// (loss, z, label, weight, dloss/dz, g). z = β·a; weight = 1 + c·min(|s−τ|·scoreInverseScale,
// scoreClip);
// loss = weight·softplus(−z) for label 1, weight·softplus(z) for 0; g = dL/dm of the batch mean,
// times gradientScale.

import type { Uniforms } from '../../graph/ops';
import { sigmoid } from '../activation/activation.reference';
import type { Reference } from '../kernel';
import { required, zeros } from '../referenceInputs';

/** log(1 + eˣ) in the stable form. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * Label of a score and whether it counts. Ties (s = τ): 0 positive, 1 negative, 2 dropped (label 1,
 * kept false).
 */
export function labelOf(score: number, uniforms: Uniforms): { label: number; kept: boolean } {
  const tie = score === uniforms.tau;
  return {
    label: score > uniforms.tau || (tie && uniforms.tieMode !== 1) ? 1 : 0,
    kept: !(tie && uniforms.tieMode === 2),
  };
}

export const thresholdGuidedLossReference: Reference<'thresholdGuidedLoss'> = (
  _op,
  inputs,
  outputShapes,
  uniforms,
) => {
  const errors = required(inputs, 0).data;
  const scores = required(inputs, 1).data;
  const n = scores.length;
  const terms = zeros(outputShapes[0]!);
  for (let sample = 0; sample < n; sample++) {
    const { label, kept } = labelOf(scores[sample]!, uniforms);
    const distance = Math.min(
      Math.abs(scores[sample]! - uniforms.tau) * uniforms.scoreInverseScale,
      uniforms.scoreClip,
    );
    const weight = kept ? 1 + uniforms.c * distance : 0;
    const z = uniforms.beta * errors[sample * 3 + 2]!;
    const slope = weight * (sigmoid(z) - label);
    const g = ((-slope * uniforms.beta) / uniforms.temperature / n) * uniforms.gradientScale;
    terms.set([weight * softplus(label === 1 ? -z : z), z, label, weight, slope, g], sample * 6);
  }
  return [terms];
};

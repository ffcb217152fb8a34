// Float64 reference of the SFT baseline (losses.md 1.1): the same six columns as
// thresholdGuidedLoss, from errors[N,3] and scores[N]: loss = weight·m, z = β·a, label and weight =
// 1[s≥τ] by the tie rule (a dropped tie has label 1, weight 0), dloss/dz = 0,
// g = gradientScale·weight/N. The batch is drawn from positive samples, so the weight is a guard,
// not a sampler.

import type { Reference } from '../kernel';
import { required, zeros } from '../referenceInputs';
import { labelOf } from '../thresholdGuidedLoss/thresholdGuidedLoss.reference';

export const supervisedLossReference: Reference<'supervisedLoss'> = (
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
    const weight = kept ? label : 0;
    terms.set(
      [
        weight * errors[sample * 3]!,
        uniforms.beta * errors[sample * 3 + 2]!,
        label,
        weight,
        0,
        (uniforms.gradientScale * weight) / n,
      ],
      sample * 6,
    );
  }
  return [terms];
};

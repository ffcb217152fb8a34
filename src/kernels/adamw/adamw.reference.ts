// Float64 reference of `adamw`, in place on parameters, m and v (torch.optim.AdamW, decoupled
// weight decay):
// g·norm[1]; p −= lr·wd·p; m = β₁m+(1−β₁)g; v = β₂v+(1−β₂)g²; p −= lr·(m/bias1)/(√(v/bias2)+eps).
// Skipped when norm[2] = 1. Coupled (torch.optim.Adam): wd·p is added to g instead.
// biasCorrection1 = 1−β₁ᵗ and biasCorrection2 = 1−β₂ᵗ come as uniforms. The gradients themselves
// are left unclipped.

import type { Reference } from '../kernel';
import { required } from '../referenceInputs';

export const adamwReference: Reference<'adamw'> = (op, inputs, _shapes, uniforms) => {
  const p = required(inputs, 0).data;
  const gradients = required(inputs, 1).data;
  const m = required(inputs, 2).data;
  const v = required(inputs, 3).data;
  const norm = required(inputs, 4).data;
  if (norm[2] === 1) return [];
  for (let i = 0; i < p.length; i++) {
    const g = gradients[i]! * norm[1]! + (op.coupled ? uniforms.weightDecay * p[i]! : 0);
    m[i] = uniforms.adamBeta1 * m[i]! + (1 - uniforms.adamBeta1) * g;
    v[i] = uniforms.adamBeta2 * v[i]! + (1 - uniforms.adamBeta2) * g * g;
    const denominator = Math.sqrt(v[i]! / uniforms.biasCorrection2) + uniforms.adamEpsilon;
    p[i] =
      p[i]! * (op.coupled ? 1 : 1 - uniforms.learningRate * uniforms.weightDecay) -
      (uniforms.learningRate * (m[i]! / uniforms.biasCorrection1)) / denominator;
  }
  return [];
};

// Float64 reference of `gradientNorm`: flat gradients -> (‖g‖₂, clip factor, 1 if anything is not
// finite, 0). Clip factor = min(1, maxGradNorm/(‖g‖₂+1e-6)) as torch.nn.utils.clip_grad_norm_; 1
// when maxGradNorm ≤ 0; 0 when not finite (the AdamW step is then skipped, so the factor is never
// used).

import type { Reference } from '../kernel';
import { required } from '../referenceInputs';

export const gradientNormReference: Reference<'gradientNorm'> = (
  _op,
  inputs,
  _shapes,
  uniforms,
) => {
  let sum = 0;
  for (const g of required(inputs, 0).data) sum += g * g;
  const norm = Math.sqrt(sum);
  if (!Number.isFinite(norm)) return [Float64Array.of(norm, 0, 1, 0)];
  const factor = uniforms.maxGradNorm > 0 ? Math.min(1, uniforms.maxGradNorm / (norm + 1e-6)) : 1;
  return [Float64Array.of(norm, factor, 0, 0)];
};

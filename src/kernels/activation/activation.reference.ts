// Float64 references of the elementwise activations and their derivatives: SiLU, exact (erf) GELU,
// CLIP's quick GELU, ReLU. `erf` is summed from its positive series
// 2/√π·e^(−x²)·Σ 2ⁿx^(2n+1)/(2n+1)!!, good to float64 rounding (|x| > 6 is ±1).

import type { ActivationName } from '../../graph/ops';
import type { Reference } from '../kernel';
import { required } from '../referenceInputs';

/** Logistic function, without overflow. */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** Error function. */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** act(x). */
export function activate(name: ActivationName, x: number): number {
  if (name === 'silu') return x * sigmoid(x);
  if (name === 'relu') return Math.max(x, 0);
  if (name === 'quick_gelu') return x * sigmoid(1.702 * x);
  return 0.5 * x * (1 + erf(x / Math.SQRT2));
}

/** act′(x). */
export function activateDerivative(name: ActivationName, x: number): number {
  if (name === 'gelu')
    return 0.5 * (1 + erf(x / Math.SQRT2)) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
  if (name === 'relu') return x > 0 ? 1 : 0;
  const slope = name === 'silu' ? 1 : 1.702;
  const s = sigmoid(slope * x);
  return s + slope * x * s * (1 - s);
}

export const activationReference: Reference<'activation'> = (op, inputs) => [
  required(inputs, 0).data.map((x) => activate(op.name, x)),
];

export const activationInputReference: Reference<'activationInput'> = (op, inputs) => {
  const dy = required(inputs, 0).data;
  return [required(inputs, 1).data.map((x, i) => dy[i]! * activateDerivative(op.name, x))];
};

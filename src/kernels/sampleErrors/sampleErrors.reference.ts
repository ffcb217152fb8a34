// Float64 references of the per-sample error of policy and reference against one target, and of its
// derivative by the policy. errors [N,3] = (m, r, a): m = k·mean_D(policy−target)², r the
// reference's, a = −(m−r)/T in nats (docs/losses.md 1.0). Without a reference r = m and a = 0.
// Derivative: dL/dpolicy = g·k·(2/D)·(policy−target), g = terms[:,5]; with a reference h·(reference
// −target) is added to g·(policy−target), h = terms[:,4].

import type { Reference } from '../kernel';
import { required, zeros } from '../referenceInputs';

/** k times the mean squared difference of sample `sample`. */
function meanSquare(
  prediction: Float64Array,
  target: Float64Array,
  sample: number,
  d: number,
  k: number,
): number {
  let sum = 0;
  for (let i = sample * d; i < (sample + 1) * d; i++) sum += (prediction[i]! - target[i]!) ** 2;
  return (k * sum) / d;
}

export const sampleErrorsReference: Reference<'sampleErrors'> = (
  _op,
  inputs,
  outputShapes,
  uniforms,
) => {
  const policy = required(inputs, 0);
  const reference = inputs[1];
  const target = required(inputs, 2).data;
  const k = required(inputs, 3).data;
  const n = policy.shape[0]!;
  const d = policy.data.length / n;
  const errors = zeros(outputShapes[0]!);
  for (let sample = 0; sample < n; sample++) {
    const m = meanSquare(policy.data, target, sample, d, k[sample]!);
    const r = reference ? meanSquare(reference.data, target, sample, d, k[sample]!) : m;
    errors[sample * 3] = m;
    errors[sample * 3 + 1] = r;
    errors[sample * 3 + 2] = (r - m) / uniforms.temperature;
  }
  return [errors];
};

export const sampleErrorsInputReference: Reference<'sampleErrorsInput'> = (_op, inputs) => {
  const policy = required(inputs, 0);
  const target = required(inputs, 1).data;
  const k = required(inputs, 2).data;
  const terms = required(inputs, 3).data;
  const reference = inputs[4]?.data;
  const d = policy.data.length / policy.shape[0]!;
  return [
    policy.data.map((value, i) => {
      const sample = Math.floor(i / d);
      const own = terms[sample * 6 + 5]! * (value - target[i]!);
      const other = reference ? terms[sample * 6 + 4]! * (reference[i]! - target[i]!) : 0;
      return k[sample]! * (2 / d) * (own + other);
    }),
  ];
};

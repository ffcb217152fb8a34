// Float64 references of the masked-token error of policy and reference logits, and of its
// derivative by the policy's logits. errors [N,3] = (m, r, a): m = −k·mean over masked positions of
// log softmax(policy)[token], r the reference's, a = −(m−r)/T.
// lse [N,L] = log Σ exp(policy) at masked positions, 0 elsewhere. Derivative: g·k/|M|·(softmax −
// onehot(token)) there, g = terms[:,5]. A sample with no masked position gives zeros
// (docs/losses.md 1.0, 1.17). A token outside the codebook is an error here; kernels may not check
// it, so the host must.

import type { Reference, ReferenceTensor } from '../kernel';
import { channelsOf, required, zeros } from '../referenceInputs';

/** log Σ exp of a row of logits. */
function logSumExp(row: Float64Array): number {
  const top = row.reduce((most, value) => Math.max(most, value), -Infinity);
  return top + Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0));
}

/** The logits of position `position` and its token. */
function rowAt(
  logits: ReferenceTensor,
  tokens: Float64Array,
  position: number,
): { row: Float64Array; token: number } {
  const codes = channelsOf(logits.shape);
  const token = tokens[position]!;
  if (!Number.isInteger(token) || token < 0 || token >= codes)
    throw new Error(`token ${token} is outside the codebook of ${codes} codes`);
  return { row: logits.data.subarray(position * codes, (position + 1) * codes), token };
}

/** Flat indices of the masked positions of sample `sample`. */
function maskedOf(mask: ReferenceTensor, sample: number, samples: number): number[] {
  const length = mask.data.length / samples;
  return Array.from({ length }, (_, i) => sample * length + i).filter(
    (position) => mask.data[position]! > 0.5,
  );
}

export const maskedLogProbReference: Reference<'maskedLogProb'> = (
  _op,
  inputs,
  outputShapes,
  uniforms,
) => {
  const policy = required(inputs, 0);
  const reference = inputs[1];
  const tokens = required(inputs, 2).data;
  const mask = required(inputs, 3);
  const k = required(inputs, 4).data;
  const errors = zeros(outputShapes[0]!);
  const lse = zeros(outputShapes[1]!);
  for (let sample = 0; sample < k.length; sample++) {
    const masked = maskedOf(mask, sample, k.length);
    let sum = 0;
    let referenceSum = 0;
    for (const position of masked) {
      const { row, token } = rowAt(policy, tokens, position);
      lse[position] = logSumExp(row);
      sum += row[token]! - lse[position]!;
      if (!reference) continue;
      const other = rowAt(reference, tokens, position).row;
      referenceSum += other[token]! - logSumExp(other);
    }
    const scale = masked.length === 0 ? 0 : -k[sample]! / masked.length;
    errors[sample * 3] = scale * sum;
    errors[sample * 3 + 1] = scale * (reference ? referenceSum : sum);
    errors[sample * 3 + 2] = (errors[sample * 3 + 1]! - errors[sample * 3]!) / uniforms.temperature;
  }
  return [errors, lse];
};

export const maskedLogProbInputReference: Reference<'maskedLogProbInput'> = (
  _op,
  inputs,
  outputShapes,
) => {
  const policy = required(inputs, 0);
  const tokens = required(inputs, 1).data;
  const mask = required(inputs, 2);
  const k = required(inputs, 3).data;
  const terms = required(inputs, 4).data;
  const lse = required(inputs, 5).data;
  const codes = channelsOf(policy.shape);
  const derivative = zeros(outputShapes[0]!);
  for (let sample = 0; sample < k.length; sample++) {
    const masked = maskedOf(mask, sample, k.length);
    const factor = (terms[sample * 6 + 5]! * k[sample]!) / masked.length;
    for (const position of masked) {
      const { row, token } = rowAt(policy, tokens, position);
      row.forEach((value, code) => {
        derivative[position * codes + code] =
          factor * (Math.exp(value - lse[position]!) - (code === token ? 1 : 0));
      });
    }
  }
  return [derivative];
};

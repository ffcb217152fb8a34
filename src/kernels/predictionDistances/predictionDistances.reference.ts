// Float64 reference of the distances of two predictions: distances [N,4] = (d, a₊, a₋, a), d =
// k·mean_D(policy−reference)², a± = √k·mean_D|p±−target|, p₊ = β·policy + (1−β)·reference, p₋ =
// (1+β)·reference − β·policy, β = `mixture`, a of the reference itself
// (docs/losses.md 1.20, `nft`).

import type { Reference } from '../kernel';
import { required, zeros } from '../referenceInputs';

export const predictionDistancesReference: Reference<'predictionDistances'> = (
  _op,
  inputs,
  outputShapes,
  { mixture },
) => {
  const policy = required(inputs, 0);
  const reference = required(inputs, 1).data;
  const target = required(inputs, 2).data;
  const k = required(inputs, 3).data;
  const n = policy.shape[0]!;
  const size = policy.data.length / n;
  const distances = zeros(outputShapes[0]!);
  for (let sample = 0; sample < n; sample++) {
    let [apart, plus, minus, own] = [0, 0, 0, 0];
    for (let i = sample * size; i < (sample + 1) * size; i++) {
      const e = policy.data[i]! - target[i]!;
      const o = reference[i]! - target[i]!;
      apart += (e - o) ** 2;
      plus += Math.abs(o + mixture * (e - o));
      minus += Math.abs(o - mixture * (e - o));
      own += Math.abs(o);
    }
    const root = Math.sqrt(k[sample]!);
    const scale = [k[sample]!, root, root, root];
    distances.set(
      [apart, plus, minus, own].map((sum, at) => (scale[at]! * sum) / size),
      sample * 4,
    );
  }
  return [distances];
};

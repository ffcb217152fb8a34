// Float64 reference of `sgd`, in place on parameters and buffer (torch.optim.SGD): g =
// gradient·norm[1] + wd·p; buffer = momentum·buffer + gradientShare·g; p −= lr·buffer, or lr·(g +
// momentum·buffer) with nesterov. Skipped when norm[2] = 1. gradientShare is 1 − dampening, but 1
// at the first step, where the buffer is the gradient itself. The gradients themselves are left as
// they are.

import type { Reference } from '../kernel';
import { required } from '../referenceInputs';

export const sgdReference: Reference<'sgd'> = (
  op,
  inputs,
  _shapes,
  { learningRate, weightDecay, momentum, gradientShare },
) => {
  const [p, gradients, buffer, norm] = [0, 1, 2, 3].map((slot) => required(inputs, slot).data) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  if (norm[2] === 1) return [];
  for (let i = 0; i < p.length; i++) {
    const g = gradients[i]! * norm[1]! + weightDecay * p[i]!;
    buffer[i] = momentum * buffer[i]! + gradientShare * g;
    p[i] = p[i]! - learningRate * (op.nesterov ? g + momentum * buffer[i]! : buffer[i]!);
  }
  return [];
};

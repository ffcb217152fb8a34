// Float64 references of `concat` (a[…,Ca], b[…,Cb] -> […,Ca+Cb]) and `slice` (x[…,C] -> x[…,
// start:start+length]). Both act on the last axis only; each is the other's derivative.

import type { Reference } from '../kernel';
import { channelsOf, required, zeros } from '../referenceInputs';

export const concatReference: Reference<'concat'> = (_op, inputs, outputShapes) => {
  const a = required(inputs, 0);
  const b = required(inputs, 1);
  const ca = channelsOf(a.shape);
  const cb = channelsOf(b.shape);
  const out = zeros(outputShapes[0]!);
  for (let i = 0; i < out.length; i++) {
    const row = Math.floor(i / (ca + cb));
    const c = i % (ca + cb);
    out[i] = c < ca ? a.data[row * ca + c]! : b.data[row * cb + c - ca]!;
  }
  return [out];
};

export const sliceReference: Reference<'slice'> = (op, inputs, outputShapes) => {
  const x = required(inputs, 0);
  const channels = channelsOf(x.shape);
  const out = zeros(outputShapes[0]!);
  for (let i = 0; i < out.length; i++)
    out[i] = x.data[Math.floor(i / op.length) * channels + op.start + (i % op.length)]!;
  return [out];
};

// Float64 references of GEGLU and its derivative: x[…,2F] = (value, gate) -> value·gelu(gate),
// exact gelu. Order (value first, gate second) as diffusers' GEGLU (`hidden_states, gate =
// proj(x).chunk(2)`).

import { activate, activateDerivative } from '../activation/activation.reference';
import type { Reference } from '../kernel';
import { channelsOf, required, zeros } from '../referenceInputs';

export const gegluReference: Reference<'geglu'> = (_op, inputs, outputShapes) => {
  const x = required(inputs, 0);
  const out = zeros(outputShapes[0]!);
  const f = channelsOf(x.shape) / 2;
  for (let i = 0; i < out.length; i++) {
    const row = Math.floor(i / f) * 2 * f;
    out[i] = x.data[row + (i % f)]! * activate('gelu', x.data[row + f + (i % f)]!);
  }
  return [out];
};

export const gegluInputReference: Reference<'gegluInput'> = (_op, inputs, outputShapes) => {
  const dy = required(inputs, 0).data;
  const x = required(inputs, 1);
  const dx = zeros(outputShapes[0]!);
  const f = channelsOf(x.shape) / 2;
  for (let i = 0; i < dy.length; i++) {
    const value = Math.floor(i / f) * 2 * f + (i % f);
    const gate = value + f;
    dx[value] = dy[i]! * activate('gelu', x.data[gate]!);
    dx[gate] = dy[i]! * x.data[value]! * activateDerivative('gelu', x.data[gate]!);
  }
  return [dx];
};

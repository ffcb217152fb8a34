// Float64 references of `embedTokens`: table[V,C][ids[n,t]] + positions[Tmax,C][t] -> [N,T,C]
// (CLIPTextEmbeddings; MaskGIT's tokens have no positions), and of `prependToken`: concat(token,
// x[N,T,C]) + positions[T+1,C] -> [N,T+1,C] (CLIPVisionEmbeddings).
// An id outside the table is an error here; kernels may not check it, so the host must.

import type { Reference } from '../kernel';
import { channelsOf, required, zeros } from '../referenceInputs';

export const embedTokensReference: Reference<'embedTokens'> = (_op, inputs, outputShapes) => {
  const table = required(inputs, 0);
  const positions = inputs[1]?.data;
  const ids = required(inputs, 2);
  const channels = channelsOf(table.shape);
  const tokens = ids.shape[1]!;
  const out = zeros(outputShapes[0]!);
  for (let i = 0; i < ids.data.length; i++) {
    const id = ids.data[i]!;
    if (!Number.isInteger(id) || id < 0 || id >= table.shape[0]!)
      throw new Error(`token id ${id} is outside the table of ${table.shape[0]} tokens`);
    for (let c = 0; c < channels; c++)
      out[i * channels + c] =
        table.data[id * channels + c]! + (positions ? positions[(i % tokens) * channels + c]! : 0);
  }
  return [out];
};

export const prependTokenReference: Reference<'prependToken'> = (_op, inputs, outputShapes) => {
  const x = required(inputs, 0);
  const token = required(inputs, 1).data;
  const positions = required(inputs, 2).data;
  const [, tokens, channels] = outputShapes[0] as [number, number, number];
  const row = tokens * channels;
  return [
    zeros(outputShapes[0]!).map((_, i) => {
      const inRow = i % row;
      const sample = Math.floor(i / row);
      return (
        (inRow < channels ? token[inRow]! : x.data[sample * (row - channels) + inRow - channels]!) +
        positions[inRow]!
      );
    }),
  ];
};

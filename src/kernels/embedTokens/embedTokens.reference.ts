// Float64 reference of `embedTokens`: table[V,C][ids[n,t]] + positions[Tmax,C][t] -> [N,T,C] (CLIPTextEmbeddings).
// An id outside the table is an error here; kernels may not check it, so the host must.

import type { Reference } from '../kernel';
import { channelsOf, required, zeros } from '../referenceInputs';

export const embedTokensReference: Reference<'embedTokens'> = (_op, inputs, outputShapes) => {
  const table = required(inputs, 0);
  const positions = required(inputs, 1).data;
  const ids = required(inputs, 2);
  const channels = channelsOf(table.shape);
  const tokens = ids.shape[1]!;
  const out = zeros(outputShapes[0]!);
  for (let i = 0; i < ids.data.length; i++) {
    const id = ids.data[i]!;
    if (!Number.isInteger(id) || id < 0 || id >= table.shape[0]!) throw new Error(`token id ${id} is outside the table of ${table.shape[0]} tokens`);
    for (let c = 0; c < channels; c++) out[i * channels + c] = table.data[id * channels + c]! + positions[(i % tokens) * channels + c]!;
  }
  return [out];
};

// Float64 references of the four elementwise ops: `add` (scaleA·a + scaleB·b), `addPerSample`
// (x[N,…,C] + e[N,C]), `sumPositions` (its derivative: [N,…,C] -> [N,C]) and `mixPerSample` (c0·x +
// c1·y with coefficients [N,2]).

import type { Reference } from '../kernel';
import { channelsOf, required, zeros } from '../referenceInputs';

export const addReference: Reference<'add'> = (op, inputs) => {
  const b = required(inputs, 1).data;
  return [required(inputs, 0).data.map((a, i) => op.scaleA * a + op.scaleB * b[i]!)];
};

export const addPerSampleReference: Reference<'addPerSample'> = (_op, inputs) => {
  const x = required(inputs, 0);
  const e = required(inputs, 1).data;
  const channels = channelsOf(x.shape);
  const perSample = x.data.length / x.shape[0]!;
  return [
    x.data.map((value, i) => value + e[Math.floor(i / perSample) * channels + (i % channels)]!),
  ];
};

export const sumPositionsReference: Reference<'sumPositions'> = (_op, inputs, outputShapes) => {
  const dy = required(inputs, 0);
  const channels = channelsOf(dy.shape);
  const perSample = dy.data.length / dy.shape[0]!;
  const out = zeros(outputShapes[0]!);
  for (let i = 0; i < dy.data.length; i++)
    out[Math.floor(i / perSample) * channels + (i % channels)]! += dy.data[i]!;
  return [out];
};

export const mixPerSampleReference: Reference<'mixPerSample'> = (_op, inputs) => {
  const x = required(inputs, 0);
  const y = required(inputs, 1).data;
  const coefficients = required(inputs, 2).data;
  const perSample = x.data.length / x.shape[0]!;
  return [
    x.data.map((value, i) => {
      const sample = Math.floor(i / perSample);
      return coefficients[sample * 2]! * value + coefficients[sample * 2 + 1]! * y[i]!;
    }),
  ];
};

// Float64 reference of `matmul`: scale·op(a)·op(b) + bias + residual, by three plain loops.
// Shapes as in ops.ts: a [M,K] (or [K,M] when transposeA), b [K,N] (or [N,K] when transposeB), bias
// [N], residual [M,N].

import type { Reference } from '../kernel';
import { channelsOf, required, zeros } from '../referenceInputs';

export const matmulReference: Reference<'matmul'> = (op, inputs, outputShapes) => {
  const a = required(inputs, 0);
  const b = required(inputs, 1);
  const bias = inputs[2];
  const residual = inputs[3];
  const columnsA = channelsOf(a.shape);
  const rowsA = a.data.length / columnsA;
  const columnsB = channelsOf(b.shape);
  const m = op.transposeA ? columnsA : rowsA;
  const k = op.transposeA ? rowsA : columnsA;
  const n = op.transposeB ? b.data.length / columnsB : columnsB;
  const out = zeros(outputShapes[0]!);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) {
        const left = op.transposeA ? a.data[l * m + i]! : a.data[i * k + l]!;
        const right = op.transposeB ? b.data[j * k + l]! : b.data[l * n + j]!;
        sum += left * right;
      }
      out[i * n + j] =
        op.scale * sum + (bias ? bias.data[j]! : 0) + (residual ? residual.data[i * n + j]! : 0);
    }
  }
  return [out];
};

// Float64 reference of `adafactor`, in place on parameters, row means and column means
// (transformers.Adafactor with relative_step, scale_parameter and beta1 off). The gradients
// themselves are left unclipped.

import type { Reference } from '../kernel';
import { required } from '../referenceInputs';

/** Added to every squared gradient. */
const EPSILON = 1e-30;

export const adafactorReference: Reference<'adafactor'> = (
  { matrices },
  inputs,
  _shapes,
  { adafactorDecay: keep, learningRate, weightDecay },
) => {
  const [p, gradients, rowMeans, columnMeans, norm] = [0, 1, 2, 3, 4].map(
    (at) => required(inputs, at).data,
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  if (norm[2] === 1) return [];
  for (const { offset, rows, columns } of matrices) {
    const size = rows * columns;
    const g = gradients.slice(offset, offset + size).map((value) => value * norm[1]!);
    const row = rowMeans.subarray(offset, offset + rows);
    const column = columnMeans.subarray(offset, offset + columns);
    const [byRow, byColumn] = [new Float64Array(rows), new Float64Array(columns)];
    g.forEach((value, i) => {
      const square = value * value + EPSILON;
      byRow[Math.floor(i / columns)]! += square / columns;
      byColumn[i % columns]! += square / rows;
    });
    row.forEach((value, i) => (row[i] = keep * value + (1 - keep) * byRow[i]!));
    column.forEach((value, j) => (column[j] = keep * value + (1 - keep) * byColumn[j]!));
    const rowMean = row.reduce((sum, value) => sum + value, 0) / rows;
    const update = g.map(
      (value, i) =>
        value / Math.sqrt((row[Math.floor(i / columns)]! / rowMean) * column[i % columns]!),
    );
    const rootMeanSquare = Math.sqrt(update.reduce((sum, value) => sum + value * value, 0) / size);
    update.forEach((value, i) => {
      const at = offset + i;
      p[at] =
        p[at]! * (1 - learningRate * weightDecay) -
        (learningRate * value) / Math.max(1, rootMeanSquare);
    });
  }
  return [];
};

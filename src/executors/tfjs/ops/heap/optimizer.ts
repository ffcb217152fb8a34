// Gradient norm, AdamW and SGD on wasm: plain loops over the flat states where they lie, in place
// and in a fixed order.

import { required, type OpImplementation, type StateRange } from '../implementation';
import { allocate, heapView } from './heap';

/** norm[4] = (‖g‖₂, clip factor, 1 if not finite, 0); the sum is taken in float64. */
export const gradientNorm: OpImplementation<'gradientNorm'> = (_op, inputs, { uniforms }) => {
  const norm = allocate([4]);
  let sum = 0;
  const gradients = heapView(required(inputs, 0));
  for (let i = 0; i < gradients.length; i++) sum += gradients[i]! * gradients[i]!;
  const length = Math.sqrt(sum);
  const finite = Number.isFinite(length);
  const factor = uniforms.maxGradNorm > 0 ? Math.min(1, uniforms.maxGradNorm / (length + 1e-6)) : 1;
  heapView(norm).set([length, finite ? factor : 0, finite ? 0 : 1, 0]);
  return [norm];
};

function viewOf(range: StateRange): Float32Array {
  const view = range.view();
  if (!view) throw new Error('tfjs executor: the state is not on the wasm heap');
  return view;
}

export const adamw: OpImplementation<'adamw'> = (op, inputs, { uniforms, state }) => {
  const {
    learningRate,
    adamBeta1,
    adamBeta2,
    adamEpsilon,
    weightDecay,
    biasCorrection1,
    biasCorrection2,
  } = uniforms;
  const [, factor, skip] = heapView(required(inputs, 4));
  if (skip !== 0) return [];
  const [p, gradients, m, v] = [
    viewOf(state(0)),
    viewOf(state(1)),
    viewOf(state(2)),
    viewOf(state(3)),
  ];
  const [keep, added] = op.coupled ? [1, weightDecay] : [1 - learningRate * weightDecay, 0];
  const rate = learningRate / biasCorrection1;
  const root = 1 / Math.sqrt(biasCorrection2);
  for (let i = 0; i < p.length; i++) {
    const g = gradients[i]! * factor! + added * p[i]!;
    const first = adamBeta1 * m[i]! + (1 - adamBeta1) * g;
    const second = adamBeta2 * v[i]! + (1 - adamBeta2) * g * g;
    m[i] = first;
    v[i] = second;
    p[i] = p[i]! * keep - (rate * first) / (Math.sqrt(second) * root + adamEpsilon);
  }
  return [];
};

export const sgd: OpImplementation<'sgd'> = (op, inputs, { uniforms, state }) => {
  const { learningRate, weightDecay, momentum, gradientShare } = uniforms;
  const [, factor, skip] = heapView(required(inputs, 3));
  if (skip !== 0) return [];
  const [p, gradients, buffer] = [viewOf(state(0)), viewOf(state(1)), viewOf(state(2))];
  for (let i = 0; i < p.length; i++) {
    const g = gradients[i]! * factor! + weightDecay * p[i]!;
    const moved = momentum * buffer[i]! + gradientShare * g;
    buffer[i] = moved;
    p[i] = p[i]! - learningRate * (op.nesterov ? g + momentum * moved : moved);
  }
  return [];
};

export const adafactor: OpImplementation<'adafactor'> = (
  { matrices },
  inputs,
  { uniforms: { adafactorDecay: keep, learningRate, weightDecay }, state },
) => {
  const [, factor, skip] = heapView(required(inputs, 4));
  if (skip !== 0) return [];
  const [p, gradients, rowMeans, columnMeans] = [
    viewOf(state(0)),
    viewOf(state(1)),
    viewOf(state(2)),
    viewOf(state(3)),
  ];
  for (const { offset, rows, columns } of matrices) {
    const [byRow, byColumn] = [new Float64Array(rows), new Float64Array(columns)];
    for (let i = 0; i < rows * columns; i++) {
      const square = (gradients[offset + i]! * factor!) ** 2 + 1e-30;
      byRow[Math.floor(i / columns)]! += square;
      byColumn[i % columns]! += square;
    }
    let rowSum = 0;
    for (let i = 0; i < rows; i++) {
      rowMeans[offset + i] = keep * rowMeans[offset + i]! + ((1 - keep) * byRow[i]!) / columns;
      rowSum += rowMeans[offset + i]!;
    }
    for (let j = 0; j < columns; j++)
      columnMeans[offset + j] =
        keep * columnMeans[offset + j]! + ((1 - keep) * byColumn[j]!) / rows;
    const update = (i: number): number => {
      const row = rowMeans[offset + Math.floor(i / columns)]! / (rowSum / rows);
      return (
        (gradients[offset + i]! * factor!) / Math.sqrt(row * columnMeans[offset + (i % columns)]!)
      );
    };
    let squares = 0;
    for (let i = 0; i < rows * columns; i++) squares += update(i) ** 2;
    const rate = learningRate / Math.max(1, Math.sqrt(squares / (rows * columns)));
    for (let i = 0; i < rows * columns; i++)
      p[offset + i] = p[offset + i]! * (1 - learningRate * weightDecay) - rate * update(i);
  }
  return [];
};

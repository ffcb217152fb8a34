// Activations, joins and resampling as loops over the wasm heap, where they beat a chain of tfjs kernels.

import { required, rowsAndColumns, type OpImplementation } from '../implementation';
import { allocate, heapView } from './heap';
import { DENSITY, exp, normalCdf, sigmoid } from './transcendental';

export const geglu: OpImplementation<'geglu'> = (_op, inputs, { outputShapes }) => {
  const x = required(inputs, 0);
  const [rows, columns] = rowsAndColumns(x);
  const y = allocate(outputShapes[0]!);
  const [from, to] = [heapView(x), heapView(y)];
  const half = columns / 2;
  for (let row = 0; row < rows; row++) {
    for (let value = row * columns, target = row * half; target < (row + 1) * half; value++, target++) {
      const gate = from[value + half]!;
      to[target] = from[value]! * gate * normalCdf(gate, exp(-0.5 * gate * gate));
    }
  }
  return [y];
};

export const gegluInput: OpImplementation<'gegluInput'> = (_op, inputs) => {
  const x = required(inputs, 1);
  const [rows, columns] = rowsAndColumns(x);
  const dx = allocate(x.shape);
  const [dy, from, to] = [heapView(required(inputs, 0)), heapView(x), heapView(dx)];
  const half = columns / 2;
  for (let row = 0; row < rows; row++) {
    for (let value = row * columns, source = row * half; source < (row + 1) * half; value++, source++) {
      const gate = from[value + half]!;
      const e = exp(-0.5 * gate * gate);
      const cdf = normalCdf(gate, e);
      const slope = dy[source]!;
      to[value] = slope * gate * cdf;
      to[value + half] = slope * from[value]! * (cdf + gate * DENSITY * e);
    }
  }
  return [dx];
};

export const activation: OpImplementation<'activation'> = (op, inputs) => {
  const x = required(inputs, 0);
  const y = allocate(x.shape);
  const [from, to] = [heapView(x), heapView(y)];
  if (op.name === 'gelu') {
    for (let i = 0; i < from.length; i++) {
      const value = from[i]!;
      to[i] = value * normalCdf(value, exp(-0.5 * value * value));
    }
  } else {
    const factor = op.name === 'silu' ? 1 : 1.702;
    for (let i = 0; i < from.length; i++) to[i] = from[i]! * sigmoid(factor * from[i]!);
  }
  return [y];
};

export const activationInput: OpImplementation<'activationInput'> = (op, inputs) => {
  const x = required(inputs, 1);
  const dx = allocate(x.shape);
  const [dy, from, to] = [heapView(required(inputs, 0)), heapView(x), heapView(dx)];
  if (op.name === 'gelu') {
    for (let i = 0; i < from.length; i++) {
      const value = from[i]!;
      const e = exp(-0.5 * value * value);
      to[i] = dy[i]! * (normalCdf(value, e) + value * DENSITY * e);
    }
  } else {
    const factor = op.name === 'silu' ? 1 : 1.702;
    for (let i = 0; i < from.length; i++) {
      const value = factor * from[i]!;
      const s = sigmoid(value);
      to[i] = dy[i]! * s * (1 + value * (1 - s));
    }
  }
  return [dx];
};

export const concat: OpImplementation<'concat'> = (_op, inputs, { outputShapes }) => {
  const [a, b] = [required(inputs, 0), required(inputs, 1)];
  const [rows, left] = rowsAndColumns(a);
  const [, right] = rowsAndColumns(b);
  const y = allocate(outputShapes[0]!);
  const [fromA, fromB, to] = [heapView(a), heapView(b), heapView(y)];
  for (let row = 0, target = 0; row < rows; row++) {
    for (let i = row * left; i < (row + 1) * left; i++) to[target++] = fromA[i]!;
    for (let i = row * right; i < (row + 1) * right; i++) to[target++] = fromB[i]!;
  }
  return [y];
};

/** Calls `visit(index of the small image, index of the large image)` for each run of C channels. */
function eachPair(small: readonly number[], large: readonly number[], visit: (from: number, to: number) => void): void {
  const [n, h, w, c] = small as [number, number, number, number];
  const [, height, width] = large as [number, number, number, number];
  for (let sample = 0; sample < n; sample++) {
    for (let y = 0; y < height; y++) {
      const row = (sample * h + Math.floor((y * h) / height)) * w;
      for (let x = 0; x < width; x++) visit((row + Math.floor((x * w) / width)) * c, ((sample * height + y) * width + x) * c);
    }
  }
}

export const upsampleNearest: OpImplementation<'upsampleNearest'> = (_op, inputs, { outputShapes }) => {
  const x = required(inputs, 0);
  const y = allocate(outputShapes[0]!);
  const [from, to] = [heapView(x), heapView(y)];
  const c = x.shape[3]!;
  eachPair(x.shape, y.shape, (source, target) => {
    for (let i = 0; i < c; i++) to[target + i] = from[source + i]!;
  });
  return [y];
};

export const upsampleNearestInput: OpImplementation<'upsampleNearestInput'> = (_op, inputs, { outputShapes }) => {
  const dy = required(inputs, 0);
  const dx = allocate(outputShapes[0]!);
  const [from, to] = [heapView(dy), heapView(dx)];
  const c = dy.shape[3]!;
  to.fill(0);
  eachPair(dx.shape, dy.shape, (target, source) => {
    for (let i = 0; i < c; i++) to[target + i]! += from[source + i]!;
  });
  return [dx];
};

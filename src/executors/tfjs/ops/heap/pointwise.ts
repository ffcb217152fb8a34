// Activations, joins and resampling as loops over the wasm heap, where they beat a chain of
// tfjs kernels (a loop costs about 1 ns a number, an XNNPACK elementwise kernel 0.1–0.3, its σ 0.9, slice and concat 1 and more).

import * as tf from '@tensorflow/tfjs-core';

import { activation as composedActivation, activationInput as composedActivationInput } from '../composed/pointwise';
import { required, rowsAndColumns, type OpImplementation } from '../implementation';
import { allocate, heapView } from './heap';
import { DENSITY, normalCdf } from './normal';

/** σ(−x²/2), from which e = exp(−x²/2) = σ/(1 − σ) exactly: XNNPACK's σ is vectorised, its exp is not. */
function halfSquareSigmoid(x: tf.Tensor): tf.Tensor {
  return tf.sigmoid(tf.mul(tf.mul(x, x), -0.5));
}

export const geglu: OpImplementation<'geglu'> = (_op, inputs, { outputShapes }) => {
  const x = required(inputs, 0);
  const [rows, columns] = rowsAndColumns(x);
  const half = columns / 2;
  const gates = part(x, half, half);
  const sigmoids = halfSquareSigmoid(gates);
  const y = allocate(outputShapes[0]!);
  const [from, gate, s, to] = [heapView(x), heapView(gates), heapView(sigmoids), heapView(y)];
  for (let row = 0, i = 0; row < rows; row++) {
    for (let value = row * columns, end = value + half; value < end; value++, i++) {
      const g = gate[i]!;
      to[i] = from[value]! * g * normalCdf(g, s[i]! / (1 - s[i]!));
    }
  }
  return [y];
};

export const gegluInput: OpImplementation<'gegluInput'> = (_op, inputs) => {
  const x = required(inputs, 1);
  const [rows, columns] = rowsAndColumns(x);
  const half = columns / 2;
  const gates = part(x, half, half);
  const sigmoids = halfSquareSigmoid(gates);
  const dx = allocate(x.shape);
  const [dy, from, gate, s, to] = [heapView(required(inputs, 0)), heapView(x), heapView(gates), heapView(sigmoids), heapView(dx)];
  for (let row = 0, i = 0; row < rows; row++) {
    for (let value = row * columns, end = value + half; value < end; value++, i++) {
      const g = gate[i]!;
      const e = s[i]! / (1 - s[i]!);
      const cdf = normalCdf(g, e);
      to[value] = dy[i]! * g * cdf;
      to[value + half] = dy[i]! * from[value]! * (cdf + g * DENSITY * e);
    }
  }
  return [dx];
};

/** x[…, start:start+length] as a new tensor [rows, length]. */
function part(x: tf.Tensor, start: number, length: number): tf.Tensor {
  const [rows, columns] = rowsAndColumns(x);
  const out = allocate([rows, length]);
  const [from, to] = [heapView(x), heapView(out)];
  for (let row = 0, i = 0; row < rows; row++) {
    for (let source = row * columns + start, end = source + length; source < end; source++, i++) to[i] = from[source]!;
  }
  return out;
}

export const slice: OpImplementation<'slice'> = (op, inputs, { outputShapes }) => [tf.reshape(part(required(inputs, 0), op.start, op.length), [...outputShapes[0]!])];

/** gelu only: the sigmoid family is faster composed of XNNPACK kernels. */
export const activation: OpImplementation<'activation'> = (op, inputs, context) => {
  if (op.name !== 'gelu') return composedActivation(op, inputs, context);
  const x = required(inputs, 0);
  const sigmoids = halfSquareSigmoid(x);
  const y = allocate(x.shape);
  const [from, s, to] = [heapView(x), heapView(sigmoids), heapView(y)];
  for (let i = 0; i < from.length; i++) to[i] = from[i]! * normalCdf(from[i]!, s[i]! / (1 - s[i]!));
  return [y];
};

export const activationInput: OpImplementation<'activationInput'> = (op, inputs, context) => {
  if (op.name !== 'gelu') return composedActivationInput(op, inputs, context);
  const x = required(inputs, 1);
  const sigmoids = halfSquareSigmoid(x);
  const dx = allocate(x.shape);
  const [dy, from, s, to] = [heapView(required(inputs, 0)), heapView(x), heapView(sigmoids), heapView(dx)];
  for (let i = 0; i < from.length; i++) {
    const e = s[i]! / (1 - s[i]!);
    to[i] = dy[i]! * (normalCdf(from[i]!, e) + from[i]! * DENSITY * e);
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

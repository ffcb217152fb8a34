// Activations, joins and resampling on wasm. Arithmetic goes to XNNPACK's vector kernels (0.1–0.3
// ns a number, σ 0.9; a loop over the heap costs 1 or more); moving runs of channels goes by memory
// moves inside the heap, which tfjs's kernels do slower.

import * as tf from '@tensorflow/tfjs-core';

import {
  activation as composedActivation,
  activationInput as composedActivationInput,
} from '../composed/pointwise';
import { required, rowsAndColumns, type OpImplementation } from '../implementation';
import { allocate, copyRows, heapView } from './heap';
import { gelu, geluAndSlope } from './normal';

/** x[…, start:start+length] as a new tensor [rows, length]. */
function part(x: tf.Tensor, start: number, length: number): tf.Tensor {
  const [rows] = rowsAndColumns(x);
  const out = allocate([rows, length]);
  copyRows(x, start, out, 0, length);
  return out;
}

export const geglu: OpImplementation<'geglu'> = (_op, inputs, { outputShapes }) => {
  const x = required(inputs, 0);
  const half = rowsAndColumns(x)[1] / 2;
  return [tf.reshape(tf.mul(part(x, 0, half), gelu(part(x, half, half))), [...outputShapes[0]!])];
};

export const gegluInput: OpImplementation<'gegluInput'> = (_op, inputs) => {
  const x = required(inputs, 1);
  const [rows, columns] = rowsAndColumns(x);
  const half = columns / 2;
  const dy = tf.reshape(required(inputs, 0), [rows, half]);
  const { value, slope } = geluAndSlope(part(x, half, half));
  const dValue = tf.mul(dy, value);
  const dGate = tf.mul(tf.mul(dy, part(x, 0, half)), slope);
  const dx = allocate(x.shape);
  copyRows(dValue, 0, dx, 0, half);
  copyRows(dGate, 0, dx, half, half);
  return [dx];
};

export const slice: OpImplementation<'slice'> = (op, inputs, { outputShapes }) => [
  tf.reshape(part(required(inputs, 0), op.start, op.length), [...outputShapes[0]!]),
];

export const activation: OpImplementation<'activation'> = (op, inputs, context) =>
  op.name === 'gelu' ? [gelu(required(inputs, 0))] : composedActivation(op, inputs, context);

export const activationInput: OpImplementation<'activationInput'> = (op, inputs, context) => {
  if (op.name !== 'gelu') return composedActivationInput(op, inputs, context);
  const x = required(inputs, 1);
  return [tf.mul(tf.reshape(required(inputs, 0), x.shape), geluAndSlope(x).slope)];
};

export const concat: OpImplementation<'concat'> = (_op, inputs, { outputShapes }) => {
  const [a, b] = [required(inputs, 0), required(inputs, 1)];
  const [left, right] = [rowsAndColumns(a)[1], rowsAndColumns(b)[1]];
  const y = allocate(outputShapes[0]!);
  copyRows(a, 0, y, 0, left);
  copyRows(b, 0, y, left, right);
  return [y];
};

/**
 * Calls `visit(index in the small image, index in the large image)` for each position's run of C
 * channels.
 */
function eachPair(
  small: readonly number[],
  large: readonly number[],
  visit: (from: number, to: number) => void,
): void {
  const [n, h, w, c] = small as [number, number, number, number];
  const [, height, width] = large as [number, number, number, number];
  for (let sample = 0; sample < n; sample++) {
    for (let y = 0; y < height; y++) {
      const row = (sample * h + Math.floor((y * h) / height)) * w;
      for (let x = 0; x < width; x++)
        visit((row + Math.floor((x * w) / width)) * c, ((sample * height + y) * width + x) * c);
    }
  }
}

export const upsampleNearest: OpImplementation<'upsampleNearest'> = (
  _op,
  inputs,
  { outputShapes },
) => {
  const x = required(inputs, 0);
  const y = allocate(outputShapes[0]!);
  const [from, to] = [heapView(x), heapView(y)];
  const heap = new Float32Array(from.buffer);
  const [start, end] = [from.byteOffset / 4, to.byteOffset / 4];
  const c = x.shape[3]!;
  eachPair(x.shape, y.shape, (source, target) =>
    heap.copyWithin(end + target, start + source, start + source + c),
  );
  return [y];
};

export const upsampleNearestInput: OpImplementation<'upsampleNearestInput'> = (
  _op,
  inputs,
  { outputShapes },
) => {
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

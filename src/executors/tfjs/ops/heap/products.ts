// Matrix products and convolutions on wasm. XNNPACK's fast path is the plain NN product and conv2d;
// transposed operands are rearranged first (once, when frozen), the input derivative of a
// convolution is a convolution with the flipped filter (stride 1) or a product followed by a
// scatter (larger strides). Scale, bias and residual are separate kernels.

import * as tf from '@tensorflow/tfjs-core';

import { conv2dInput as composedConv2dInput, explicitPad, filterOf } from '../composed/products';
import { required, rowsAndColumns, type OpImplementation } from '../implementation';
import { allocate, heapView } from './heap';

/** [R, C] -> [C, R], in blocks that stay in the cache. */
export function transposed(x: tf.Tensor): tf.Tensor2D {
  const [rows, columns] = rowsAndColumns(x);
  const out = allocate([columns, rows]) as tf.Tensor2D;
  const from = heapView(x);
  const to = heapView(out);
  for (let top = 0; top < rows; top += 32) {
    const bottom = Math.min(rows, top + 32);
    for (let j = 0; j < columns; j++) {
      for (let i = top; i < bottom; i++) to[j * rows + i] = from[i * columns + j]!;
    }
  }
  return out;
}

/**
 * scale·y + bias + residual: XNNPACK's broadcast add is some ten times faster than a loop over the
 * heap.
 */
function finish(
  y: tf.Tensor,
  scale: number,
  bias: tf.Tensor | null,
  residual: tf.Tensor | null,
): tf.Tensor {
  let sum = scale === 1 ? y : tf.mul(y, scale);
  if (bias) sum = tf.add(sum, tf.reshape(bias, [-1]));
  if (residual) sum = tf.add(sum, tf.reshape(residual, y.shape));
  return sum;
}

function flat(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, rowsAndColumns(x)) as tf.Tensor2D;
}

/** aᵀ·b for a[K,M], b[K,N]: the smaller rearrangement of transposing a, or b and the result. */
function transposedProduct(a: tf.Tensor, b: tf.Tensor2D): tf.Tensor2D {
  const [, m] = rowsAndColumns(a);
  if (a.size <= b.size + m * b.shape[1]) return tf.matMul(transposed(a), b);
  return transposed(tf.matMul(transposed(b), flat(a)));
}

export const matmul: OpImplementation<'matmul'> = (op, inputs, { outputShapes, derived }) => {
  const b = op.transposeB
    ? (derived(1, 'transposed', transposed) as tf.Tensor2D)
    : flat(required(inputs, 1));
  const a = required(inputs, 0);
  const y = op.transposeA ? transposedProduct(a, b) : tf.matMul(flat(a), b);
  return [
    tf.reshape(finish(y, op.scale, inputs[2] ?? null, inputs[3] ?? null), [...outputShapes[0]!]),
  ];
};

export const conv2d: OpImplementation<'conv2d'> = (op, inputs, { outputShapes }) => {
  const x = required(inputs, 0) as tf.Tensor4D;
  const w = required(inputs, 1);
  const pointwise =
    op.kernel[0] === 1 &&
    op.kernel[1] === 1 &&
    op.stride === 1 &&
    op.pad.every((side) => side === 0);
  const y = pointwise
    ? tf.matMul(flat(x), flat(w))
    : tf.conv2d(x, filterOf(w, op.kernel), op.stride, explicitPad(op.pad), 'NHWC', 1, 'floor');
  return [tf.reshape(finish(y, 1, inputs[2] ?? null, inputs[3] ?? null), [...outputShapes[0]!])];
};

export const conv2dInput: OpImplementation<'conv2dInput'> = (op, inputs, context) => {
  const dy = required(inputs, 0) as tf.Tensor4D;
  const [kh, kw] = op.kernel;
  const shape = context.outputShapes[0] as [number, number, number, number];
  const [, h, w, ci] = shape;
  const residual = inputs[2] ?? null;
  if (op.stride === 1) {
    const top = kh - 1 - op.pad[0];
    const left = kw - 1 - op.pad[1];
    const pad = [
      top,
      left,
      h - dy.shape[1] - top + kh - 1,
      w - dy.shape[2] - left + kw - 1,
    ] as const;
    if (pad.some((side) => side < 0)) return composedConv2dInput(op, inputs, context);
    if (kh === 1 && kw === 1 && pad.every((side) => side === 0)) {
      const y = tf.matMul(flat(dy), context.derived(1, 'transposed', transposed) as tf.Tensor2D);
      return [tf.reshape(finish(y, 1, null, residual), shape)];
    }
    const flipped = context.derived(1, 'flipped', (weight) =>
      tf.reverse(tf.transpose(filterOf(weight, op.kernel), [0, 1, 3, 2]), [0, 1]),
    ) as tf.Tensor4D;
    const dx = tf.conv2d(dy, flipped, 1, explicitPad(pad), 'NHWC', 1, 'floor');
    return [finish(dx, 1, null, residual)];
  }
  // columns[m, tap, ci] = Σ_co dy[m, co]·w[tap, co, ci], then added where each tap came from.
  const spread = context.derived(1, 'spread', (weight) => {
    const [, co] = rowsAndColumns(weight);
    return tf.reshape(tf.transpose(tf.reshape(weight, [kh * kw, ci, co]), [2, 0, 1]), [
      co,
      kh * kw * ci,
    ]);
  }) as tf.Tensor2D;
  const columns = tf.matMul(flat(dy), spread);
  const dx = allocate(shape);
  scatter(heapView(columns), heapView(dx), dy.shape, shape, op);
  return [finish(dx, 1, null, residual)];
};

/** Adds columns [N,Ho,Wo,kh,kw,C] into dx [N,H,W,C] (col2im). */
function scatter(
  columns: Float32Array,
  dx: Float32Array,
  from: readonly number[],
  to: readonly number[],
  op: {
    readonly kernel: readonly [number, number];
    readonly stride: number;
    readonly pad: readonly number[];
  },
): void {
  const [n, ho, wo] = from as [number, number, number];
  const [, h, w, c] = to as [number, number, number, number];
  dx.fill(0);
  let source = 0;
  for (let sample = 0; sample < n; sample++) {
    for (let oy = 0; oy < ho; oy++) {
      for (let ox = 0; ox < wo; ox++) {
        for (let ky = 0; ky < op.kernel[0]; ky++) {
          const y = oy * op.stride + ky - op.pad[0]!;
          for (let kx = 0; kx < op.kernel[1]; kx++, source += c) {
            const x = ox * op.stride + kx - op.pad[1]!;
            if (y < 0 || y >= h || x < 0 || x >= w) continue;
            const target = ((sample * h + y) * w + x) * c;
            for (let channel = 0; channel < c; channel++)
              dx[target + channel]! += columns[source + channel]!;
          }
        }
      }
    }
  }
}

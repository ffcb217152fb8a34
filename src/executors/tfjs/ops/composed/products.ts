// Matrix products and convolutions out of tfjs kernels: used by cpu and webgpu. Biases and
// residuals are added separately (tf.fused.matMul with a bias is wrong on wasm for transposed
// operands).

import * as tf from '@tensorflow/tfjs-core';

import type { ConvGeometry } from '../../../../graph/ops';
import {
  required,
  rowsAndColumns,
  type NodeInputs,
  type OpImplementation,
} from '../implementation';

/** Explicit padding in tfjs's form. */
export function explicitPad(pad: ConvGeometry['pad']): tf.backend_util.ExplicitPadding {
  return [
    [0, 0],
    [pad[0], pad[2]],
    [pad[1], pad[3]],
    [0, 0],
  ];
}

/** [kh·kw·I, O] as tfjs's filter [kh, kw, I, O]. */
export function filterOf(w: tf.Tensor, kernel: readonly [number, number]): tf.Tensor4D {
  const [rows, columns] = rowsAndColumns(w);
  return tf.reshape(w, [
    kernel[0],
    kernel[1],
    rows / (kernel[0] * kernel[1]),
    columns,
  ]) as tf.Tensor4D;
}

function addAll(
  y: tf.Tensor,
  inputs: NodeInputs,
  biasIndex: number | null,
  residualIndex: number,
): tf.Tensor {
  const bias = biasIndex === null ? null : inputs[biasIndex];
  const residual = inputs[residualIndex];
  let sum = y;
  if (bias) sum = tf.add(sum, tf.reshape(bias, [-1]));
  if (residual) sum = tf.add(sum, tf.reshape(residual, y.shape));
  return sum;
}

export const matmul: OpImplementation<'matmul'> = (op, inputs, { outputShapes }) => {
  const a = tf.reshape(required(inputs, 0), rowsAndColumns(required(inputs, 0)));
  const b = tf.reshape(required(inputs, 1), rowsAndColumns(required(inputs, 1)));
  let y = tf.matMul(a, b, op.transposeA, op.transposeB) as tf.Tensor;
  if (op.scale !== 1) y = tf.mul(y, op.scale);
  return [tf.reshape(addAll(y, inputs, 2, 3), [...outputShapes[0]!])];
};

export const conv2d: OpImplementation<'conv2d'> = (op, inputs) => {
  const filter = filterOf(required(inputs, 1), op.kernel);
  const y = tf.conv2d(
    required(inputs, 0) as tf.Tensor4D,
    filter,
    op.stride,
    explicitPad(op.pad),
    'NHWC',
    1,
    'floor',
  );
  return [addAll(y, inputs, 2, 3)];
};

export const conv2dInput: OpImplementation<'conv2dInput'> = (op, inputs, { outputShapes }) => {
  const filter = filterOf(required(inputs, 1), op.kernel);
  const dy = required(inputs, 0) as tf.Tensor4D;
  const shape = outputShapes[0] as [number, number, number, number];
  const dx = tf.conv2dTranspose(dy, filter, shape, op.stride, explicitPad(op.pad), 'floor');
  return [addAll(dx, inputs, null, 2)];
};

/** x through a depthwise filter [kh, kw, C, 1] of stride 1. */
function depthwise(x: tf.Tensor, filter: tf.Tensor, pad: ConvGeometry['pad']): tf.Tensor {
  return tf.depthwiseConv2d(
    x as tf.Tensor4D,
    filter as tf.Tensor4D,
    1,
    explicitPad(pad),
    'NHWC',
    1,
    'floor',
  );
}

/** [kh·kw, C] as [kh, kw, C, 1]. */
function depthwiseFilter(w: tf.Tensor, kernel: readonly [number, number]): tf.Tensor4D {
  return tf.reshape(w, [kernel[0], kernel[1], w.size / kernel[0] / kernel[1], 1]) as tf.Tensor4D;
}

export const depthwiseConv2d: OpImplementation<'depthwiseConv2d'> = (op, inputs) => {
  const y = depthwise(required(inputs, 0), depthwiseFilter(required(inputs, 1), op.kernel), op.pad);
  return [inputs[2] ? tf.add(y, tf.reshape(inputs[2], [-1])) : y];
};

/** The derivative is the depthwise convolution of dy with the filter turned round. */
export const depthwiseConv2dInput: OpImplementation<'depthwiseConv2dInput'> = (
  op,
  inputs,
  { derived },
) => {
  const flipped = derived(1, 'flipped', (w) => tf.reverse(depthwiseFilter(w, op.kernel), [0, 1]));
  const [down, across] = [op.kernel[0] - 1, op.kernel[1] - 1];
  const [top, left, bottom, right] = op.pad;
  return [
    depthwise(required(inputs, 0), flipped, [
      down - top,
      across - left,
      down - bottom,
      across - right,
    ]),
  ];
};

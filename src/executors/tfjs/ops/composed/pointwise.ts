// Activations, sums, joins, resampling and lookups composed of tfjs kernels.

import * as tf from '@tensorflow/tfjs-core';

import type { ActivationName } from '../../../../graph/ops';
import { required, rowsAndColumns, type OpImplementation } from '../implementation';

/** Φ(x), the normal distribution function. */
function normalCdf(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
}

/** d gelu/dx = Φ(x) + x·φ(x). */
function geluSlope(x: tf.Tensor): tf.Tensor {
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return tf.add(normalCdf(x), tf.mul(x, density));
}

function activate(x: tf.Tensor, name: ActivationName): tf.Tensor {
  if (name === 'gelu') return tf.mul(x, normalCdf(x));
  if (name === 'relu') return tf.relu(x);
  return tf.mul(x, tf.sigmoid(name === 'silu' ? x : tf.mul(x, 1.702)));
}

function slope(x: tf.Tensor, name: ActivationName): tf.Tensor {
  if (name === 'gelu') return geluSlope(x);
  if (name === 'relu') return tf.cast(tf.greater(x, 0), 'float32');
  const scaled = name === 'silu' ? x : tf.mul(x, 1.702);
  const s = tf.sigmoid(scaled);
  return tf.mul(s, tf.add(tf.mul(scaled, tf.sub(1, s)), 1));
}

export const activation: OpImplementation<'activation'> = (op, inputs) => [
  activate(required(inputs, 0), op.name),
];

export const activationInput: OpImplementation<'activationInput'> = (op, inputs) => {
  const x = required(inputs, 1);
  return [tf.mul(tf.reshape(required(inputs, 0), x.shape), slope(x, op.name))];
};

function halves(x: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const [rows, columns] = rowsAndColumns(x);
  const flat = tf.reshape(x, [rows, columns]) as tf.Tensor2D;
  return [
    tf.slice(flat, [0, 0], [rows, columns / 2]),
    tf.slice(flat, [0, columns / 2], [rows, columns / 2]),
  ];
}

export const geglu: OpImplementation<'geglu'> = (_op, inputs, { outputShapes }) => {
  const [value, gate] = halves(required(inputs, 0));
  return [tf.reshape(tf.mul(value, activate(gate, 'gelu')), [...outputShapes[0]!])];
};

export const gegluInput: OpImplementation<'gegluInput'> = (_op, inputs, { outputShapes }) => {
  const [value, gate] = halves(required(inputs, 1));
  const dy = tf.reshape(required(inputs, 0), value.shape);
  const dx = tf.concat(
    [tf.mul(dy, activate(gate, 'gelu')), tf.mul(tf.mul(dy, value), geluSlope(gate))],
    1,
  );
  return [tf.reshape(dx, [...outputShapes[0]!])];
};

/** S[i, source(i)] = 1 for nearest upsampling of `from` to `to` positions: [to, from]. */
function selection(from: number, to: number): tf.Tensor2D {
  const data = new Float32Array(to * from);
  for (let i = 0; i < to; i++) data[i * from + Math.floor((i * from) / to)] = 1;
  return tf.tensor2d(data, [to, from]);
}

/** Applies `rows` [H2,H] to the H axis and `columns` [W2,W] to the W axis of x [N,H,W,C]. */
function resample(x: tf.Tensor4D, rows: tf.Tensor2D, columns: tf.Tensor2D): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  const byRow = tf.transpose(x, [1, 0, 2, 3]);
  const tall = tf.matMul(rows, tf.reshape(byRow, [h, n * w * c]) as tf.Tensor2D);
  const byColumn = tf.transpose(tf.reshape(tall, [rows.shape[0], n, w, c]), [2, 1, 0, 3]);
  const wide = tf.matMul(columns, tf.reshape(byColumn, [w, n * rows.shape[0] * c]) as tf.Tensor2D);
  return tf.transpose(
    tf.reshape(wide, [columns.shape[0], n, rows.shape[0], c]),
    [1, 2, 0, 3],
  ) as tf.Tensor4D;
}

export const upsampleNearest: OpImplementation<'upsampleNearest'> = (op, inputs) => {
  const x = required(inputs, 0) as tf.Tensor4D;
  return [resample(x, selection(x.shape[1], op.size[0]), selection(x.shape[2], op.size[1]))];
};

export const upsampleNearestInput: OpImplementation<'upsampleNearestInput'> = (op, inputs) => {
  const dy = required(inputs, 0) as tf.Tensor4D;
  const rows = tf.transpose(selection(op.size[0], dy.shape[1])) as tf.Tensor2D;
  const columns = tf.transpose(selection(op.size[1], dy.shape[2])) as tf.Tensor2D;
  return [resample(dy, rows, columns)];
};

export const concat: OpImplementation<'concat'> = (_op, inputs, { outputShapes }) => {
  const parts = [0, 1].map((index) =>
    tf.reshape(required(inputs, index), rowsAndColumns(required(inputs, index))),
  );
  return [tf.reshape(tf.concat(parts, 1), [...outputShapes[0]!])];
};

export const slice: OpImplementation<'slice'> = (op, inputs, { outputShapes }) => {
  const x = required(inputs, 0);
  const [rows, columns] = rowsAndColumns(x);
  const part = tf.slice(
    tf.reshape(x, [rows, columns]) as tf.Tensor2D,
    [0, op.start],
    [rows, op.length],
  );
  return [tf.reshape(part, [...outputShapes[0]!])];
};

export const add: OpImplementation<'add'> = (op, inputs) => {
  const a = required(inputs, 0);
  const b = tf.reshape(required(inputs, 1), a.shape);
  return [
    tf.add(op.scaleA === 1 ? a : tf.mul(a, op.scaleA), op.scaleB === 1 ? b : tf.mul(b, op.scaleB)),
  ];
};

export const addPerSample: OpImplementation<'addPerSample'> = (_op, inputs) => {
  const x = required(inputs, 0);
  const [n, c] = [x.shape[0]!, x.shape[x.shape.length - 1]!];
  return [
    tf.reshape(
      tf.add(tf.reshape(x, [n, x.size / n / c, c]), tf.reshape(required(inputs, 1), [n, 1, c])),
      x.shape,
    ),
  ];
};

/** x[N,…,C] as [N, P, C], and scale and shift of e[N,2C] as [N, 1, C]. */
function scaleAndShift(
  x: tf.Tensor,
  e: tf.Tensor,
): { data: tf.Tensor; scale: tf.Tensor; shift: tf.Tensor } {
  const [n, c] = [x.shape[0]!, x.shape[x.shape.length - 1]!];
  const both = tf.reshape(e, [n, 2, c]) as tf.Tensor3D;
  return {
    data: tf.reshape(x, [n, x.size / n / c, c]),
    scale: tf.slice(both, [0, 0, 0], [n, 1, c]),
    shift: tf.slice(both, [0, 1, 0], [n, 1, c]),
  };
}

export const scaleShiftPerSample: OpImplementation<'scaleShiftPerSample'> = (_op, inputs) => {
  const x = required(inputs, 0);
  const { data, scale, shift } = scaleAndShift(x, required(inputs, 1));
  return [tf.reshape(tf.add(tf.mul(data, tf.add(scale, 1)), shift), x.shape)];
};

export const scalePerSample: OpImplementation<'scalePerSample'> = (_op, inputs) => {
  const dy = required(inputs, 0);
  const { data, scale } = scaleAndShift(dy, required(inputs, 1));
  return [tf.reshape(tf.mul(data, tf.add(scale, 1)), dy.shape)];
};

export const sumPositions: OpImplementation<'sumPositions'> = (_op, inputs) => {
  const dy = required(inputs, 0);
  const [n, c] = [dy.shape[0]!, dy.shape[dy.shape.length - 1]!];
  return [tf.sum(tf.reshape(dy, [n, dy.size / n / c, c]), 1)];
};

export const embedTokens: OpImplementation<'embedTokens'> = (_op, inputs) => {
  const ids = required(inputs, 2) as tf.Tensor2D;
  const rows = tf.gather(required(inputs, 0), ids);
  const positions = inputs[1] as tf.Tensor2D | null;
  return [
    positions
      ? tf.add(rows, tf.slice(positions, [0, 0], [ids.shape[1], positions.shape[1]]))
      : rows,
  ];
};

export const prependToken: OpImplementation<'prependToken'> = (_op, inputs) => {
  const x = required(inputs, 0) as tf.Tensor3D;
  const token = tf.tile(tf.reshape(required(inputs, 1), [1, 1, x.shape[2]]), [
    x.shape[0],
    1,
    1,
  ]) as tf.Tensor3D;
  return [
    tf.add(
      tf.concat([token, x], 1),
      tf.reshape(required(inputs, 2), [1, x.shape[1] + 1, x.shape[2]]),
    ),
  ];
};

export const mixPerSample: OpImplementation<'mixPerSample'> = (_op, inputs) => {
  const x = required(inputs, 0);
  const shape = [x.shape[0]!, x.size / x.shape[0]!];
  const coefficients = tf.reshape(required(inputs, 2), [shape[0]!, 2]) as tf.Tensor2D;
  const mixed = tf.add(
    tf.mul(tf.reshape(x, shape), tf.slice(coefficients, [0, 0], [-1, 1])),
    tf.mul(tf.reshape(required(inputs, 1), shape), tf.slice(coefficients, [0, 1], [-1, 1])),
  );
  return [tf.reshape(mixed, x.shape)];
};

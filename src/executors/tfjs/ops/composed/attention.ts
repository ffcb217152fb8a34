// Attention and its derivative by the explicit formulas, composed of batched tfjs products on [N,
// heads, T, d]. P = exp(S − lse); dV = Pᵀ·dO; dP = dO·Vᵀ; D = Σ_d dO·o; dS = P∘(dP − D)·scale; dq =
// dS·k; dk = dSᵀ·q.

import * as tf from '@tensorflow/tfjs-core';

import { required, type OpImplementation } from '../implementation';

/** [N, T, heads·d] -> [N, heads, T, d]. */
function split(x: tf.Tensor, heads: number): tf.Tensor4D {
  const [n, t, c] = x.shape as [number, number, number];
  return tf.transpose(tf.reshape(x, [n, t, heads, c / heads]), [0, 2, 1, 3]) as tf.Tensor4D;
}

/** [N, heads, T, d] -> [N, T, heads·d]. */
function join(x: tf.Tensor4D): tf.Tensor {
  const [n, heads, t, d] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [n, t, heads * d]);
}

/** Scaled products with −1e30 where a key comes after its query. */
function scores(q: tf.Tensor4D, k: tf.Tensor4D, scale: number, causal: boolean): tf.Tensor {
  const s = tf.mul(tf.matMul(q, k, false, true), scale);
  if (!causal) return s;
  const [tq, tk] = [q.shape[2], k.shape[2]];
  const mask = new Float32Array(tq * tk);
  for (let i = 0; i < tq; i++) for (let j = i + 1; j < tk; j++) mask[i * tk + j] = -1e30;
  return tf.add(s, tf.tensor(mask, [1, 1, tq, tk]));
}

export const attention: OpImplementation<'attention'> = (op, inputs) => {
  const [q, k, v] = [0, 1, 2].map((index) => split(required(inputs, index), op.heads)) as [
    tf.Tensor4D,
    tf.Tensor4D,
    tf.Tensor4D,
  ];
  const s = scores(q, k, op.scale, op.causal);
  const top = tf.max(s, -1, true);
  const exponentials = tf.exp(tf.sub(s, top));
  const sum = tf.sum(exponentials, -1, true);
  const o = tf.matMul(tf.div(exponentials, sum), v) as tf.Tensor4D;
  return [join(o), tf.reshape(tf.add(tf.log(sum), top), [q.shape[0], op.heads, q.shape[2]])];
};

export const attentionInput: OpImplementation<'attentionInput'> = (op, inputs) => {
  const [dO, q, k, v, o] = [0, 1, 2, 3, 4].map((index) =>
    split(required(inputs, index), op.heads),
  ) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
  const lse = tf.expandDims(required(inputs, 5), -1);
  const p = tf.exp(tf.sub(scores(q, k, op.scale, op.causal), lse)) as tf.Tensor4D;
  const dv = tf.matMul(p, dO, true, false) as tf.Tensor4D;
  const dp = tf.matMul(dO, v, false, true);
  const rowSum = tf.sum(tf.mul(dO, o), -1, true);
  const ds = tf.mul(tf.mul(p, tf.sub(dp, rowSum)), op.scale) as tf.Tensor4D;
  return [
    join(tf.matMul(ds, k) as tf.Tensor4D),
    join(tf.matMul(ds, q, true, false) as tf.Tensor4D),
    join(dv),
  ];
};

// Attention and its derivative on wasm. tfjs's batched product is slow there, so heads are gathered
// into contiguous blocks and every (sample, head) product is one call of the plain 2-D kernel
// (batchedProducts.ts); softmax is XNNPACK's.
// P = softmax(S); dV = Pᵀ·dO; dP = dO·Vᵀ; D = Σ_d dO·o; dS = P∘(dP − D)·scale; dq = dS·k; dk =
// dSᵀ·q.

import * as tf from '@tensorflow/tfjs-core';

import { required, type OpImplementation } from '../implementation';
import { batchedProduct } from './batchedProducts';
import { allocate, heapView } from './heap';

/** [N, T, heads·d] -> [N·heads, T, d], times `scale`. */
function rowsOf(x: tf.Tensor, heads: number, scale = 1): tf.Tensor {
  const [n, t, c] = x.shape as [number, number, number];
  const d = c / heads;
  const out = allocate([n * heads, t, d]);
  const from = heapView(x);
  const to = heapView(out);
  for (let row = 0; row < n * t; row++) {
    const sample = Math.floor(row / t);
    for (let head = 0; head < heads; head++) {
      const target = ((sample * heads + head) * t + (row % t)) * d;
      const source = row * c + head * d;
      for (let i = 0; i < d; i++) to[target + i] = scale * from[source + i]!;
    }
  }
  return out;
}

/** [N, T, heads·d] -> [N·heads, d, T]. */
function columnsOf(x: tf.Tensor, heads: number): tf.Tensor {
  const [n, t, c] = x.shape as [number, number, number];
  const out = allocate([n * heads, c / heads, t]);
  const from = heapView(x);
  const to = heapView(out);
  for (let sample = 0; sample < n; sample++) {
    for (let channel = 0; channel < c; channel++) {
      const target = (sample * c + channel) * t;
      const source = sample * t * c + channel;
      for (let row = 0; row < t; row++) to[target + row] = from[source + row * c]!;
    }
  }
  return out;
}

/** [N·heads, T, d] -> [N, T, heads·d]. */
function joinHeads(blocks: tf.Tensor, heads: number): tf.Tensor {
  const [all, t, d] = blocks.shape as [number, number, number];
  const out = allocate([all / heads, t, heads * d]);
  const from = heapView(blocks);
  const to = heapView(out);
  for (let block = 0; block < all; block++) {
    const start = Math.floor(block / heads) * t * heads * d + (block % heads) * d;
    for (let row = 0; row < t; row++) {
      const source = (block * t + row) * d;
      const target = start + row * heads * d;
      for (let i = 0; i < d; i++) to[target + i] = from[source + i]!;
    }
  }
  return out;
}

/** [N·heads, d, T] -> [N, T, heads·d]. */
function joinColumns(blocks: tf.Tensor, heads: number): tf.Tensor {
  const [all, d, t] = blocks.shape as [number, number, number];
  const c = heads * d;
  const out = allocate([all / heads, t, c]);
  const from = heapView(blocks);
  const to = heapView(out);
  for (let sample = 0; sample < all / heads; sample++) {
    for (let channel = 0; channel < c; channel++) {
      const source = (sample * c + channel) * t;
      const target = sample * t * c + channel;
      for (let row = 0; row < t; row++) to[target + row * c] = from[source + row]!;
    }
  }
  return out;
}

/** Scaled scores [N·heads, Tq, Tk] with −1e30 where a key comes after its query. */
function scores(
  q: tf.Tensor,
  k: tf.Tensor,
  heads: number,
  scale: number,
  causal: boolean,
): tf.Tensor {
  const s = batchedProduct(rowsOf(q, heads, scale), columnsOf(k, heads));
  if (causal) {
    const [all, tq, tk] = s.shape as [number, number, number];
    const data = heapView(s);
    for (let row = 0; row < all * tq; row++)
      data.fill(-1e30, row * tk + Math.min(tk, (row % tq) + 1), (row + 1) * tk);
  }
  return s;
}

export const attention: OpImplementation<'attention'> = (op, inputs) => {
  const [q, k, v] = [required(inputs, 0), required(inputs, 1), required(inputs, 2)];
  const s = scores(q, k, op.heads, op.scale, op.causal);
  const p = tf.softmax(s);
  const lse = allocate([q.shape[0]!, op.heads, q.shape[1]!]);
  const o = joinHeads(batchedProduct(p, rowsOf(v, op.heads)), op.heads);
  const tk = k.shape[1]!;
  const [logits, shares, sums] = [heapView(s), heapView(p), heapView(lse)];
  for (let row = 0; row < sums.length; row++) {
    let top = row * tk;
    for (let j = top + 1; j < (row + 1) * tk; j++) if (logits[j]! > logits[top]!) top = j;
    sums[row] = logits[top]! - Math.log(shares[top]!);
  }
  return [o, lse];
};

export const attentionInput: OpImplementation<'attentionInput'> = (op, inputs) => {
  const [dO, q, k, v, o] = [0, 1, 2, 3, 4].map((index) => required(inputs, index)) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const { heads, scale } = op;
  const p = tf.softmax(scores(q, k, heads, scale, op.causal));
  const dORows = rowsOf(dO, heads);
  // dvᵀ = dOᵀ·P and dkᵀ = qᵀ·dS: the big blocks P and dS need no transposing.
  const dv = joinColumns(batchedProduct(columnsOf(dO, heads), p), heads);
  const ds = batchedProduct(dORows, columnsOf(v, heads));
  toScoreDerivative(
    heapView(ds),
    heapView(p),
    heapView(dORows),
    heapView(rowsOf(o, heads)),
    k.shape[1]!,
    q.shape[2]! / heads,
    scale,
  );
  const dq = joinHeads(batchedProduct(ds, rowsOf(k, heads)), heads);
  const dk = joinColumns(batchedProduct(columnsOf(q, heads), ds), heads);
  return [dq, dk, dv];
};

/** dS = P∘(dP − D)·scale over dP, in place. Rows of `dO` and `o` hold d numbers. */
function toScoreDerivative(
  ds: Float32Array,
  p: Float32Array,
  dO: Float32Array,
  o: Float32Array,
  tk: number,
  d: number,
  scale: number,
): void {
  for (let row = 0; row * tk < ds.length; row++) {
    let sum = 0;
    for (let i = row * d; i < (row + 1) * d; i++) sum += dO[i]! * o[i]!;
    for (let j = row * tk; j < (row + 1) * tk; j++) ds[j] = p[j]! * (ds[j]! - sum) * scale;
  }
}

// Log-probabilities of masked tokens and their derivative on wasm: the masked rows of logits are
// packed by memory moves, so that XNNPACK's softmax (some 1–2 ns a number, where Math.exp costs 10)
// runs over them alone; sums over positions in float64.

import * as tf from '@tensorflow/tfjs-core';

import { required, type OpImplementation } from '../implementation';
import { allocate, heapIds, heapView } from './heap';

/** Flat indices of the masked positions, in order. */
function maskedPositions(mask: tf.Tensor): number[] {
  const found: number[] = [];
  heapView(mask).forEach((value, position) => {
    if (value > 0.5) found.push(position);
  });
  return found;
}

/**
 * The rows of logits [N·L, V] at these positions (at least one), and their softmax, [M, V] each.
 */
function packedRows(
  logits: tf.Tensor,
  positions: readonly number[],
): { rows: tf.Tensor; shares: tf.Tensor } {
  const codes = logits.shape[logits.shape.length - 1]!;
  const rows = allocate([positions.length, codes]);
  const [from, to] = [heapView(logits), heapView(rows)];
  const heap = new Float32Array(from.buffer);
  const [start, end] = [from.byteOffset / 4, to.byteOffset / 4];
  positions.forEach((position, row) =>
    heap.copyWithin(end + row * codes, start + position * codes, start + (position + 1) * codes),
  );
  return { rows, shares: tf.softmax(rows) };
}

/** log Σ exp of each row, from its largest logit and that one's share. */
function totalsOf({ rows, shares }: { rows: tf.Tensor; shares: tf.Tensor }): Float64Array {
  const [count, codes] = rows.shape as [number, number];
  const [logits, parts] = [heapView(rows), heapView(shares)];
  return Float64Array.from({ length: count }, (_, row) => {
    let top = row * codes;
    for (let i = top + 1; i < (row + 1) * codes; i++) if (logits[i]! > logits[top]!) top = i;
    return logits[top]! - Math.log(parts[top]!);
  });
}

export const maskedLogProb: OpImplementation<'maskedLogProb'> = (
  _op,
  inputs,
  { uniforms, outputShapes },
) => {
  const [policy, reference, mask] = [required(inputs, 0), inputs[1] ?? null, required(inputs, 3)];
  const codes = policy.shape[policy.shape.length - 1]!;
  const positions = maskedPositions(mask);
  const own = positions.length > 0 ? totalsOf(packedRows(policy, positions)) : new Float64Array();
  const other =
    reference && positions.length > 0 ? totalsOf(packedRows(reference, positions)) : own;
  const [errors, lse] = [allocate(outputShapes[0]!), allocate(outputShapes[1]!)];
  const [logits, otherLogits, tokens, k] = [
    heapView(policy),
    heapView(reference ?? policy),
    heapIds(required(inputs, 2)),
    heapView(required(inputs, 4)),
  ];
  const [columns, kept] = [heapView(errors), heapView(lse)];
  kept.fill(0);
  const length = kept.length / k.length;
  for (let sample = 0, row = 0; sample < k.length; sample++) {
    let sum = 0;
    let otherSum = 0;
    const first = row;
    for (; row < positions.length && positions[row]! < (sample + 1) * length; row++) {
      const position = positions[row]!;
      const at = position * codes + tokens[position]!;
      kept[position] = own[row]!;
      sum += logits[at]! - own[row]!;
      otherSum += otherLogits[at]! - other[row]!;
    }
    const scale = k[sample]! / Math.max(1, row - first);
    columns.set(
      [-scale * sum, -scale * otherSum, (scale * (sum - otherSum)) / uniforms.temperature],
      sample * 3,
    );
  }
  return [errors, lse];
};

export const maskedLogProbInput: OpImplementation<'maskedLogProbInput'> = (_op, inputs) => {
  const policy = required(inputs, 0);
  const codes = policy.shape[policy.shape.length - 1]!;
  const positions = maskedPositions(required(inputs, 2));
  const shares = positions.length > 0 ? packedRows(policy, positions).shares : null;
  const dx = allocate(policy.shape);
  const [tokens, k, terms, to] = [
    heapIds(required(inputs, 1)),
    heapView(required(inputs, 3)),
    heapView(required(inputs, 4)),
    heapView(dx),
  ];
  to.fill(0);
  if (!shares) return [dx];
  const parts = heapView(shares);
  const length = policy.size / codes / k.length;
  const counts = new Int32Array(k.length);
  for (const position of positions) counts[Math.floor(position / length)]! += 1;
  positions.forEach((position, row) => {
    const sample = Math.floor(position / length);
    const factor = (terms[sample * 6 + 5]! * k[sample]!) / counts[sample]!;
    for (let i = position * codes, from = row * codes; i < (position + 1) * codes; i++, from++)
      to[i] = factor * parts[from]!;
    to[position * codes + tokens[position]!]! -= factor;
  });
  return [dx];
};

// Float64 references of multi-head attention and its derivative. q [N,Tq,heads·d], k and v
// [N,Tk,heads·d], o like q, lse [N,heads,Tq] = natural log of Σ exp(scale·q·k). The derivative
// recomputes p = exp(scale·q·k − lse) as FlashAttention-2 does: dS = p·(dO·v − Σ dO·o), dq =
// scale·dS·k, dk = scale·dSᵀ·q, dv = pᵀ·dO.

import type { Reference, ReferenceTensor } from '../kernel';
import { required, zeros } from '../referenceInputs';

interface Sizes {
  readonly n: number;
  readonly tq: number;
  readonly tk: number;
  readonly width: number;
  readonly d: number;
}

function sizesOf(q: ReferenceTensor, k: ReferenceTensor, heads: number): Sizes {
  const [n, tq, width] = q.shape as [number, number, number];
  return { n, tq, tk: k.shape[1]!, width, d: width / heads };
}

function dot(a: Float64Array, atA: number, b: Float64Array, atB: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += a[atA + i]! * b[atB + i]!;
  return sum;
}

export const attentionReference: Reference<'attention'> = (op, inputs, outputShapes) => {
  const q = required(inputs, 0);
  const k = required(inputs, 1);
  const v = required(inputs, 2);
  const { n, tq, tk, width, d } = sizesOf(q, k, op.heads);
  const o = zeros(outputShapes[0]!);
  const lse = zeros(outputShapes[1]!);
  for (let sample = 0; sample < n; sample++) {
    for (let head = 0; head < op.heads; head++) {
      for (let i = 0; i < tq; i++) {
        const atQ = (sample * tq + i) * width + head * d;
        const keys = op.causal ? Math.min(tk, i + 1) : tk;
        const scores = new Float64Array(keys);
        let largest = -Infinity;
        for (let j = 0; j < keys; j++) {
          scores[j] = op.scale * dot(q.data, atQ, k.data, (sample * tk + j) * width + head * d, d);
          largest = Math.max(largest, scores[j]!);
        }
        let sum = 0;
        for (let j = 0; j < keys; j++) sum += Math.exp(scores[j]! - largest);
        const logSum = largest + Math.log(sum);
        lse[(sample * op.heads + head) * tq + i] = logSum;
        for (let j = 0; j < keys; j++) {
          const p = Math.exp(scores[j]! - logSum);
          for (let c = 0; c < d; c++)
            o[atQ + c]! += p * v.data[(sample * tk + j) * width + head * d + c]!;
        }
      }
    }
  }
  return [o, lse];
};

export const attentionInputReference: Reference<'attentionInput'> = (op, inputs, outputShapes) => {
  const dO = required(inputs, 0).data;
  const q = required(inputs, 1);
  const k = required(inputs, 2);
  const v = required(inputs, 3);
  const o = required(inputs, 4).data;
  const lse = required(inputs, 5).data;
  const { n, tq, tk, width, d } = sizesOf(q, k, op.heads);
  const dq = zeros(outputShapes[0]!);
  const dk = zeros(outputShapes[1]!);
  const dv = zeros(outputShapes[2]!);
  for (let sample = 0; sample < n; sample++) {
    for (let head = 0; head < op.heads; head++) {
      for (let i = 0; i < tq; i++) {
        const atQ = (sample * tq + i) * width + head * d;
        const delta = dot(dO, atQ, o, atQ, d);
        const keys = op.causal ? Math.min(tk, i + 1) : tk;
        for (let j = 0; j < keys; j++) {
          const atK = (sample * tk + j) * width + head * d;
          const p = Math.exp(
            op.scale * dot(q.data, atQ, k.data, atK, d) - lse[(sample * op.heads + head) * tq + i]!,
          );
          const dS = p * (dot(dO, atQ, v.data, atK, d) - delta);
          for (let c = 0; c < d; c++) {
            dq[atQ + c]! += op.scale * dS * k.data[atK + c]!;
            dk[atK + c]! += op.scale * dS * q.data[atQ + c]!;
            dv[atK + c]! += p * dO[atQ + c]!;
          }
        }
      }
    }
  }
  return [dq, dk, dv];
};

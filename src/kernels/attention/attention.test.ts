// Attention and its derivative against float64: head dims of both kernel families, self- and
// cross-attention, causal. Tolerance: scores of size ≤ 10 carry some 1e-6 of absolute error (a
// float32 dot of up to 160 terms, exp at 3 ulp), which makes each probability wrong by that much
// relatively; outputs are averages of numbers of size 1: 1e-5 + 1e-5·|reference|. Derivatives by k
// and v add up to 77 such rows: 4e-5.

import { it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  randomInput,
  type TestInput,
} from '../../executors/wgsl/kernelTest';
import type { Shape } from '../../graph/graph';
import { DEFAULT_UNIFORMS } from '../../graph/ops';
import { attentionReference } from './attention.reference';

interface Case {
  readonly n: number;
  readonly queries: number;
  readonly keys: number;
  readonly heads: number;
  readonly head: number;
  readonly causal: boolean;
}

const CASES: Case[] = [
  { n: 1, queries: 1, keys: 1, heads: 1, head: 4, causal: false },
  { n: 2, queries: 7, keys: 7, heads: 2, head: 3, causal: false },
  { n: 3, queries: 7, keys: 5, heads: 3, head: 8, causal: false },
  { n: 1, queries: 64, keys: 64, heads: 2, head: 16, causal: false },
  { n: 1, queries: 64, keys: 77, heads: 2, head: 20, causal: false },
  { n: 2, queries: 77, keys: 77, heads: 2, head: 24, causal: true },
  { n: 1, queries: 64, keys: 77, heads: 2, head: 32, causal: false },
  { n: 1, queries: 33, keys: 33, heads: 2, head: 40, causal: true },
  { n: 1, queries: 64, keys: 64, heads: 1, head: 64, causal: false },
  { n: 1, queries: 33, keys: 7, heads: 2, head: 5, causal: false },
  { n: 1, queries: 20, keys: 20, heads: 2, head: 10, causal: true },
  { n: 1, queries: 17, keys: 19, heads: 1, head: 80, causal: false },
  { n: 1, queries: 9, keys: 9, heads: 1, head: 160, causal: true },
  { n: 2, queries: 21, keys: 77, heads: 3, head: 80, causal: false },
  { n: 1, queries: 30, keys: 30, heads: 1, head: 512, causal: false },
];

function inputsOf({ n, queries, keys, heads, head }: Case): [TestInput, TestInput, TestInput] {
  return [
    randomInput([n, queries, heads * head], 1),
    randomInput([n, keys, heads * head], 2),
    randomInput([n, keys, heads * head], 3),
  ];
}

function shapesOf({ n, queries, heads, head }: Case): [Shape, Shape] {
  return [
    [n, queries, heads * head],
    [n, heads, queries],
  ];
}

/** Every case as on the device at hand, and those that a real GPU takes by other kernels. */
const VARIANTS = CASES.flatMap((sizes) => [
  { ...sizes, variant: 'portable' as const },
  ...(sizes.head > 64 ? [{ ...sizes, variant: 'tuned' as const }] : []),
  ...(sizes.head >= 32 ? [{ ...sizes, variant: 'tunedShort' as const }] : []),
  ...([40, 160].includes(sizes.head) ? [{ ...sizes, variant: 'shared' as const }] : []),
]);

describeOnGpu('attention', () => {
  it.each(VARIANTS)(
    '$variant: $n × $queries queries, $keys keys, $heads heads of $head, causal $causal',
    async ({ variant, ...sizes }) => {
      await compareWithReference({
        op: {
          kind: 'attention',
          heads: sizes.heads,
          scale: 1 / Math.sqrt(sizes.head),
          causal: sizes.causal,
        },
        inputs: inputsOf(sizes),
        outputShapes: shapesOf(sizes),
        atol: 1e-5,
        rtol: 1e-5,
        variant,
      });
    },
  );

  it.each(VARIANTS)(
    '$variant: derivative, $n × $queries queries, $keys keys, $heads of $head, causal $causal',
    async ({ variant, ...sizes }) => {
      const inputs = inputsOf(sizes);
      const shapes = shapesOf(sizes);
      const options = {
        heads: sizes.heads,
        scale: 1 / Math.sqrt(sizes.head),
        causal: sizes.causal,
      };
      const exact = inputs.map(({ shape, data }) => ({ shape, data: Float64Array.from(data) }));
      const [o, lse] = attentionReference(
        { kind: 'attention', ...options },
        exact,
        shapes,
        DEFAULT_UNIFORMS,
      );
      await compareWithReference({
        op: { kind: 'attentionInput', ...options },
        inputs: [
          randomInput(shapes[0], 7),
          ...inputs,
          { shape: shapes[0], data: Float32Array.from(o!) },
          { shape: shapes[1], data: Float32Array.from(lse!) },
        ],
        outputShapes: [inputs[0].shape, inputs[1].shape, inputs[2].shape],
        atol: 4e-5,
        rtol: 1e-5,
        variant,
      });
    },
  );

  it('keeps far-apart scores (about ±200) finite', async () => {
    const sizes: Case = { n: 1, queries: 9, keys: 12, heads: 2, head: 8, causal: false };
    const [q, k, v] = inputsOf(sizes);
    // Scores of size 200 have 1.5e-5 of rounding, and probabilities as much relatively.
    await compareWithReference({
      op: { kind: 'attention', heads: 2, scale: 30, causal: false },
      inputs: [q, k, v],
      outputShapes: shapesOf(sizes),
      atol: 2e-4,
      rtol: 1e-5,
    });
  });
});

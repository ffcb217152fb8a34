// Norms that are computed again: less is alive at once, and every output and gradient is the same.

import { expect, it } from 'vitest';
import { interpret } from '../executors/reference/interpret';
import { numberNames } from './objectiveTerms';
import { sft } from '../objectives/sft/sft';
import { differentiate } from './differentiate';
import { GraphBuilder, type Graph } from './graph';
import { optimize } from './passes';
import { peakBytes, recomputeNorms, withinBudget } from './recompute';

const WIDTH = 8;

/** Four layers of norm and adapter; the loss is of the last. */
function graph(): Graph {
  const b = new GraphBuilder();
  b.declareState('policy', 4 * 64);
  b.declareState('gradients', 4 * 64);
  const ones = b.constant(1, [WIDTH]);
  let h = b.input('x', [2, 40, WIDTH]);
  const adapters = Array.from({ length: 4 }, (_, i) => b.state('policy', 64 * i, [WIDTH, WIDTH]));
  for (const a of adapters) {
    const { y } = b.layerNorm(h, ones, b.constant(0, [WIDTH]), 1e-5);
    h = b.matmul(y, a, { residual: h });
  }
  const target = b.input('target', h.shape);
  const k = b.input('k', [2]);
  const errors = b.sampleErrors(h, null, target, k);
  const numbers = b.input('numbers', [numberNames(sft.terms).length]);
  const terms = b.objective(sft.terms, errors, b.input('scores', [2]), numbers, null);
  const seed = b.sampleErrorsInput(h, target, k, terms);
  const found = differentiate(b, { of: h, seed, wrt: adapters });
  adapters.forEach((a, i) => b.pin(found.get(a)!, 'gradients', 64 * i));
  b.output('terms', terms);
  return optimize(b.build());
}

it('keeps less alive and computes the same', () => {
  const plain = graph();
  const again = recomputeNorms(plain);
  const norms = (one: Graph): number =>
    one.nodes.filter(({ op }) => op.kind === 'layerNorm').length;
  expect(norms(plain)).toBe(4);
  expect(norms(again)).toBe(8);
  expect(peakBytes(again)).toBeLessThan(peakBytes(plain));
  const run = (one: Graph): Float64Array => {
    const gradients = new Float64Array(4 * 64);
    const inputs = Object.fromEntries(
      one.inputs.map(({ name, shape }, seed) => [
        name,
        Float32Array.from({ length: shape.reduce((p, n) => p * n, 1) }, (_, i) =>
          Math.abs(Math.sin(i * 1.7 + seed + 1)),
        ),
      ]),
    );
    interpret(one, {
      inputs,
      weight: (tensor) => {
        const { source } = tensor;
        const value = source.kind === 'weight' && source.tensor.startsWith('1') ? 1 : 0;
        return new Float64Array(WIDTH).fill(value);
      },
      states: new Map([
        ['policy', Float64Array.from({ length: 4 * 64 }, (_, i) => Math.sin(i) / 4)],
        ['gradients', gradients],
      ]),
    });
    return gradients;
  };
  const wanted = run(plain);
  expect(wanted.some((value) => value !== 0)).toBe(true);
  expect(run(again)).toEqual(wanted);
});

it('leaves a graph within its budget alone', () => {
  const plain = graph();
  expect(withinBudget(plain, peakBytes(plain))).toBe(plain);
  expect(withinBudget(plain, peakBytes(plain) - 1).nodes.length).toBe(plain.nodes.length + 4);
});

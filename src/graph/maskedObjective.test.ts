// The masked-token objective in float64: per-sample means against a plain softmax, derivatives by
// the logits against central differences under TGO and SFT, samples with no, one and all positions
// masked, k = |M| as a sum, and the invariant of a fresh LoRA.

import { describe, expect, it } from 'vitest';
import { interpret } from '../executors/reference/interpret';
import { GraphBuilder, type Graph } from './graph';
import type { Uniforms } from './ops';
import { sftTerms } from '../objectives/sft/terms';
import { tgoTerms } from '../objectives/tgo/terms';
import { numberNames, numberValues, type ObjectiveTerms } from './objectiveTerms';

const N = 4;
const L = 5;
const V = 7;

/** policy and reference [N,1,L,V] -> errors, terms, dL/dpolicy. */
function graphOf(objective: ObjectiveTerms, withReference = true): Graph {
  const b = new GraphBuilder();
  const shape = [N, 1, L, V];
  const policy = b.input('policy', shape);
  const [tokens, mask, k] = [
    b.input('tokens', [N, L], 'i32'),
    b.input('mask', [N, L]),
    b.input('k', [N]),
  ];
  const { errors, lse } = b.maskedLogProb(
    policy,
    withReference ? b.input('reference', shape) : null,
    tokens,
    mask,
    k,
  );
  const scores = b.input('scores', [N]);
  const terms = b.objective(
    objective,
    errors,
    scores,
    b.input('numbers', [numberNames(objective).length]),
  );
  const dpolicy = b.maskedLogProbInput(policy, tokens, mask, k, terms, lse);
  Object.entries({ errors, lse, terms, dpolicy }).forEach(([name, tensor]) =>
    b.output(name, tensor),
  );
  return b.build();
}

function run(
  graph: Graph,
  inputs: Record<string, Float64Array>,
  uniforms: Partial<Uniforms> = {},
): Record<string, Float64Array> {
  const valuesOf = interpret(graph, { inputs, uniforms: { temperature: 1, ...uniforms } });
  return Object.fromEntries(
    Object.entries(graph.outputs).map(([name, tensor]) => [name, valuesOf(tensor)]),
  );
}

const spread = (phase: number): Float64Array =>
  Float64Array.from({ length: N * L * V }, (_, i) => Math.sin(i * 1.7 + phase) * 2);

/** Sample 0 is wholly masked, 1 at one position, 2 nowhere, 3 at two. */
const MASK = Float64Array.of(1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0);

const inputs = (
  terms: ObjectiveTerms = tgoTerms,
  numbers: Readonly<Record<string, number>> = { beta: 1, temperature: 1, c: 5, tau: 0.475 },
): Record<string, Float64Array> => ({
  numbers: Float64Array.from(numberValues(terms, numbers)),
  policy: spread(0.1),
  reference: spread(0.4),
  tokens: Float64Array.from({ length: N * L }, (_, i) => (i * 3 + 1) % V),
  mask: MASK,
  k: Float64Array.of(1, 0.5, 1, 2),
  scores: Float64Array.of(0.9, 0.2, 0.475, 0.4),
});

/** Mean log-probability of the masked tokens of a sample, without any trick. */
function meanLogProb(logits: Float64Array, tokens: Float64Array, sample: number): number {
  const found: number[] = [];
  for (let position = sample * L; position < (sample + 1) * L; position++) {
    if (MASK[position] === 0) continue;
    const shares = Array.from(logits.subarray(position * V, (position + 1) * V), Math.exp);
    found.push(
      Math.log(shares[tokens[position]!]! / shares.reduce((sum, value) => sum + value, 0)),
    );
  }
  return found.length === 0 ? 0 : found.reduce((sum, value) => sum + value, 0) / found.length;
}

describe('masked-token objective', () => {
  it('gives mean log-probabilities, their difference, and zeros where nothing is masked', () => {
    const given = inputs();
    const { errors } = run(graphOf(tgoTerms), given, { temperature: 0.5 });
    for (let i = 0; i < N; i++) {
      const m = -given['k']![i]! * meanLogProb(given['policy']!, given['tokens']!, i);
      const r = -given['k']![i]! * meanLogProb(given['reference']!, given['tokens']!, i);
      [m, r, (r - m) / 0.5].forEach((value, column) =>
        expect(errors![i * 3 + column]).toBeCloseTo(value, 12),
      );
    }
  });

  it('with k = |M| gives the sum over masked tokens', () => {
    const given: Record<string, Float64Array> = {
      ...inputs(sftTerms, {}),
      k: Float64Array.of(5, 1, 0, 2),
    };
    const { errors } = run(graphOf(sftTerms), given);
    [5, 1, 0, 2].forEach((count, i) =>
      expect(errors![i * 3]).toBeCloseTo(
        -count * meanLogProb(given['policy']!, given['tokens']!, i),
        12,
      ),
    );
  });

  for (const terms of [tgoTerms, sftTerms]) {
    it(`${terms.id}: derivative by the logits equals central differences`, () => {
      const graph = graphOf(terms);
      const given = inputs(terms, { beta: 1.3, temperature: 1, c: 5, tau: 0.3 });
      const loss = (): number =>
        Array.from({ length: N }, (_, i) => run(graph, given)['terms']![i * 6]!).reduce(
          (sum, value) => sum + value,
          0,
        ) / N;
      const analytic = run(graph, given)['dpolicy']!;
      expect(Math.max(...analytic.map(Math.abs))).toBeGreaterThan(1e-2);
      for (let i = 0; i < N * L * V; i++) {
        const kept = given['policy']![i]!;
        given['policy']![i] = kept + 1e-6;
        const above = loss();
        given['policy']![i] = kept - 1e-6;
        const numeric = (above - loss()) / 2e-6;
        given['policy']![i] = kept;
        expect(Math.abs(numeric - analytic[i]!)).toBeLessThan(1e-8 + 1e-7 * Math.abs(numeric));
      }
    });
  }

  it('a policy equal to its reference has log-ratio 0 and loss mean(w)·ln 2, exactly', () => {
    const given = inputs();
    for (const withReference of [true, false]) {
      const { errors, terms } = run(graphOf(tgoTerms, withReference), {
        ...given,
        reference: given['policy']!,
      });
      for (let i = 0; i < N; i++) {
        expect(Math.abs(errors![i * 3 + 2]!)).toBe(0);
        expect(terms![i * 6]).toBe(terms![i * 6 + 3]! * Math.LN2);
      }
    }
  });
});

describe('shapes that do not fit are refused', () => {
  const b = new GraphBuilder();
  const [logits, k] = [b.input('logits', [2, 3, 7]), b.input('k', [2])];
  const [ids, floats] = [b.input('ids', [2, 3], 'i32'), b.input('floats', [2, 3])];
  it.each([
    ['tokens in f32', () => b.maskedLogProb(logits, null, floats, floats, k)],
    [
      'a mask of another length',
      () => b.maskedLogProb(logits, null, ids, b.input('mask', [2, 4]), k),
    ],
    [
      'a reference of another codebook',
      () => b.maskedLogProb(logits, b.input('other', [2, 3, 5]), ids, floats, k),
    ],
    ['a norm of other channels', () => b.rmsNorm(logits, b.input('gamma', [3]), 1e-6)],
    ['a scale without its shift', () => b.scaleShiftPerSample(logits, b.input('e', [2, 7]))],
    [
      'positions without one for the token',
      () => b.prependToken(logits, b.input('token', [7]), b.input('positions', [3, 7])),
    ],
    [
      'a filter of other channels',
      () =>
        b.depthwiseConv2d(b.input('x', [1, 4, 4, 6]), b.input('w', [9, 5]), {
          kernel: [3, 3],
          pad: [1, 1, 1, 1],
        }),
    ],
    [
      'a pad past the kernel',
      () =>
        b.depthwiseConv2d(b.input('x2', [1, 4, 4, 5]), b.input('w2', [9, 5]), {
          kernel: [3, 3],
          pad: [3, 1, 1, 1],
        }),
    ],
  ])('%s', (_what, build) => expect(build).toThrow(/^graph: /));
});

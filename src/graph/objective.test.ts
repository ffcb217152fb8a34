// From predictions through errors and a method's terms in float64: derivatives against central
// differences, and the invariant of a fresh LoRA (B = 0): log-ratio exactly 0 and TGO loss exactly
// mean(w)·ln 2. The methods' own arithmetic is tested beside each (objectives/<name>/).

import { describe, expect, it } from 'vitest';
import { interpret } from '../executors/reference/interpret';
import { GraphBuilder, type Graph } from './graph';
import { numberNames, numberValues, type ObjectiveTerms } from './objectiveTerms';
import type { Uniforms } from './ops';
import { sftTerms } from '../objectives/sft/terms';
import { tgoTerms } from '../objectives/tgo/terms';

const N = 4;
const D = 6;

/** policy and reference [N,D] -> errors, terms, dL/dpolicy. */
function graphOf(terms: ObjectiveTerms, withReference = true): Graph {
  const b = new GraphBuilder();
  const policy = b.input('policy', [N, D]);
  const target = b.input('target', [N, D]);
  const k = b.input('k', [N]);
  const errors = b.sampleErrors(
    policy,
    withReference ? b.input('reference', [N, D]) : null,
    target,
    k,
  );
  const scores = b.input('scores', [N]);
  const found = b.objective(terms, errors, scores, b.input('numbers', [numberNames(terms).length]));
  b.output('errors', errors);
  b.output('terms', found);
  b.output('dpolicy', b.sampleErrorsInput(policy, target, k, found));
  return b.build();
}

function run(
  graph: Graph,
  inputs: Record<string, Float64Array>,
  uniforms: Partial<Uniforms> = {},
): Record<string, Float64Array> {
  const valuesOf = interpret(graph, { inputs, uniforms });
  return Object.fromEntries(
    Object.entries(graph.outputs).map(([name, tensor]) => [name, valuesOf(tensor)]),
  );
}

function spread(scale: number, phase: number): Float64Array {
  return Float64Array.from({ length: N * D }, (_, i) => Math.sin(i * 1.7 + phase) * scale);
}

function column(terms: Float64Array, index: number): number[] {
  return Array.from({ length: N }, (_, i) => terms[i * 6 + index]!);
}

const inputs = (
  terms: ObjectiveTerms,
  numbers: Readonly<Record<string, number>>,
): Record<string, Float64Array> => ({
  numbers: Float64Array.from(numberValues(terms, numbers)),
  policy: spread(0.3, 0.1),
  reference: spread(0.3, 0.15),
  target: spread(0.5, 1),
  k: Float64Array.of(1, 0.5, 2, 1),
  scores: Float64Array.of(0.9, 0.2, 0.475, 0.4),
});

describe('threshold-guided objective', () => {
  for (const terms of [tgoTerms, sftTerms]) {
    it(`${terms.id}: derivative by the prediction equals central differences`, () => {
      const graph = graphOf(terms);
      const given = inputs(terms, { beta: 1.3, temperature: 0.05, c: 5, tau: 0.45 });
      const uniforms = { temperature: 0.05 };
      const loss = (): number =>
        column(run(graph, given, uniforms)['terms']!, 0).reduce((sum, value) => sum + value, 0) / N;
      const analytic = run(graph, given, uniforms)['dpolicy']!;
      expect(Math.max(...analytic.map(Math.abs))).toBeGreaterThan(1e-3);
      for (let i = 0; i < N * D; i++) {
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
    const given = inputs(tgoTerms, { beta: 1, temperature: 1e-3, c: 5, tau: 0.475 });
    for (const withReference of [true, false]) {
      const { errors, terms } = run(graphOf(tgoTerms, withReference), {
        ...given,
        reference: given['policy']!,
      });
      for (let i = 0; i < N; i++) {
        expect(errors![i * 3 + 2]).toBe(0);
        expect(terms![i * 6]).toBe(terms![i * 6 + 3]! * Math.LN2);
      }
    }
  });

  it('stays finite at |z| in the thousands', () => {
    const given = inputs(tgoTerms, { beta: 1, temperature: 1e-3, c: 5, tau: 0.475 });
    given['policy']!.fill(30, 0, D);
    given['reference']!.fill(30, D, 2 * D);
    const { terms } = run(graphOf(tgoTerms), given, { temperature: 1e-3 });
    expect(Math.abs(column(terms!, 1)[0]!)).toBeGreaterThan(1e5);
    for (const value of terms!) expect(Number.isFinite(value)).toBe(true);
  });
});

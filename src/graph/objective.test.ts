// The loss ops in float64: the printed vectors of losses.md 1.18, per-sample derivatives against
// central differences, tie rules, and the invariant of a fresh LoRA (B = 0): log-ratio exactly 0
// and TGO loss exactly mean(w)·ln 2.

import { describe, expect, it } from 'vitest';
import { interpret } from '../executors/reference/interpret';
import { GraphBuilder, type Graph } from './graph';
import type { Uniforms } from './ops';

const N = 4;
const D = 6;

/** policy and reference [N,D] -> errors, terms, dL/dpolicy. */
function objective(method: 'tgo' | 'sft', withReference = true): Graph {
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
  const terms =
    method === 'tgo' ? b.thresholdGuidedLoss(errors, scores) : b.supervisedLoss(errors, scores);
  b.output('errors', errors);
  b.output('terms', terms);
  b.output('dpolicy', b.sampleErrorsInput(policy, target, k, terms));
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

const inputs = (): Record<string, Float64Array> => ({
  policy: spread(0.3, 0.1),
  reference: spread(0.3, 0.15),
  target: spread(0.5, 1),
  k: Float64Array.of(1, 0.5, 2, 1),
  scores: Float64Array.of(0.9, 0.2, 0.475, 0.4),
});

describe('threshold-guided objective', () => {
  it('gives the golden values of losses.md 1.18', () => {
    const b = new GraphBuilder();
    b.output('terms', b.thresholdGuidedLoss(b.input('errors', [N, 3]), b.input('scores', [N])));
    const m = [0.11, 0.095, 0.13, 0.082];
    const r = [0.112, 0.094, 0.126, 0.085];
    const errors = Float64Array.from(
      m.flatMap((value, i) => [value, r[i]!, -(value - r[i]!) / 1e-3]),
    );
    const { terms } = run(
      b.build(),
      { errors, scores: Float64Array.of(0.9, 0.2, 0.55, 0.4) },
      { tau: 0.475, beta: 1, c: 5, temperature: 1e-3 },
    );
    const mean = column(terms!, 0).reduce((sum, value) => sum + value, 0) / N;
    expect(mean).toBeCloseTo(2.714352575, 8);
    const golden = [93.127283, -159.683969, 337.56724, -327.447356];
    column(terms!, 5).forEach((g, i) => expect(g).toBeCloseTo(golden[i]!, 5));
  });

  for (const method of ['tgo', 'sft'] as const) {
    it(`${method}: derivative by the prediction equals central differences`, () => {
      const graph = objective(method);
      const uniforms = { beta: 1.3, temperature: 0.05, c: 5, tau: 0.45, gradientScale: 1 };
      const given = inputs();
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
    const given = inputs();
    for (const withReference of [true, false]) {
      const { errors, terms } = run(
        objective('tgo', withReference),
        { ...given, reference: given['policy']! },
        { tau: 0.475 },
      );
      for (let i = 0; i < N; i++) {
        expect(errors![i * 3 + 2]).toBe(0);
        expect(terms![i * 6]).toBe(terms![i * 6 + 3]! * Math.LN2);
      }
    }
  });

  it('breaks ties by tieMode: positive, negative, dropped', () => {
    const seen = [0, 1, 2].map(
      (tieMode) => run(objective('tgo'), inputs(), { tau: 0.475, tieMode })['terms']!,
    );
    expect(seen.map((terms) => [column(terms, 2)[2], column(terms, 3)[2]])).toEqual([
      [1, 1],
      [0, 1],
      [1, 0],
    ]);
    const sft = [0, 1, 2].map(
      (tieMode) => run(objective('sft'), inputs(), { tau: 0.475, tieMode })['terms']!,
    );
    expect(sft.map((terms) => column(terms, 3))).toEqual([
      [1, 0, 1, 0],
      [1, 0, 0, 0],
      [1, 0, 0, 0],
    ]);
  });

  it('scales and clips the distance to τ for the weight only', () => {
    const { terms } = run(objective('tgo'), inputs(), {
      tau: 0.4,
      c: 5,
      scoreInverseScale: 10,
      scoreClip: 3,
    });
    [16, 11, 1 + 5 * 0.75, 1].forEach((weight, i) =>
      expect(column(terms!, 3)[i]).toBeCloseTo(weight, 12),
    );
  });

  it('stays finite at |z| in the thousands', () => {
    const given = inputs();
    given['policy']!.fill(30, 0, D);
    given['reference']!.fill(30, D, 2 * D);
    const { terms } = run(objective('tgo'), given, { tau: 0.475, temperature: 1e-3 });
    expect(Math.abs(column(terms!, 1)[0]!)).toBeGreaterThan(1e5);
    for (const value of terms!) expect(Number.isFinite(value)).toBe(true);
  });
});

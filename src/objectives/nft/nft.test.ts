// DiffusionNFT: no golden values are printed (losses.md 1.20), so its loss is written out once more
// from tensors here, and the derivative by the prediction held to central differences of that, with
// the adaptive weights a± fixed as they are in the method.

import { describe, expect, it } from 'vitest';
import { describeObjective, GOLDEN, randomErrors } from '../../../test-support/describeObjective';
import { differences, PredictionGraph, wave } from '../../../test-support/predictionGraph';
import { expectClose } from '../../executors/wgsl/kernelTest';
import { nft } from './nft';

/** Rows (A, d, a₊, a₋, a). */
function batch(n: number) {
  const random = randomErrors(n, 9, 1e-3);
  return {
    ...random,
    table: random.scores.flatMap((score, i) => [
      4 * score,
      2e-4 * (1 + (i % 3)),
      0.2 + 0.01 * (i % 5),
      0.25 - 0.01 * (i % 4),
      0.2,
    ]),
  };
}

/**
 * The loss of errors m where the product of both errors stays: the distance d = m + r − 2·mean(e·o)
 * then grows as m does.
 */
function lossAlong(
  {
    table,
    numbers,
    r,
  }: { table?: readonly number[]; numbers: Readonly<Record<string, number>>; r: readonly number[] },
  m: readonly number[],
  at: readonly number[],
): number {
  const terms = nft.terms.reference({
    size: m.length,
    m,
    r,
    a: m.map(() => 0),
    scores: m.map(() => 0),
    table: (row, column) => table![row * 5 + column]! + (column === 1 ? m[row]! - at[row]! : 0),
    numbers: { gradientScale: 1, ...numbers },
  });
  return terms.reduce((sum, { loss }) => sum + loss, 0) / m.length;
}

describeObjective(nft, {
  golden: [],
  batches: [
    { name: 'β 1', ...batch(16), numbers: { mixture: 1, kl: 1e-4 } },
    { name: 'β 0.1', ...batch(64), numbers: { mixture: 0.1, kl: 0.5, gradientScale: 0.5 } },
  ],
  extremes: [
    {
      name: 'advantages far out, no distance at all',
      ...GOLDEN,
      numbers: { mixture: 2, kl: 0 },
      table: [50, 0, 0, 0, 0, -50, 1e-3, 0.3, 1e-9, 0, 0, 0, 5, 5, 0, 1, 10, 1e3, 1e-6, 0],
    },
  ],
  heldLoss: (inputs, m) => lossAlong(inputs, m, inputs.m),
  tolerance: 2e-5,
});

const N = 3;
const D = 8;

describe('DiffusionNFT from predictions', () => {
  const graph = new PredictionGraph(nft.terms, N, D);
  const advantages = [3, -1.5, 0.2];
  const factors = [1, 0.5, 2];

  it.each([0.1, 1, 1.7].map(Math.fround))('loss and derivative, β %d', (mixture) => {
    const kl = Math.fround(0.03);
    const given = {
      policy: wave(N * D, 0.3, 0.1),
      reference: wave(N * D, 0.3, 0.4),
      target: wave(N * D, 0.5, 1),
      k: factors,
      table: advantages,
    };
    const { terms, derivative, distances } = graph.run(given, { mixture, kl }, { mixture });
    /** Mean over a sample of `of` applied to its numbers. */
    const mean = (row: number, of: (p: number, o: number, y: number) => number): number =>
      Array.from({ length: D }, (_, i) => row * D + i).reduce(
        (sum, i) => sum + of(given.policy[i]!, given.reference[i]!, given.target[i]!),
        0,
      ) / D;
    const plus = (p: number, o: number): number => mixture * p + (1 - mixture) * o;
    const minus = (p: number, o: number): number => (1 + mixture) * o - mixture * p;
    // Errors in the clean image are √k times those of the prediction.
    const absolute = [plus, minus].map((of) =>
      factors.map(
        (factor, row) => Math.sqrt(factor) * mean(row, (p, o, y) => Math.abs(of(p, o) - y)),
      ),
    );
    const loss = (): number =>
      factors.reduce((sum, factor, row) => {
        const good = Math.min(1, Math.max(0, advantages[row]! / 10 + 0.5));
        const squares = [plus, minus].map(
          (of) => factor * mean(row, (p, o, y) => (of(p, o) - y) ** 2),
        );
        return (
          sum +
          5 *
            ((good * squares[0]!) / absolute[0]![row]! / mixture +
              ((1 - good) * squares[1]!) / absolute[1]![row]! / mixture) +
          kl * factor * mean(row, (p, o) => (p - o) ** 2)
        );
      }, 0) / N;
    const losses = Array.from({ length: N }, (_, row) => terms[row * 6]!);
    expect(losses.reduce((sum, one) => sum + one, 0) / N).toBeCloseTo(loss(), 10);
    factors.forEach((_, row) => {
      expect(distances[row * 4 + 1]).toBeCloseTo(absolute[0]![row]!, 10);
      expect(distances[row * 4 + 2]).toBeCloseTo(absolute[1]![row]!, 10);
    });
    expect(Math.max(...derivative.map(Math.abs))).toBeGreaterThan(1e-3);
    expectClose(derivative, differences(given.policy, loss), 1e-8, 0, 'dL/dp');
  });
});

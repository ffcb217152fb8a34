// DSPO: no golden values are printed (losses.md 1.7), so its loss is written out once more from
// tensors, and its derivative by the predictions held to central differences of that with the share
// fixed, as the method has it.

import { describe, expect, it } from 'vitest';
import {
  describeObjective,
  exactTerms,
  meanLoss,
  randomErrors,
  type ObjectiveInputs,
} from '../../../test-support/describeObjective';
import { differences, PredictionGraph, wave } from '../../../test-support/predictionGraph';
import { expectClose } from '../../executors/wgsl/kernelTest';
import { pairTable } from '../shared/pairs';
import { dspo } from './dspo';

/** Rows (±1, partner, d, and three distances that are not read) of pairs (2i, 2i + 1). */
function batch(pairs: number, spread: number) {
  const rows = Array.from({ length: pairs }, (_, i) => [2 * i, 2 * i + 1] as const);
  const fed = pairTable(rows);
  return {
    ...randomErrors(2 * pairs, 3, spread),
    table: Array.from({ length: 2 * pairs }, (_, i) => [
      fed[2 * i]!,
      fed[2 * i + 1]!,
      2e-4 * (1 + (i % 5)),
      0.2,
      0.2,
      0.2,
    ]).flat(),
  };
}

/**
 * The loss of errors m where u stays as it is and the product of both errors does: the distance
 * d = m + r − 2·mean(e·o) then grows as m does, so that along m alone dL/dm is g.
 */
function heldLoss(inputs: ObjectiveInputs, m: readonly number[]): number {
  const found = exactTerms(dspo.terms, inputs);
  const beta = inputs.numbers['beta']!;
  return (
    m.reduce((sum, value, row) => {
      if (inputs.table![row * 6]! < 0) return sum;
      const share = beta / (1 + Math.exp(found[row]!.z));
      const distance = inputs.table![row * 6 + 2]! + value - inputs.m[row]!;
      return sum + (1 - share) * value + share * inputs.r[row]! - share * (1 - share) * distance;
    }, 0) /
    (m.length / 2)
  );
}

describeObjective(dspo, {
  golden: [],
  batches: [1, 3, 64].map((pairs) => ({
    name: `${pairs} pairs`,
    ...batch(pairs, 1e-2),
    numbers: { beta: [0.001, 0.1, 1][pairs % 3]!, gradientScale: 0.25 },
  })),
  extremes: [
    {
      name: 'margins of ±1e3',
      ...batch(2, 1e-2),
      m: [1e3, 0.1, 0.1, 1e3],
      r: [0.1, 0.1, 0.1, 0.1],
      numbers: { beta: 1 },
    },
  ],
  heldLoss,
  tolerance: 2e-5,
});

const [N, D] = [4, 6];

describe('DSPO from predictions', () => {
  const graph = new PredictionGraph(dspo.terms, N, D);
  const pairs = [
    [0, 1],
    [3, 2],
  ] as const;

  it.each([0.001, 0.1, 1].map(Math.fround))('loss and derivative, β %d', (beta) => {
    const given = {
      policy: wave(N * D, 0.3, 0.1),
      reference: wave(N * D, 0.3, 0.4),
      target: wave(N * D, 0.5, 1),
      // The rows of a pair share their timestep.
      k: [1, 1, 2, 2],
      table: pairTable(pairs),
    };
    const { terms: rows, derivative: analytic } = graph.run(given, { beta });
    const shares = Array.from({ length: N }, (_, row) => beta / (1 + Math.exp(rows[row * 6 + 1]!)));
    const loss = (): number =>
      [0, 3].reduce(
        (sum, row) =>
          sum +
          Array.from({ length: D }, (_, i) => row * D + i).reduce((total, i) => {
            const [p, o] = [given.policy[i]!, given.reference[i]!];
            const bracket = p - given.target[i]! - shares[row]! * (p - o);
            return total + (given.k[row]! * bracket ** 2) / D;
          }, 0),
        0,
      ) / 2;
    expect(
      Array.from({ length: N }, (_, row) => rows[row * 6]!).reduce((x, y) => x + y) / N,
    ).toBeCloseTo(loss(), 10);
    expectClose(analytic, differences(given.policy, loss), 1e-8, 0, 'dL/dp');
    // losses.md 1.7: at the released strength it is SFT on the winners.
    const winners = [0, 3].flatMap((row) =>
      Array.from({ length: D }, (_, i) => row * D + i).map(
        (i) => (given.k[row]! * 2 * (given.policy[i]! - given.target[i]!)) / D / 2,
      ),
    );
    const own = [0, 3].flatMap((row) => [...analytic.subarray(row * D, (row + 1) * D)]);
    const norm = (values: readonly number[]): number => Math.hypot(...values);
    const apart = norm(own.map((value, i) => value - winners[i]!)) / norm(winners);
    if (beta < 0.01) expect(apart).toBeLessThan(2e-3);
    else expect(apart).toBeGreaterThan(0.01);
  });

  it('begins at the winners’ mean error', () => {
    const { m, r, scores, table: rows } = batch(2, 0);
    const start = {
      m,
      r,
      scores,
      numbers: { beta: 0.5 },
      table: rows.map((value, i) => (i % 6 === 2 ? 0 : value)),
    };
    expect(meanLoss(exactTerms(dspo.terms, start))).toBeCloseTo((m[0]! + m[2]!) / 2, 12);
  });
});

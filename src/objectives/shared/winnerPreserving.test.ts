// The safeguard against the released rule written out from tensors: λ by AIDC-AI/Diffusion-SDPO's
// get_adaptive_lose_l_scale, and its loss, in which a loser's error moves λ times as much
// (train.py: l.detach() + λ·(l − l.detach())).

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
import { columnsRead } from '../../graph/objectiveTerms';
import { dmpo } from '../dmpo/dmpo';
import { dpo } from '../dpo/dpo';
import { rpo } from '../rpo/rpo';
import type { Objective } from '../objective';
import { pairTable } from './pairs';
import { weightTable } from './similarity';
import { preservingWinners, termsInForce } from './winnerPreserving';

const safeguarded = (objective: Objective): Objective => ({
  ...objective,
  terms: preservingWinners(objective.terms),
});

/** Rows with the products of random derivatives, those of a pair alike by `alike`. */
function batch(
  pairs: number,
  fed: readonly number[],
  alike: number,
): Omit<ObjectiveInputs, 'numbers'> {
  const n = 2 * pairs;
  const own = fed.length / n;
  const derivative = (row: number) =>
    Array.from(
      { length: 8 },
      (_, i) => alike * Math.sin(Math.floor(row / 2) + i) + 0.1 * Math.cos(3 * row + i),
    );
  const rows = Array.from({ length: n }, (_, row) => derivative(row));
  return {
    ...randomErrors(n, pairs, 1e-3),
    table: rows.flatMap((one, row) => [
      ...fed.slice(row * own, (row + 1) * own),
      ...rows.map((other) => one.reduce((sum, value, i) => sum + value * other[i]!, 0)),
    ]),
  };
}

const rowsOf = (pairs: number) =>
  Array.from({ length: pairs }, (_, i) => [2 * i, 2 * i + 1] as const);
const pairRows = (pairs: number): number[] => pairTable(rowsOf(pairs));
const rpoRows = (pairs: number): number[] =>
  weightTable(
    rowsOf(pairs),
    rowsOf(pairs).map(() => Array.from({ length: pairs }, () => 1 / pairs)),
  );

/** λ as the terms had it: what a loser's g is of the method's own. */
function shareOf(objective: Objective, inputs: ObjectiveInputs): number {
  const n = inputs.m.length;
  const columns = columnsRead(preservingWinners(objective.terms), n);
  const own = exactTerms(objective.terms, {
    ...inputs,
    table: inputs.table!.filter((_, i) => i % columns < columns - n),
  });
  const found = exactTerms(preservingWinners(objective.terms), inputs);
  const shares = found.flatMap(({ g, label }, row) => (label === 1 ? [] : g / own[row]!.g));
  for (const share of shares) expect(share).toBeCloseTo(shares[0]!, 12);
  found.forEach(({ g, label }, row) => {
    if (label === 1) expect(g).toBe(own[row]!.g);
  });
  return shares[0]!;
}

for (const [objective, rows, numbers] of [
  [dpo, pairRows, { beta: 5000 }],
  [dmpo, pairRows, { beta: 2000, ...dmpo.numbers!({ alpha: 0.01 }) }],
  [rpo, rpoRows, { beta: 5000 }],
] as const) {
  const cases = [1, 4].map((pairs) => ({
    name: `${pairs} pairs, alike`,
    ...batch(pairs, rows(pairs), 1),
    numbers: { ...numbers, winnerPreserving: 0.6, gradientScale: 0.5 },
  }));
  describeObjective(safeguarded(objective), {
    golden: [],
    batches: cases,
    extremes: [
      {
        name: 'derivatives that point apart, none at all',
        ...batch(1, rows(1), 1),
        table: [
          ...rows(1).slice(0, rows(1).length / 2),
          1,
          -2,
          ...rows(1).slice(rows(1).length / 2),
          -2,
          0,
        ],
        numbers: { ...numbers, winnerPreserving: 1 },
      },
    ],
    heldLoss: (inputs, m) => {
      const share = shareOf(objective, inputs);
      const found = exactTerms(preservingWinners(objective.terms), inputs);
      return meanLoss(
        exactTerms(preservingWinners(objective.terms), {
          ...inputs,
          m: m.map((value, row) =>
            found[row]!.label === 1 ? value : inputs.m[row]! + share * (value - inputs.m[row]!),
          ),
        }),
      );
    },
  });
}

const [N, D] = [4, 6];

describe('the safeguard from predictions', () => {
  const graph = new PredictionGraph(preservingWinners(dpo.terms), N, D);
  const pairs = [
    [0, 1],
    [3, 2],
  ] as const;
  /** Errors of a pair's images: the loser's the winner's `scale` times, and a little else. */
  const given = (scale: number) => {
    const policy = wave(N * D, 0.3, 0.1);
    const target = wave(N * D, 0.5, 1);
    for (const [winner, loser] of pairs)
      for (let i = 0; i < D; i++)
        policy[loser * D + i] =
          target[loser * D + i]! +
          scale * (policy[winner * D + i]! - target[winner * D + i]!) +
          0.01 * Math.sin(i);
    const table = pairTable(pairs);
    return { policy, target, reference: wave(N * D, 0.3, 0.4), k: [1, 1, 1, 1], table };
  };

  it.each([
    ['losers alike and larger: held back', 2, 0.9, true],
    ['losers alike, no margin', 0.5, 0, false],
    ['losers the other way: left alone', -1, 0.9, false],
  ] as const)('%s', (_name, scale, mu, held) => {
    const inputs = given(scale);
    const { policy, target, reference } = inputs;
    const found = graph.run(inputs, { beta: 50, winnerPreserving: mu });
    // A = mean (p_w − t)² and B of the losers, over the whole batch, by the released code.
    const half = (row: number, i: number): number => policy[row * D + i]! - target[row * D + i]!;
    let [own, along] = [0, 0];
    for (const [winner, loser] of pairs)
      for (let i = 0; i < D; i++) {
        own += ((2 / (2 * D)) * half(winner, i)) ** 2;
        along += (2 / (2 * D)) ** 2 * half(winner, i) * half(loser, i);
      }
    const share = along > 0 ? Math.min(1, Math.max(0, ((1 - Math.fround(mu)) * own) / along)) : 1;
    expect(share < 1).toBe(held);
    const start = policy.slice();
    /** Its loss: losers' errors move λ times as much as they do. */
    const loss = (): number => {
      const mean = (values: Float64Array, row: number): number =>
        Array.from({ length: D }, (_, i) => row * D + i).reduce(
          (sum, i) => sum + (values[i]! - target[i]!) ** 2,
          0,
        ) / D;
      return (
        pairs.reduce((sum, [w, l]) => {
          const kept = mean(start, l);
          const loser = kept + share * (mean(policy, l) - kept);
          const gap = mean(policy, w) - loser - (mean(reference, w) - mean(reference, l));
          return sum + Math.log1p(Math.exp(25 * gap));
        }, 0) / pairs.length
      );
    };
    expectClose(found.derivative, differences(policy, loss), 1e-8, 1e-8, 'dL/dp');
    // To first order the winners' error does not rise: (−∂A + λ∂B)·∂A ≤ −μ‖∂A‖².
    expect((-own + share * along) / own).toBeLessThanOrEqual(-mu + 1e-6);
  });

  it('is in force where the settings ask for it and the method has losers to hold', () => {
    const settings = (winnerPreserving: number) => ({ pairing: { winnerPreserving } });
    expect(termsInForce(dpo, settings(0))).toBe(dpo.terms);
    expect(termsInForce(dpo, settings(0.9)).measured).toBe('products');
    const { preservesWinners: _, ...plain } = dpo;
    expect(termsInForce(plain, settings(0.9))).toBe(dpo.terms);
  });
});

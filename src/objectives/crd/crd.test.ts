// CRD against the golden values of losses.md 1.20.

import { describeObjective, GOLDEN, randomErrors } from '../../../test-support/describeObjective';
import { crd } from './crd';

/** Advantages of the scores of losses.md 1.18. */
const ADVANTAGES = [1.5144491031, -1.2213299219, 0.1465595906, -0.4396787719];

/** Rows (A, second column). */
const tableOf = (second: readonly number[]): number[] =>
  ADVANTAGES.flatMap((advantage, i) => [advantage, second[i]!]);

/** A batch of 64 in four groups, or of their errors under another model. */
function batch(numbers: Readonly<Record<string, number>>, errors: boolean) {
  const random = randomErrors(64, 9, 1e-3);
  return {
    name: 'N = 64',
    ...random,
    numbers,
    table: random.scores.flatMap((score, i) => [score, errors ? random.r[i]! : i % 4]),
  };
}

describeObjective(crd, {
  golden: [
    {
      name: 'β 1',
      ...GOLDEN,
      numbers: { beta: 1 },
      table: tableOf([0, 0, 0, 0]),
      loss: 0.04945126164,
      g: [0.37361227578, -0.30283248047, 0.04663989766, -0.11741969297],
    },
  ],
  batches: [batch({ beta: 1, gradientScale: 0.5 }, false)],
  extremes: [
    {
      name: 'log-ratios of 10',
      m: [10, 0.1, 0.1, 0.1],
      r: [0.1, 10, 0.1, 0.1],
      scores: GOLDEN.scores,
      numbers: { beta: 1 },
      table: tableOf([0, 0, 0, 0]),
    },
  ],
  heldLoss: ({ m, r, numbers, table = [] }, moved) => {
    // The group's means stay those of `m`.
    const mean = (of: (i: number) => number, group: number): number => {
      const members = m.map((_, i) => i).filter((i) => table[2 * i + 1] === group);
      return members.reduce((sum, i) => sum + of(i), 0) / members.length;
    };
    const beta = numbers['beta']!;
    return (
      moved.reduce((sum, value, i) => {
        const group = table[2 * i + 1]!;
        const ratio = r[i]! - value - mean((j) => r[j]! - m[j]!, group);
        const reward = (table[2 * i]! - mean((j) => table[2 * j]!, group)) / 10;
        return sum + (5 / beta) * (beta * ratio - reward) ** 2;
      }, 0) / m.length
    );
  },
  tolerance: 3e-5,
});

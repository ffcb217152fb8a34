// The form of LAIR against the golden values of losses.md 1.20.

import { describeObjective, GOLDEN, randomErrors } from '../../../test-support/describeObjective';
import { lair } from './lair';

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

describeObjective(lair, {
  golden: [
    {
      name: 'λ 10, κ 100',
      ...GOLDEN,
      numbers: { lambda: 10, kappa: 100 },
      table: tableOf([0, 0, 0, 0]),
      loss: 0.31637616375,
      g: [-12.138772422, -5.533248047, 103.663989766, -85.991969297],
    },
  ],
  batches: [batch({ lambda: 10, kappa: 100, gradientScale: 0.5 }, false)],
  extremes: [
    {
      name: 'log-ratios of 10',
      m: [10, 0.1, 0.1, 0.1],
      r: [0.1, 10, 0.1, 0.1],
      scores: GOLDEN.scores,
      numbers: { lambda: 10, kappa: 100 },
      table: tableOf([0, 0, 0, 0]),
    },
  ],
  tolerance: 3e-5,
});

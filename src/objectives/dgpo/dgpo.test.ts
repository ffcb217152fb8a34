// DGPO against the golden values of losses.md 1.20.

import {
  describeObjective,
  exactTerms,
  GOLDEN,
  randomErrors,
} from '../../../test-support/describeObjective';
import { dgpo } from './dgpo';

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

describeObjective(dgpo, {
  golden: [
    {
      name: 'β 100, one group',
      ...GOLDEN,
      numbers: { beta: 100 },
      table: tableOf([0, 0, 0, 0]),
      loss: 0.00407233213,
      g: [0.1837588, -0.14819258, 0.01778311, -0.05334933],
    },
  ],
  batches: [batch({ beta: 100, gradientScale: 0.5 }, false)],
  extremes: [
    {
      name: 'log-ratios of 10',
      m: [10, 0.1, 0.1, 0.1],
      r: [0.1, 10, 0.1, 0.1],
      scores: GOLDEN.scores,
      numbers: { beta: 100 },
      table: tableOf([0, 0, 0, 0]),
    },
  ],
  heldLoss: (inputs, moved) =>
    // The group's weight stays that of `m`.
    exactTerms(dgpo.terms, inputs).reduce((sum, { slope }, i) => sum + slope * moved[i]!, 0) /
    moved.length,
  tolerance: 3e-5,
});

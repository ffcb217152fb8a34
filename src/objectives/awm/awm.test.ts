// AWM against the golden values of losses.md 1.20.

import { describeObjective, GOLDEN, randomErrors } from '../../../test-support/describeObjective';
import { awm } from './awm';

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

describeObjective(awm, {
  golden: [
    {
      name: 'no clip',
      ...GOLDEN,
      numbers: { epsilon: 10 },
      table: tableOf(GOLDEN.r),
      loss: -0.00058664107,
      g: [0.3793702581, -0.3050273006, 0.0364936308, -0.1102499472],
    },
    {
      // losses.md prints −0.2288 for sample 1: central differences of step 1e-6 straddle the clip
      // there (q − 0.999 = 5e-7) and give three quarters of the derivative.
      name: 'ε 0.001',
      ...GOLDEN,
      numbers: { epsilon: 1e-3 },
      table: tableOf(GOLDEN.r),
      loss: -0.00020727107,
      g: [0, -0.3050273006, 0.0364936308, -0.1102499472],
    },
  ],
  batches: [batch({ epsilon: 1e-3, gradientScale: 0.5 }, true)],
  extremes: [
    {
      name: 'log-ratios of 10',
      m: [10, 0.1, 0.1, 0.1],
      r: [0.1, 10, 0.1, 0.1],
      scores: GOLDEN.scores,
      numbers: { epsilon: 1e-3 },
      table: tableOf(GOLDEN.r),
    },
  ],
  tolerance: 3e-5,
});

// DDPO: its terms are AWM's with the sampling model's error from the table, so AWM's golden values
// (losses.md 1.20) hold with that error r; what a step's log-probability is, is tested with the
// trajectories (paradigms/diffusion/transitions.test.ts).

import { describeObjective, GOLDEN, randomErrors } from '../../../test-support/describeObjective';
import { ddpo } from './ddpo';

/** Advantages of the scores of losses.md 1.18. */
const ADVANTAGES = [1.5144491031, -1.2213299219, 0.1465595906, -0.4396787719];
const table = ADVANTAGES.flatMap((advantage, i) => [advantage, GOLDEN.r[i]!]);

const random = randomErrors(64, 9, 1e-3);

describeObjective(ddpo, {
  golden: [
    {
      name: 'no clip',
      ...GOLDEN,
      // The reference plays no part.
      r: GOLDEN.m,
      numbers: { epsilon: 10 },
      table,
      loss: -0.00058664107,
      g: [0.3793702581, -0.3050273006, 0.0364936308, -0.1102499472],
    },
    {
      name: 'ε 0.001',
      ...GOLDEN,
      r: GOLDEN.m,
      numbers: { epsilon: 1e-3 },
      table,
      loss: -0.00020727107,
      g: [0, -0.3050273006, 0.0364936308, -0.1102499472],
    },
  ],
  batches: [
    {
      name: 'N = 64, ε as released',
      ...random,
      numbers: { epsilon: 1e-4, gradientScale: 0.5 },
      table: random.scores.flatMap((score, i) => [score, random.r[i]!]),
    },
  ],
  extremes: [
    {
      name: 'ratios of e^±10',
      m: [10, 0.1, 0.1, 0.1],
      r: [0.1, 0.1, 0.1, 0.1],
      scores: GOLDEN.scores,
      numbers: { epsilon: 1e-4 },
      table: [1, 0.1, -1, 10, 2, 0.1, -2, 0.1],
    },
  ],
  tolerance: 3e-5,
});

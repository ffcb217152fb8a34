// Weighted SFT on the batch of losses.md 1.18, by hand: v = 1 + 5·|s − 0.475| for the good samples.

import { describeObjective, GOLDEN, randomErrors } from '../../../test-support/describeObjective';
import { weighted } from './weighted';

const numbers = { c: 5, tau: GOLDEN.tau };

describeObjective(weighted, {
  golden: [
    {
      name: 'c 5',
      ...GOLDEN,
      numbers,
      loss: (3.125 * 0.11 + 1.375 * 0.13) / 4,
      g: [3.125 / 4, 0, 1.375 / 4, 0],
    },
    {
      name: 'ties dropped',
      ...GOLDEN,
      scores: [0.9, 0.2, 0.475, 0.4],
      numbers: { ...numbers, tieMode: 2 },
      loss: (3.125 * 0.11) / 4,
      g: [3.125 / 4, 0, 0, 0],
    },
  ],
  batches: [1, 3, 128].map((n) => ({
    name: `N = ${n}`,
    ...randomErrors(n, n, 0.01),
    numbers: { c: 2, scoreInverseScale: 2, scoreClip: 3, gradientScale: 0.25 },
  })),
  extremes: [{ name: 'errors of 1e6', m: [1e6, 1e6], r: [0, 0], scores: [1, -1], numbers }],
});

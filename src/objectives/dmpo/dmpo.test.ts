// DMPO against the golden values of losses.md 1.18.

import { describeObjective } from '../../../test-support/describeObjective';
import { farPairs, GOLDEN_PAIRS, randomPairs } from '../../../test-support/pairCases';
import { alphaNumbers, dmpo } from './dmpo';

const numbers = { beta: 2000, ...alphaNumbers(0.01) };

describeObjective(dmpo, {
  golden: [
    {
      name: 'β 2,000, half of it, α 0.01',
      ...GOLDEN_PAIRS,
      numbers,
      loss: 2.21826377,
      g: [-1.732575, 75.906538, 1.732575, -75.906538],
    },
  ],
  batches: [1, 3, 64].map((n) => randomPairs(n, 1e-3, { ...numbers, gradientScale: 0.25 })),
  extremes: [farPairs(10, numbers)],
});

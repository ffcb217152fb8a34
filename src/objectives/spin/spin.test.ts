// SPIN is DPO's arithmetic on other pairs (losses.md 1.14): the golden values are DPO's.

import { describeObjective } from '../../../test-support/describeObjective';
import { farPairs, GOLDEN_PAIRS, randomPairs } from '../../../test-support/pairCases';
import { spin } from './spin';

const numbers = { beta: 5000 };

describeObjective(spin, {
  golden: [
    {
      name: 'β 5,000',
      ...GOLDEN_PAIRS,
      numbers,
      loss: 5.000022852,
      g: [3.823786e-4, 1249.943, -3.823786e-4, -1249.943],
    },
  ],
  batches: [randomPairs(16, 1e-3, { ...numbers, gradientScale: 0.25 })],
  extremes: [farPairs(10, numbers)],
});

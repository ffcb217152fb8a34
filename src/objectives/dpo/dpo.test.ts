// DPO against the golden values of losses.md 1.18.

import { describeObjective } from '../../../test-support/describeObjective';
import { farPairs, GOLDEN_PAIRS, randomPairs } from '../../../test-support/pairCases';
import { dpo } from './dpo';

const numbers = { beta: 5000 };

describeObjective(dpo, {
  golden: [
    {
      name: 'β 5,000, half of it',
      ...GOLDEN_PAIRS,
      numbers,
      loss: 5.000022852,
      g: [3.823786e-4, 1249.943, -3.823786e-4, -1249.943],
    },
  ],
  batches: [1, 3, 64].map((n) => randomPairs(n, 1e-3, { ...numbers, gradientScale: 0.25 })),
  extremes: [farPairs(10, numbers)],
});

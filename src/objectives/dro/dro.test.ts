// DRO against the golden values of losses.md 1.18.

import { describeObjective } from '../../../test-support/describeObjective';
import { farPairs, GOLDEN_PAIRS, randomPairs } from '../../../test-support/pairCases';
import { dro } from './dro';

const numbers = { margin: 0.001 };

describeObjective(dro, {
  golden: [
    {
      name: 'margin 0.001',
      ...GOLDEN_PAIRS,
      numbers,
      loss: 0.0025,
      g: [0, 0.5, 0, -0.5],
    },
  ],
  batches: [1, 3, 64].map((n) => randomPairs(n, 1e-3, { ...numbers, gradientScale: 0.25 })),
  extremes: [farPairs(1e4, numbers)],
});

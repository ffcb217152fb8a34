// MaPO against the golden values of losses.md 1.18.

import { describeObjective } from '../../../test-support/describeObjective';
import { farPairs, GOLDEN_PAIRS, randomPairs } from '../../../test-support/pairCases';
import { mapo } from './mapo';

const numbers = { beta: 0.1, s: 0.5 };

describeObjective(mapo, {
  golden: [
    {
      name: 'β 0.1, s 0.5',
      ...GOLDEN_PAIRS,
      numbers,
      loss: 0.264967853,
      g: [0.590699, 12.321233, -0.090392, -11.847253],
    },
  ],
  batches: [1, 3, 64].map((n) => randomPairs(n, 1e-3, { ...numbers, gradientScale: 0.25 })),
  extremes: [farPairs(10, numbers)],
});

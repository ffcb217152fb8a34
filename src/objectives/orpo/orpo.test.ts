// ORPO with corrected signs against the golden values of losses.md 1.18.

import { describeObjective } from '../../../test-support/describeObjective';
import { farPairs, GOLDEN_PAIRS, randomPairs } from '../../../test-support/pairCases';
import { orpo } from './orpo';

const numbers = { lambda: 0.2 };

describeObjective(orpo, {
  golden: [
    {
      name: 'λ 0.2',
      ...GOLDEN_PAIRS,
      numbers,
      loss: 0.240698209,
      g: [0.927059, 1.079373, -0.363151, -0.669063],
    },
  ],
  batches: [1, 3, 64].map((n) => randomPairs(n, 1e-2, { ...numbers, gradientScale: 0.25 })),
  extremes: [farPairs(50, numbers)],
});

// CSFT is the mean error of good and bad samples alike (losses.md 1.2).

import { describeObjective, GOLDEN, randomErrors } from '../../../test-support/describeObjective';
import { csft } from './csft';

describeObjective(csft, {
  golden: [
    {
      name: 'the mean error',
      ...GOLDEN,
      numbers: { tau: 0.475 },
      loss: 0.10425,
      g: [0.25, 0.25, 0.25, 0.25],
    },
    {
      name: 'a tie left out',
      ...GOLDEN,
      numbers: { tau: 0.2, tieMode: 2 },
      loss: (0.11 + 0.13 + 0.082) / 4,
      g: [0.25, 0, 0.25, 0.25],
    },
  ],
  batches: [{ name: '64', ...randomErrors(64, 5, 1e-2), numbers: {} }],
  extremes: [{ name: 'far', ...randomErrors(3, 5, 50), numbers: {} }],
});

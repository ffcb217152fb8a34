// KTO against the golden values of losses.md 1.18, with every value function and both anchors; the
// anchor is not differentiated.

import {
  describeObjective,
  GOLDEN,
  randomErrors,
  type ObjectiveInputs,
} from '../../../test-support/describeObjective';
import type { ObjectiveBatch } from '../../graph/objectiveTerms';
import { heldLoss, kto } from './kto';

const plain = { ...kto.terms.constants, beta: 1000, tau: GOLDEN.tau };

function batchOf({ m, r, scores, numbers }: ObjectiveInputs): ObjectiveBatch {
  return {
    size: m.length,
    m,
    r,
    a: m.map((value, i) => r[i]! - value),
    scores,
    table: () => 0,
    numbers: { tau: 0, tieMode: 0, gradientScale: 1, ...kto.terms.constants, ...numbers },
  };
}

describeObjective(kto, {
  golden: [
    {
      name: 'β 1,000, labels s ≥ τ',
      ...GOLDEN,
      numbers: plain,
      loss: 0.580683065,
      g: [26.248396, -49.152983, 4.415677, -11.294165],
    },
    {
      name: 'at m = r',
      ...GOLDEN,
      m: GOLDEN.r,
      numbers: plain,
      loss: 0.5,
      g: [62.5, -62.5, 62.5, -62.5],
    },
  ],
  batches: [0, 1, 2].flatMap((shape) =>
    [0, 1].map((offset) => ({
      name: `value function ${shape}, anchor ${offset}, N = 65`,
      ...randomErrors(65, shape + 1, 1e-3),
      numbers: {
        ...kto.terms.constants,
        beta: 1000,
        lambdaGood: 1.33,
        lambdaBad: 0.5,
        shapeGood: shape,
        shapeBad: (shape + 1) % 3,
        offset,
        gradientScale: 0.5,
      },
    })),
  ),
  extremes: [
    {
      name: 'one class, log-ratios of 10',
      m: [10, 0.1],
      r: [0.1, 10],
      scores: [1, 1],
      numbers: { ...kto.terms.constants, beta: 1000 },
    },
  ],
  heldLoss: (inputs, m) => heldLoss(batchOf({ ...inputs, m }), batchOf(inputs)),
  // x is a difference from the batch's mean: it cancels.
  tolerance: 3e-5,
});

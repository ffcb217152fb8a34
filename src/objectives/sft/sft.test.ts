// SFT: the mean error of the good samples, by every tie rule.

import { describe, expect, it } from 'vitest';
import {
  describeObjective,
  exactTerms,
  GOLDEN,
  randomErrors,
} from '../../../test-support/describeObjective';
import { sft } from './sft';

describeObjective(sft, {
  golden: [
    {
      name: 'good samples of docs/losses.md 1.18',
      ...GOLDEN,
      numbers: { tau: GOLDEN.tau },
      loss: (0.11 + 0.13) / 4,
      g: [0.25, 0, 0.25, 0],
    },
  ],
  batches: [1, 3, 128].map((n) => ({
    name: `N = ${n}`,
    ...randomErrors(n, n, 0.01),
    numbers: { gradientScale: 0.5 },
  })),
  extremes: [
    {
      name: 'errors of 1e6',
      m: [1e6, 2e6],
      r: [0, 0],
      scores: [1, -1],
      numbers: {},
    },
  ],
});

describe('sft', () => {
  it.each([
    [0, [1, 0, 1, 0]],
    [1, [1, 0, 0, 0]],
    [2, [1, 0, 0, 0]],
  ])('takes ties by tieMode %i', (tieMode, weights) => {
    const found = exactTerms(sft.terms, {
      ...GOLDEN,
      scores: [0.9, 0.2, 0.475, 0.4],
      numbers: { tau: GOLDEN.tau, tieMode },
    });
    expect(found.map(({ weight }) => weight)).toEqual(weights);
  });
});

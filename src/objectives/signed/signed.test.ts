// The signed objective on the batch of losses.md 1.18, by hand: w = 1 + 5·|s − 0.475|, L =
// mean(±w·m)/2.

import { describe, expect, it } from 'vitest';
import {
  describeObjective,
  exactTerms,
  GOLDEN,
  randomErrors,
} from '../../../test-support/describeObjective';
import { tgo } from '../tgo/tgo';
import { signed } from './signed';

const numbers = { c: 5, tau: GOLDEN.tau };

describeObjective(signed, {
  golden: [
    {
      name: 'c 5',
      ...GOLDEN,
      numbers,
      // weights 3.125, 2.375, 1.375, 1.375
      loss: (3.125 * 0.11 - 2.375 * 0.095 + 1.375 * 0.13 - 1.375 * 0.082) / 8,
      g: [3.125 / 8, -2.375 / 8, 1.375 / 8, -1.375 / 8],
    },
  ],
  batches: [1, 3, 128].map((n) => ({
    name: `N = ${n}`,
    ...randomErrors(n, n, 0.01),
    numbers: { c: 2, scoreInverseScale: 2, scoreClip: 3, gradientScale: 0.25 },
  })),
  // Both bad samples lie beyond 1.005 times the reference's error or below it: one is capped.
  extremes: [
    { name: 'errors capped', ...GOLDEN, numbers: { ...numbers, errorCap: 1.005 } },
    { name: 'errors of 1e6', m: [1e6, 1e6], r: [0, 0], scores: [1, -1], numbers },
  ],
});

describe('signed', () => {
  it('does not push a sample away whose error has passed the cap', () => {
    const found = (errorCap: number) =>
      exactTerms(signed.terms, { ...GOLDEN, numbers: { ...numbers, errorCap } });
    // m/r is 0.98, 1.011, 1.03, 0.96; samples 1 and 3 are bad.
    expect(found(1.005).map(({ g }) => Math.sign(g))).toEqual([1, 0, 1, -1]);
    expect(found(0.5).map(({ g }) => Math.sign(g))).toEqual([1, 0, 1, 0]);
    expect(found(2)).toEqual(found(0));
    expect(found(1.005).map(({ loss }) => loss)).toEqual(found(0).map(({ loss }) => loss));
  });
  it('is TGO’s gradient at T -> ∞, times T/β', () => {
    const temperature = 1e9;
    const limit = exactTerms(tgo.terms, {
      ...GOLDEN,
      numbers: { ...numbers, beta: 1, temperature },
    });
    exactTerms(signed.terms, { ...GOLDEN, numbers }).forEach(({ g }, i) =>
      expect(limit[i]!.g * temperature).toBeCloseTo(g, 9),
    );
  });
});

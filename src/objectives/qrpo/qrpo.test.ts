// QRPO: derivatives and executors; a policy at its targets has no loss, and its partition function
// is the integral it stands for.

import { describe, expect, it } from 'vitest';
import {
  describeObjective,
  exactTerms,
  GOLDEN,
  meanLoss,
  randomErrors,
} from '../../../test-support/describeObjective';
import { logPartition, qrpo } from './qrpo';

const numbers = { beta: 0.1, kappa: 1000, logZ: logPartition(0.1) };
const QUANTILES = [0.875, 0.125, 0.625, 0.375];

describeObjective(qrpo, {
  golden: [],
  batches: [
    { name: 'four', ...GOLDEN, numbers, table: QUANTILES },
    {
      name: '32',
      ...randomErrors(32, 4, 1e-3),
      numbers: { ...numbers, gradientScale: 0.01 },
      table: Array.from({ length: 32 }, (_, i) => (i + 0.5) / 32),
    },
  ],
  extremes: [{ name: 'far', ...randomErrors(4, 5, 10), numbers, table: QUANTILES }],
});

describe('qrpo', () => {
  it('has no loss where βκa = R − β·log Z', () => {
    const m = GOLDEN.r.map((r, i) => r - (QUANTILES[i]! / 0.1 - numbers.logZ) / 1000);
    expect(
      meanLoss(exactTerms(qrpo.terms, { ...GOLDEN, m, numbers, table: QUANTILES })),
    ).toBeLessThan(1e-20);
  });
  it('Z is the mean of e^{R/β} over uniform quantiles', () => {
    for (const beta of [0.05, 0.5, 5]) {
      const n = 100_000;
      let sum = 0;
      for (let i = 0; i < n; i++) sum += Math.exp((i + 0.5) / n / beta);
      expect(Math.exp(logPartition(beta)) / (sum / n)).toBeCloseTo(1, 6);
    }
  });
});

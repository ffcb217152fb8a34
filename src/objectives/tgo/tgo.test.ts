// TGO against the golden vector of docs/losses.md 1.18 and PyTorch's cases
// (fixtures/losses/tgo_upo.json, `stable`), and its own rules: ties, score scale and clip, the loss
// of an untouched policy.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  describeObjective,
  exactTerms,
  GOLDEN,
  meanLoss,
  randomErrors,
} from '../../../test-support/describeObjective';
import { mean } from '../metrics';
import { tgo } from './tgo';

interface FixtureCase {
  readonly id: number;
  readonly kind: string;
  readonly beta: number;
  readonly c: number;
  readonly tau: number;
  readonly scores: readonly number[];
  readonly labels: readonly number[];
  readonly weights: readonly number[];
  readonly logits: readonly number[];
  readonly grad_wrt: 'log_probs' | 'mse_theta';
  readonly T?: number;
  readonly stable: { readonly loss: number; readonly grad: readonly number[] };
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../../fixtures/losses/tgo_upo.json', import.meta.url), 'utf8'),
) as { cases: readonly FixtureCase[] };

const paper = { beta: 1, c: 5, temperature: 1e-3, tau: GOLDEN.tau };

/** A fixture's log-ratios as errors: m = −T·z/β beside r = 0. */
const inputsOf = ({ logits, scores, beta, c, tau, T = 1 }: FixtureCase) => ({
  m: logits.map((z) => (-z / beta) * T),
  r: logits.map(() => 0),
  scores,
  numbers: { beta, c, tau, temperature: T },
});

describeObjective(tgo, {
  golden: [
    {
      name: 'β 1, c 5, T 1e-3',
      ...GOLDEN,
      numbers: paper,
      loss: 2.714352575,
      g: [93.127283, -159.683969, 337.56724, -327.447356],
    },
    {
      name: 'at m = r',
      ...GOLDEN,
      m: GOLDEN.r,
      numbers: paper,
      loss: 1.42961606,
      g: exactTerms(tgo.terms, { ...GOLDEN, m: GOLDEN.r, numbers: paper }).map(({ g }) => g),
    },
  ],
  batches: [1, 3, 128].map((n) => ({
    name: `N = ${n}, score scale, clip and gradient scale`,
    ...randomErrors(n, n, 0.01),
    numbers: {
      beta: 0.5,
      c: 5,
      temperature: 5e-3,
      tau: 0.25,
      scoreInverseScale: 2,
      scoreClip: 3,
      gradientScale: 0.125,
    },
  })),
  extremes: cases
    .filter(({ kind }) => kind.includes('logit'))
    .map((one) => ({ name: `case ${one.id} (${one.kind})`, ...inputsOf(one) })),
});

describe('tgo', () => {
  it.each(cases)('PyTorch case $id ($kind)', (fixture) => {
    const found = exactTerms(tgo.terms, inputsOf(fixture));
    expect(found.map(({ label }) => label)).toEqual(fixture.labels);
    found.forEach(({ z, weight, g }, i) => {
      expect(z).toBeCloseTo(fixture.logits[i]!, 9);
      expect(weight).toBeCloseTo(fixture.weights[i]!, 9);
      const wanted =
        fixture.grad_wrt === 'mse_theta' ? fixture.stable.grad[i]! : -fixture.stable.grad[i]!;
      expect(Math.abs(g - wanted)).toBeLessThanOrEqual(1e-9 + 1e-9 * Math.abs(wanted));
    });
    expect(Math.abs(meanLoss(found) - fixture.stable.loss)).toBeLessThanOrEqual(
      1e-9 + 1e-9 * Math.abs(fixture.stable.loss),
    );
  });

  it.each([0, 1, 2])('breaks ties by tieMode %i', (tieMode) => {
    const found = exactTerms(tgo.terms, {
      m: [0.1, 0.1, 0.1],
      r: [0.2, 0.2, 0.2],
      scores: [0.5, 0.25, 0.75],
      numbers: { beta: 1, c: 5, temperature: 1, tau: 0.5, tieMode },
    });
    expect(found.map(({ label }) => label)).toEqual([tieMode === 1 ? 0 : 1, 0, 1]);
    expect(found.map(({ weight }) => weight)).toEqual([tieMode === 2 ? 0 : 1, 2.25, 2.25]);
    expect([found[0]!.loss === 0, found[0]!.g === 0]).toEqual([tieMode === 2, tieMode === 2]);
  });

  it('scales and clips the distance to τ for the weight only', () => {
    const found = exactTerms(tgo.terms, {
      ...GOLDEN,
      scores: [0.9, 0.2, 0.475, 0.4],
      numbers: { ...paper, tau: 0.4, scoreInverseScale: 10, scoreClip: 3 },
    });
    [16, 11, 1 + 5 * 0.75, 1].forEach((weight, i) =>
      expect(found[i]!.weight).toBeCloseTo(weight, 12),
    );
  });

  it('an untouched policy has the loss mean(w)·ln 2 its record says', () => {
    const found = exactTerms(tgo.terms, { ...GOLDEN, m: GOLDEN.r, numbers: paper });
    const weights = found.map(({ weight }) => weight);
    expect(meanLoss(found)).toBeCloseTo(mean(weights) * Math.LN2, 12);
  });
});

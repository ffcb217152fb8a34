// Against what a step itself would make of the same rows: two images, one direction each.

import { describe, expect, it } from 'vitest';
import type { UpdateProbe } from '../../domain/updateProbe';
import { defaultRunSettings, withChange, type RunSettings } from '../../settings/runSettings';
import { counterfactual, probeUpdate } from './counterfactual';

/** Rows with given derivatives; errors at an untouched policy. */
function probeOf(
  scores: readonly number[],
  derivatives: readonly (readonly number[])[],
): UpdateProbe {
  const n = scores.length;
  const gram = new Float32Array(n * n);
  derivatives.forEach((a, i) =>
    derivatives.forEach((b, j) => {
      gram[i * n + j] = a.reduce((sum, value, k) => sum + value * b[k]!, 0);
    }),
  );
  return {
    step: 0,
    scores,
    groups: scores.map(() => 'g'),
    places: scores.map((_, i) => i),
    captions: scores.map((_, i) => `image ${i}`),
    rows: scores.map((_, image) => ({ image, policyError: 0.2, referenceError: 0.2 })),
    gram,
  };
}
const settings = (values: Partial<RunSettings> = {}): RunSettings => ({
  ...defaultRunSettings(),
  objective: { beta: 1, c: 0, temperature: 0.02 },
  ...values,
});
const ORTHOGONAL = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
];

describe('counterfactual', () => {
  it('changes nothing where the settings are the same', () => {
    const found = counterfactual(probeOf([1, 2, 3, 4], ORTHOGONAL), settings(), settings());
    expect(found).toMatchObject({ flips: 0, flipped: [] });
    expect(found.cosine).toBeCloseTo(1, 6);
    expect(found.lengthRatio).toBeCloseTo(1, 6);
  });
  it('pushes good errors down and bad ones up, each image its share', () => {
    const { weights, shares } = probeUpdate(probeOf([1, 2, 3, 4], ORTHOGONAL), settings());
    expect(weights.map(Math.sign)).toEqual([-1, -1, 1, 1]);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(shares).toEqual(shares.map(() => expect.closeTo(0.25, 6)));
  });
  it('counts the labels that another τ flips, and the update turns by them', () => {
    const probe = probeOf([1, 2, 3, 4], ORTHOGONAL);
    const found = counterfactual(
      probe,
      settings(),
      withChange(settings(), { threshold: { fixedThreshold: 3.5 } }),
    );
    expect(found).toMatchObject({ flips: 1, flipped: [2] });
    // One of four orthogonal directions turns round: (3 − 1)/4.
    expect(found.cosine).toBeCloseTo(0.5, 6);
  });
  it('turns to the far images as c grows', () => {
    const probe = probeOf(
      [0, 4, 5, 6, 7, 30],
      [
        [1, 0],
        [0, 1],
        [0, 1],
        [0, 1],
        [0, 1],
        [1, 0],
      ],
    );
    const more = settings({ objective: { beta: 1, c: 20, temperature: 0.02 } });
    const found = counterfactual(probe, settings(), more);
    expect(found.wanted.shares[5]!).toBeGreaterThan(found.now.shares[5]!);
    expect(found.flips).toBe(0);
  });
  it('scales with the learning rate alone', () => {
    const found = counterfactual(
      probeOf([1, 2, 3, 4], ORTHOGONAL),
      withChange(settings(), { optimizer: { learningRate: 1e-3 } }),
      withChange(settings(), { optimizer: { learningRate: 3e-3 } }),
    );
    expect(found.lengthRatio).toBeCloseTo(3, 6);
    expect(found.cosine).toBeCloseTo(1, 6);
  });
});

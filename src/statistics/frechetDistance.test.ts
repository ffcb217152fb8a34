// Against closed forms of known Gaussians and against scipy 1.17 (linalg.sqrtm of the product of
// numpy's covariances).

import { describe, expect, it } from 'vitest';
import { drift } from '../evaluate/drift';
import { frechetDistance } from './frechetDistance';
import { symmetricEigenvalues } from './symmetricEigen';

/** [n][d] numbers that numpy made the same way. */
const data = (seed: number, n: number, d: number, shift = 0): number[][] =>
  Array.from({ length: n }, (_, k) =>
    Array.from(
      { length: d },
      (__, i) =>
        Math.sin((seed + 1) * (k * 7.13 + 1) * (i + 1.7)) +
        0.3 * Math.cos(seed * 2.1 + k * i * 0.37 + k) +
        shift * i,
    ),
  );

/** Samples with exactly mean `means` and covariance diag(sds²): ± each axis. */
const exact = (means: readonly number[], sds: readonly number[]): number[][] => {
  const n = 2 * means.length;
  return means.flatMap((_, axis) =>
    [1, -1].map((sign) =>
      means.map((mean, i) => mean + (i === axis ? sign * sds[i]! * Math.sqrt((n - 1) / 2) : 0)),
    ),
  );
};

describe('symmetricEigen', () => {
  it('is numpy’s eigvalsh', () => {
    const a = data(3, 7, 7);
    const flat = Float64Array.from(
      { length: 49 },
      (_, i) => a[Math.floor(i / 7)]![i % 7]! + a[i % 7]![Math.floor(i / 7)]!,
    );
    const wanted = [
      -4.787935870255161, -3.025288483947709, -0.2129731875562484, 0.4183966659573557,
      2.643345977701055, 3.534563124653775, 3.9045680478979317,
    ];
    symmetricEigenvalues(flat, 7).forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 12));
  });
  it('knows −2 + 2cos(kπ/(n+1)) of the second difference, multiple values, and nothing', () => {
    const n = 60;
    const matrix = Float64Array.from({ length: n * n }, (_, i) =>
      i % n === Math.floor(i / n) ? -2 : Math.abs((i % n) - Math.floor(i / n)) === 1 ? 1 : 0,
    );
    symmetricEigenvalues(matrix, n).forEach((value, i) =>
      expect(value).toBeCloseTo(-2 + 2 * Math.cos(((n - i) * Math.PI) / (n + 1)), 12),
    );
    expect([...symmetricEigenvalues(Float64Array.of(2, 0, 0, 2), 2)]).toEqual([2, 2]);
    expect([...symmetricEigenvalues(new Float64Array(9), 3)]).toEqual([0, 0, 0]);
    expect([...symmetricEigenvalues(Float64Array.of(5), 1)]).toEqual([5]);
    expect(symmetricEigenvalues(new Float64Array(0), 0)).toHaveLength(0);
  });
  it('refuses what is no matrix of numbers', () => {
    expect(() => symmetricEigenvalues(new Float64Array(3), 2)).toThrow('3 numbers for 2×2');
    expect(() => symmetricEigenvalues(Float64Array.of(Number.NaN), 1)).toThrow('not finite');
  });
});

describe('frechetDistance', () => {
  it('of Gaussians with axes in common is |Δμ|² + Σ(σ₁ − σ₂)²', () => {
    const distance = frechetDistance(exact([0, 0, 0], [1, 2, 3]), exact([1, 0, -2], [1, 0.5, 4]));
    expect(distance).toBeCloseTo(1 + 4 + 0 + 2.25 + 1, 6);
  });
  it('is scipy’s with more samples than features', () => {
    expect(frechetDistance(data(0, 40, 6), data(1, 40, 6, 0.5))).toBeCloseTo(14.192763444253412, 6);
    expect(frechetDistance(data(0, 40, 6), data(2, 25, 6))).toBeCloseTo(2.3666879081712624, 6);
  });
  it('is scipy’s with fewer samples than features, and mixed counts agree', () => {
    expect(frechetDistance(data(0, 5, 8), data(1, 7, 8))).toBeCloseTo(4.378211323510868, 5);
    expect(frechetDistance(data(0, 5, 8), data(1, 30, 8))).toBeCloseTo(
      frechetDistance(data(1, 30, 8), data(0, 5, 8)),
      6,
    );
  });
  it('is zero for the same set, with features that never vary as well', () => {
    const features = data(4, 30, 5).map((vector) => [...vector, 0.25, 1]);
    expect(frechetDistance(features, features)).toBeLessThan(1e-6);
    expect(
      frechetDistance(
        features.map(() => [1, 2]),
        features.map(() => [1, 4]),
      ),
    ).toBeCloseTo(4, 9);
  });
  it('refuses single vectors and unequal lengths', () => {
    expect(() => frechetDistance([[1]], [[1], [2]])).toThrow('1 and 2 feature vectors');
    expect(() => frechetDistance([[1], [2]], [[1], [2, 3]])).toThrow('2 and 1 numbers');
  });
  it('moves with the drift, and pairs say how much each image changed', () => {
    const base = data(0, 20, 6);
    const [near, far] = [0.1, 1].map((by) =>
      drift(
        base,
        base.map((vector) => vector.map((value) => value + by)),
        'pixels',
      ),
    );
    expect(near!.change).toBeCloseTo(0.1, 12);
    expect(far!.change).toBeCloseTo(1, 12);
    expect(far!.frechet).toBeCloseTo(6, 6);
    expect(near!.frechet).toBeLessThan(far!.frechet);
    expect(near!.logRatio).toBeNull();
  });
});

// Fréchet distance of two sets of feature vectors, each taken as a Gaussian (Dowson & Landau 1982;
// Heusel et al. 2017, who use it squared with Inception features and call it FID): d² = |μ₁ − μ₂|²
// + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁Σ₂)^½. Features here are whatever the caller has, so the number is no
// FID and compares only with others of the same features.
//
// How the root is taken: with Σ = FᵀF, (Σ₁Σ₂)^½ has the trace Σσ(F₁F₂ᵀ), the sum of singular
// values, which are the roots of the eigenvalues of the symmetric (F₁F₂ᵀ)(F₁F₂ᵀ)ᵀ. F is the centred
// samples themselves when there are no more samples n than features d, else a Cholesky factor of Σ
// + εI (ε = 10⁻¹⁰ of the mean variance: features that never vary must not break it). Small negative
// eigenvalues are rounding and count as 0.
//
// What n needs: Σ has rank n − 1 at most. Below n > d the distance sees only the directions that
// the samples span, and for any n two independent sets of the same model are about (tr Σ)·d/n
// apart, not 0. With shared seeds that part largely cancels: an unchanged model is at exactly 0.

import { symmetricEigenvalues } from './symmetricEigen';

const REGULARISATION = 1e-10;

/** Feature vectors, all of one length d. */
export type Features = readonly ArrayLike<number>[];

interface Gaussian {
  readonly mean: Float64Array;
  /** tr Σ. */
  readonly trace: number;
  /** F of Σ = FᵀF, row-major [rows, d]. */
  readonly factor: Float64Array;
  readonly rows: number;
}

/** Upper triangular R with RᵀR = Σ + εI from centred samples [n, d], Σ with n − 1. */
function choleskyFactor(centred: Float64Array, n: number, d: number): Float64Array {
  const r = new Float64Array(d * d);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < d; i++) {
      const value = centred[k * d + i]!;
      for (let j = i; j < d; j++) r[i * d + j]! += value * centred[k * d + j]!;
    }
  }
  let trace = 0;
  for (let i = 0; i < d; i++) trace += r[i * d + i]!;
  const epsilon = (REGULARISATION * trace) / d || Number.MIN_VALUE;
  for (let i = 0; i < d; i++) r[i * d + i]! += epsilon;
  for (let i = 0; i < d; i++) {
    const pivot = Math.sqrt(Math.max(epsilon, r[i * d + i]!));
    for (let j = i; j < d; j++) r[i * d + j]! /= pivot;
    for (let k = i + 1; k < d; k++) {
      const side = r[i * d + k]!;
      if (side === 0) continue;
      for (let j = k; j < d; j++) r[k * d + j]! -= side * r[i * d + j]!;
    }
  }
  return r;
}

function gaussian(features: Features, d: number): Gaussian {
  const n = features.length;
  const mean = new Float64Array(d);
  for (const vector of features) {
    if (vector.length !== d)
      throw new Error(`frechetDistance: feature vectors of ${vector.length} and ${d} numbers`);
    for (let i = 0; i < d; i++) mean[i]! += vector[i]! / n;
  }
  const centred = new Float64Array(n * d);
  let trace = 0;
  const scale = 1 / Math.sqrt(n - 1);
  features.forEach((vector, k) => {
    for (let i = 0; i < d; i++) {
      const value = (vector[i]! - mean[i]!) * scale;
      centred[k * d + i] = value;
      trace += value * value;
    }
  });
  return n <= d
    ? { mean, trace, factor: centred, rows: n }
    : { mean, trace, factor: choleskyFactor(centred, n, d), rows: d };
}

/** Sum of the singular values of F₁F₂ᵀ. */
function rootTrace(first: Gaussian, second: Gaussian, d: number): number {
  const [p, q] = [first.rows, second.rows];
  const product = new Float64Array(p * q);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < q; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += first.factor[i * d + k]! * second.factor[j * d + k]!;
      product[i * q + j] = sum;
    }
  }
  const gram = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = i; j < p; j++) {
      let sum = 0;
      for (let k = 0; k < q; k++) sum += product[i * q + k]! * product[j * q + k]!;
      gram[i * p + j] = sum;
      gram[j * p + i] = sum;
    }
  }
  return symmetricEigenvalues(gram, p).reduce(
    (sum, value) => sum + Math.sqrt(Math.max(0, value)),
    0,
  );
}

/**
 * Squared Fréchet distance d² of two sets of features (Gaussians fitted to each), in squared
 * feature units; never negative.
 *  Errors: throws with fewer than two vectors in a set, or vectors of different lengths.
 */
export function frechetDistance(first: Features, second: Features): number {
  if (first.length < 2 || second.length < 2)
    throw new Error(
      `frechetDistance: ${first.length} and ${second.length} feature vectors, two of each wanted`,
    );
  const d = first[0]!.length;
  const [one, other] = [gaussian(first, d), gaussian(second, d)];
  let means = 0;
  for (let i = 0; i < d; i++) means += (one.mean[i]! - other.mean[i]!) ** 2;
  return Math.max(0, means + one.trace + other.trace - 2 * rootTrace(one, other, d));
}

// Ridge regression with a free intercept, its strength chosen by leave-one-out (Hoerl & Kennard
// 1970; Allen 1974's PRESS). With centred features X [n,D] = U·diag(s)·Vᵀ the hat matrix is H(λ) =
// 1/n + U·diag(s²/(s²+λ))·Uᵀ, and the residual of a fit without row i is (y_i − ŷ_i)/(1 − H_ii):
// every λ costs n·rank numbers and no refit. All in float64.

import { symmetricEigen } from '../statistics/symmetricEigen';

export interface Ridge {
  readonly weight: Float64Array;
  readonly bias: number;
  /** Chosen penalty on |w|², in squared units of the features. */
  readonly lambda: number;
  /** Row i as the fit without row i (same λ) predicts it, [n]. */
  readonly leaveOneOut: Float64Array;
}

/**
 * Penalties tried, as multiples of the mean squared singular value: 10⁻⁵ to 10⁵, eight a decade.
 */
const PENALTIES = Array.from({ length: 81 }, (_, i) => 10 ** (-5 + i / 8));
/** Singular values below this share of the largest are rounding. */
const RANK_TOLERANCE = 1e-12;

function centred(
  features: readonly ArrayLike<number>[],
  width: number,
): { x: Float64Array; mean: Float64Array } {
  const n = features.length;
  const mean = new Float64Array(width);
  for (const row of features) for (let d = 0; d < width; d++) mean[d]! += row[d]! / n;
  const x = new Float64Array(n * width);
  features.forEach((row, i) => {
    for (let d = 0; d < width; d++) x[i * width + d] = row[d]! - mean[d]!;
  });
  return { x, mean };
}

/**
 * Left singular vectors (each [n]) with their squared singular values, from the smaller of the two
 * Gram matrices.
 */
function singularVectors(
  x: Float64Array,
  n: number,
  width: number,
): { squared: number; u: Float64Array }[] {
  const size = Math.min(n, width);
  const gram = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = a; b < size; b++) {
      let sum = 0;
      if (size === n) for (let d = 0; d < width; d++) sum += x[a * width + d]! * x[b * width + d]!;
      else for (let i = 0; i < n; i++) sum += x[i * width + a]! * x[i * width + b]!;
      gram[a * size + b] = sum;
      gram[b * size + a] = sum;
    }
  }
  const { values, vectors } = symmetricEigen(gram, size);
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  return Array.from(values, (squared, k) => ({
    squared,
    vector: vectors.subarray(k * size, (k + 1) * size),
  }))
    .filter(({ squared }) => squared > RANK_TOLERANCE * largest)
    .map(({ squared, vector }) => {
      if (size === n) return { squared, u: vector };
      const u = new Float64Array(n); // X·v / s
      for (let i = 0; i < n; i++)
        for (let d = 0; d < width; d++)
          u[i]! += (x[i * width + d]! * vector[d]!) / Math.sqrt(squared);
      return { squared, u };
    });
}

/** Fits y ≈ w·x + b. `features`: n rows of one length D; `targets` [n]. n ≥ 3.
 *  Errors: throws when the sizes disagree or all rows are equal. */
export function fitRidge(
  features: readonly ArrayLike<number>[],
  targets: readonly number[],
): Ridge {
  const n = features.length;
  const width = features[0]?.length ?? 0;
  if (n < 3 || targets.length !== n || features.some((row) => row.length !== width))
    throw new Error(`fitRidge: ${n} rows of ${width}, ${targets.length} targets`);
  const { x, mean } = centred(features, width);
  const parts = singularVectors(x, n, width);
  if (parts.length === 0) throw new Error('fitRidge: all rows are equal');
  const average = targets.reduce((sum, value) => sum + value, 0) / n;
  const y = targets.map((value) => value - average);
  const scale = parts.reduce((sum, { squared }) => sum + squared, 0) / parts.length;
  const loads = parts.map(({ u }) => u.reduce((sum, value, i) => sum + value * y[i]!, 0));

  const outside = (lambda: number): Float64Array => {
    const fitted = new Float64Array(n);
    const hat = new Float64Array(n).fill(1 / n);
    parts.forEach(({ squared, u }, k) => {
      const kept = squared / (squared + lambda);
      for (let i = 0; i < n; i++) {
        fitted[i]! += kept * u[i]! * loads[k]!;
        hat[i]! += kept * u[i]! ** 2;
      }
    });
    // residuals of the fits without row i
    return hat.map((own, i) => (y[i]! - fitted[i]!) / (1 - own));
  };
  let best: { lambda: number; error: number; residuals: Float64Array } = {
    lambda: Number.NaN,
    error: Infinity,
    residuals: new Float64Array(),
  };
  for (const penalty of PENALTIES) {
    const residuals = outside(penalty * scale);
    const error = residuals.reduce((sum, value) => sum + value * value, 0);
    if (error < best.error) best = { lambda: penalty * scale, error, residuals };
  }

  // w = Xᵀ·α with α = U·diag(1/(s²+λ))·Uᵀ·y.
  const weight = new Float64Array(width);
  parts.forEach(({ squared, u }, k) => {
    const share = loads[k]! / (squared + best.lambda);
    for (let i = 0; i < n; i++)
      for (let d = 0; d < width; d++) weight[d]! += share * u[i]! * x[i * width + d]!;
  });
  const bias = average - weight.reduce((sum, value, d) => sum + value * mean[d]!, 0);
  return {
    weight,
    bias,
    lambda: best.lambda,
    leaveOneOut: best.residuals.map((residual, i) => targets[i]! - residual),
  };
}

// Ridge by its promises: the leave-one-out values of the closed form are those of refits without
// each row, and both Gram matrices (more rows than numbers, and fewer) give one answer.
import { describe, expect, it } from 'vitest';
import { normals } from '../random/philox';
import { fitRidge } from './ridge';
import { areaUnderCurve, rankCorrelation, ranks } from './rankStatistics';
import { symmetricEigen } from '../statistics/symmetricEigen';

const draw = (stream: number, count: number): Float64Array =>
  Float64Array.from(normals(5, { stream, step: 0, item: 0 }, count));
const rowsOf = (flat: Float64Array, width: number): Float64Array[] =>
  Array.from({ length: flat.length / width }, (_, i) => flat.subarray(i * width, (i + 1) * width));

/** Solves A·x = b by Gaussian elimination with pivoting. */
function solve(a: number[][], b: number[]): number[] {
  const m = a.map((row, i) => [...row, b[i]!]);
  for (let k = 0; k < m.length; k++) {
    const pivot = m.reduce(
      (best, row, i) => (i >= k && Math.abs(row[k]!) > Math.abs(m[best]![k]!) ? i : best),
      k,
    );
    [m[k], m[pivot]] = [m[pivot]!, m[k]!];
    for (let i = 0; i < m.length; i++) {
      if (i === k) continue;
      const share = m[i]![k]! / m[k]![k]!;
      for (let j = k; j <= m.length; j++) m[i]![j]! -= share * m[k]![j]!;
    }
  }
  return m.map((row, i) => row[m.length]! / row[i]!);
}

/** Weights and intercept from the normal equations with the intercept unpenalised. */
function refit(rows: readonly Float64Array[], y: readonly number[], lambda: number): number[] {
  const ones = rows.map((row) => [...row, 1]);
  const size = ones[0]!.length;
  const a = Array.from({ length: size }, (_, i) =>
    Array.from(
      { length: size },
      (_unused, j) =>
        ones.reduce((sum, row) => sum + row[i]! * row[j]!, 0) +
        (i === j && i < size - 1 ? lambda : 0),
    ),
  );
  return solve(
    a,
    Array.from({ length: size }, (_, i) => ones.reduce((sum, row, r) => sum + row[i]! * y[r]!, 0)),
  );
}

describe.each([
  [24, 5],
  [9, 30],
])('%i rows of %i numbers', (n, width) => {
  const rows = rowsOf(draw(1, n * width), width);
  const truth = draw(2, width);
  const noise = draw(3, n);
  const y = rows.map(
    (row, i) => 2 + row.reduce((sum, value, d) => sum + value * truth[d]!, 0) + noise[i]!,
  );
  const fit = fitRidge(rows, y);

  it('solves the normal equations', () => {
    const wanted = refit(rows, y, fit.lambda);
    [...fit.weight, fit.bias].forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 8));
  });
  it('leaves one out as refits do', () => {
    fit.leaveOneOut.forEach((value, left) => {
      const without = refit(
        rows.filter((_, i) => i !== left),
        y.filter((_, i) => i !== left),
        fit.lambda,
      );
      expect(value).toBeCloseTo(
        rows[left]!.reduce((sum, x, d) => sum + x * without[d]!, without[width]!),
        8,
      );
    });
  });
  it('chooses a penalty whose leave-one-out error no other tried one beats', () => {
    const error = (lambda: number): number =>
      rows.reduce((sum, row, left) => {
        const without = refit(
          rows.filter((_, i) => i !== left),
          y.filter((_, i) => i !== left),
          lambda,
        );
        return (
          sum +
          (y[left]! - row.reduce((total, x, d) => total + x * without[d]!, without[width]!)) ** 2
        );
      }, 0);
    for (const factor of [0.1, 0.5, 2, 10])
      // flat towards the largest penalty tried
      expect(error(fit.lambda * factor)).toBeGreaterThan(error(fit.lambda) * (1 - 1e-4));
  });
});

describe('fitRidge', () => {
  it('refuses what it cannot fit', () => {
    expect(() => fitRidge([[1], [1], [1]], [1, 2, 3])).toThrow('all rows are equal');
    expect(() => fitRidge([[1], [2]], [1, 2])).toThrow('2 rows');
    expect(() => fitRidge([[1], [2], [3, 4]], [1, 2, 3])).toThrow('3 rows of 1');
  });
});

describe('symmetricEigen', () => {
  it('gives A·v = λ·v with orthonormal v', () => {
    const n = 7;
    const half = draw(4, n * n);
    const a = Float64Array.from(
      { length: n * n },
      (_, i) => half[i]! + half[(i % n) * n + Math.floor(i / n)]!,
    );
    const { values, vectors } = symmetricEigen(a, n);
    const row = (k: number): Float64Array => vectors.subarray(k * n, (k + 1) * n);
    for (let k = 0; k < n; k++) {
      for (let i = 0; i < n; i++)
        expect(row(k).reduce((sum, value, j) => sum + a[i * n + j]! * value, 0)).toBeCloseTo(
          values[k]! * row(k)[i]!,
          10,
        );
      for (let j = 0; j < n; j++)
        expect(row(k).reduce((sum, value, i) => sum + value * row(j)[i]!, 0)).toBeCloseTo(
          Number(j === k),
          12,
        );
    }
    expect(() => symmetricEigen(Float64Array.of(1, Number.NaN, 2, 3), 2)).toThrow('not finite');
  });
});

describe('rank statistics', () => {
  it('share ranks, and know order alone', () => {
    expect(ranks([3, 1, 3, 2])).toEqual([3.5, 1, 3.5, 2]);
    expect(rankCorrelation([1, 2, 3, 4], [1, 8, 27, 1000])).toBeCloseTo(1, 12);
    expect(areaUnderCurve([1, 2, 3, 4], [false, false, true, true])).toBe(1);
    // 1, ½, 1, 1 of four pairs
    expect(areaUnderCurve([1, 2, 2, 4], [false, true, false, true])).toBe(0.875);
    expect(areaUnderCurve([1, 2], [true, true])).toBeNaN();
  });
});

// Eigenvalues, and if asked for eigenvectors, of a symmetric matrix in float64: Householder
// reduction to a tridiagonal matrix, then implicit QR steps with Wilkinson's shift (Golub & Van
// Loan, Matrix Computations, 4th ed., algorithms 8.3.1 to 8.3.3). About 4/3·n³ operations, with
// vectors about 10·n³.

const EPSILON = Number.EPSILON;
/** QR steps a matrix may take, per row; two or three are usual. */
const STEPS_PER_ROW = 60;

/**
 * Diagonal and off-diagonal of the tridiagonal matrix T similar to `matrix` (row-major n×n).
 * `basis`, the unit matrix at first, becomes R
 *  with matrix = Rᵀ·T·R.
 */
function tridiagonal(
  matrix: Float64Array,
  n: number,
  basis: Float64Array | null,
): { diagonal: Float64Array; offDiagonal: Float64Array } {
  const a = matrix.slice();
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(Math.max(0, n - 1));
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    // 1. The reflection that leaves one number below the diagonal of column k.
    let squares = 0;
    for (let i = k + 1; i < n; i++) {
      v[i] = a[i * n + k]!;
      squares += v[i]! ** 2;
    }
    diagonal[k] = a[k * n + k]!;
    const below = squares - v[k + 1]! ** 2;
    if (below === 0) {
      offDiagonal[k] = v[k + 1]!;
      continue;
    }
    const alpha = v[k + 1]! > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    offDiagonal[k] = alpha;
    v[k + 1]! -= alpha;
    const half = (below + v[k + 1]! ** 2) / 2;
    if (basis) reflectRows(basis, n, k + 1, v, half);
    // 2. A ← (I − vvᵀ/half) A (I − vvᵀ/half) on the rest, as A − vwᵀ − wvᵀ.
    let inner = 0;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += a[i * n + j]! * v[j]!;
      w[i] = sum / half;
      inner += w[i]! * v[i]!;
    }
    const share = inner / (2 * half);
    for (let i = k + 1; i < n; i++) w[i]! -= share * v[i]!;
    for (let i = k + 1; i < n; i++) {
      for (let j = k + 1; j < n; j++) a[i * n + j]! -= v[i]! * w[j]! + w[i]! * v[j]!;
    }
  }
  if (n > 0) diagonal[n - 1] = a[n * n - 1]!;
  return { diagonal, offDiagonal };
}

/** Rows from…n−1 of `basis` ← (I − vvᵀ/half)·basis. */
function reflectRows(
  basis: Float64Array,
  n: number,
  from: number,
  v: Float64Array,
  half: number,
): void {
  const sums = new Float64Array(n);
  for (let i = from; i < n; i++) for (let j = 0; j < n; j++) sums[j]! += v[i]! * basis[i * n + j]!;
  for (let i = from; i < n; i++) {
    const share = v[i]! / half;
    for (let j = 0; j < n; j++) basis[i * n + j]! -= share * sums[j]!;
  }
}

/** Rows k and k+1 of `basis` turned by the rotation (c, s). */
function rotateRows(basis: Float64Array, n: number, k: number, c: number, s: number): void {
  for (let i = k * n; i < (k + 1) * n; i++) {
    const [upper, lower] = [basis[i]!, basis[i + n]!];
    basis[i] = c * upper + s * lower;
    basis[i + n] = c * lower - s * upper;
  }
}

/**
 * One implicit QR step on rows first…last of the tridiagonal matrix (d, e); `basis` turns with it.
 */
function qrStep(
  d: Float64Array,
  e: Float64Array,
  first: number,
  last: number,
  basis: Float64Array | null,
): void {
  const delta = (d[last - 1]! - d[last]!) / 2;
  const end = e[last - 1]!;
  const shift = d[last]! - (end * end) / (delta + (delta < 0 ? -1 : 1) * Math.hypot(delta, end));
  let x = d[first]! - shift;
  let z = e[first]!;
  for (let k = first; k < last; k++) {
    const length = Math.hypot(x, z);
    const c = length === 0 ? 1 : x / length;
    const s = length === 0 ? 0 : z / length;
    if (k > first) e[k - 1] = length;
    if (basis) rotateRows(basis, d.length, k, c, s);
    const [upper, lower, side] = [d[k]!, d[k + 1]!, e[k]!];
    d[k] = c * c * upper + 2 * c * s * side + s * s * lower;
    d[k + 1] = s * s * upper - 2 * c * s * side + c * c * lower;
    e[k] = c * s * (lower - upper) + (c * c - s * s) * side;
    if (k < last - 1) {
      x = e[k]!;
      z = s * e[k + 1]!;
      e[k + 1]! *= c;
    }
  }
}

/** Eigenvalues in no order; `basis` as for `tridiagonal`, its rows become the eigenvectors. */
function diagonalize(matrix: Float64Array, n: number, basis: Float64Array | null): Float64Array {
  if (matrix.length !== n * n)
    throw new Error(`symmetricEigen: ${matrix.length} numbers for ${n}×${n}`);
  if (!matrix.every(Number.isFinite))
    throw new Error('symmetricEigen: the matrix has entries that are not finite');
  const { diagonal: d, offDiagonal: e } = tridiagonal(matrix, n, basis);
  const scale = d.reduce(
    (most, value, i) => Math.max(most, Math.abs(value), Math.abs(e[i] ?? 0)),
    0,
  );
  const negligible = (i: number): boolean =>
    Math.abs(e[i]!) <= EPSILON * (Math.abs(d[i]!) + Math.abs(d[i + 1]!)) ||
    Math.abs(e[i]!) <= EPSILON * EPSILON * scale;
  let last = n - 1;
  for (let steps = 0; last > 0;) {
    if (negligible(last - 1)) {
      last--;
      continue;
    }
    if (steps++ > STEPS_PER_ROW * n) throw new Error('symmetricEigen: no convergence');
    let first = last - 1;
    while (first > 0 && !negligible(first - 1)) first--;
    qrStep(d, e, first, last, basis);
  }
  return d;
}

/** Eigenvalues of a symmetric n×n matrix (row-major; only its symmetric part is meant), ascending.
 *  Errors: throws when the length is not n² or a number is not finite. */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  return diagonalize(matrix, n, null).sort();
}

/**
 * Eigenvalues [n], in no order, and at row k of `vectors` [n·n] the unit eigenvector of values[k].
 * Errors: as above.
 */
export function symmetricEigen(
  matrix: Float64Array,
  n: number,
): { values: Float64Array; vectors: Float64Array } {
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  return { values: diagonalize(matrix, n, vectors), vectors };
}

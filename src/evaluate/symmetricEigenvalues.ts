// Eigenvalues (no vectors) of a symmetric matrix in float64: Householder reduction to a tridiagonal matrix, then implicit QR steps
// with Wilkinson's shift (Golub & Van Loan, Matrix Computations, 4th ed., algorithms 8.3.1 to 8.3.3). About 4/3·n³ operations.

const EPSILON = Number.EPSILON;
/** QR steps a matrix may take, per row; two or three are usual. */
const STEPS_PER_ROW = 60;

/** Diagonal and off-diagonal of the tridiagonal matrix similar to `matrix` (row-major n×n). */
function tridiagonal(matrix: Float64Array, n: number): { diagonal: Float64Array; offDiagonal: Float64Array } {
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

/** One implicit QR step on rows first…last of the tridiagonal matrix (d, e). */
function qrStep(d: Float64Array, e: Float64Array, first: number, last: number): void {
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

/** Eigenvalues of a symmetric n×n matrix (row-major; only its symmetric part is meant), ascending.
 *  Errors: throws when the length is not n² or a number is not finite. */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  if (matrix.length !== n * n) throw new Error(`symmetricEigenvalues: ${matrix.length} numbers for ${n}×${n}`);
  if (!matrix.every(Number.isFinite)) throw new Error('symmetricEigenvalues: the matrix has entries that are not finite');
  const { diagonal: d, offDiagonal: e } = tridiagonal(matrix, n);
  const scale = d.reduce((most, value, i) => Math.max(most, Math.abs(value), Math.abs(e[i] ?? 0)), 0);
  const negligible = (i: number): boolean => Math.abs(e[i]!) <= EPSILON * (Math.abs(d[i]!) + Math.abs(d[i + 1]!)) || Math.abs(e[i]!) <= EPSILON * EPSILON * scale;
  let last = n - 1;
  for (let steps = 0; last > 0; ) {
    if (negligible(last - 1)) {
      last--;
      continue;
    }
    if (steps++ > STEPS_PER_ROW * n) throw new Error('symmetricEigenvalues: no convergence');
    let first = last - 1;
    while (first > 0 && !negligible(first - 1)) first--;
    qrStep(d, e, first, last);
  }
  return d.sort();
}

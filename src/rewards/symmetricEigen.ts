// Eigenvalues and eigenvectors of a small symmetric matrix in float64, by cyclic Jacobi rotations (Golub & Van Loan, Matrix
// Computations, 4th ed., 8.5). Slower than evaluate/symmetricEigenvalues.ts, which has no vectors: about 60·n³ operations.

export interface SymmetricEigen {
  /** [n], in no order. */
  readonly values: Float64Array;
  /** Row k is the unit eigenvector of values[k], [n·n]. */
  readonly vectors: Float64Array;
}

const SWEEPS = 60;

/** Rotates rows p and q of a row-major matrix with rows of n: p ← c·p − s·q, q ← s·p + c·q. */
function rotateRows(matrix: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
  for (let i = 0; i < n; i++) {
    const atP = matrix[p * n + i]!;
    const atQ = matrix[q * n + i]!;
    matrix[p * n + i] = c * atP - s * atQ;
    matrix[q * n + i] = s * atP + c * atQ;
  }
}

/** Errors: throws when the length is not n² or a number is not finite. */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  if (matrix.length !== n * n || !matrix.every(Number.isFinite)) throw new Error(`symmetricEigen: ${matrix.length} numbers for ${n}×${n}, or not all finite`);
  const a = matrix.slice();
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const norm = Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += a[p * n + q]! ** 2;
    if (Math.sqrt(off) <= 1e-15 * norm) return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), vectors };
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const side = a[p * n + q]!;
        if (side === 0) continue;
        const half = (a[q * n + q]! - a[p * n + p]!) / (2 * side);
        const tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.hypot(half, 1));
        const c = 1 / Math.hypot(tangent, 1);
        const s = tangent * c;
        rotateRows(a, n, p, q, c, s);
        for (let i = 0; i < n; i++) {
          const atP = a[i * n + p]!;
          const atQ = a[i * n + q]!;
          a[i * n + p] = c * atP - s * atQ;
          a[i * n + q] = s * atP + c * atQ;
        }
        rotateRows(vectors, n, p, q, c, s);
      }
    }
  }
  throw new Error('symmetricEigen: no convergence');
}

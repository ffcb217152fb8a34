// The plane of the bench: where its points come from, what a point is worth, and the grid on which
// densities are compared. Everything here is arithmetic on points [n, 2], x and y in turn.

import { PLANE_CELLS as CELLS, PLANE_EDGE as EDGE } from '../domain/bench2d';
import { normals, randomInt, uniforms } from '../random/philox';

/** Streams of this room's draws, apart from those of image models (random/philox.ts). */
export const BENCH_STREAMS = {
  modes: 120,
  points: 121,
  batch: 122,
  noise: 123,
  start: 124,
} as const;

const CELL = (2 * EDGE) / CELLS;

/** Points [n, 2] of a ring of six round modes of radius √2 and standard deviation 0.18. */
export function ringPoints(seed: number, n: number): Float32Array {
  const spread = normals(seed, { stream: BENCH_STREAMS.points, step: 0, item: 0 }, 2 * n);
  return spread.map((value, i) => {
    const mode = randomInt(seed, { stream: BENCH_STREAMS.modes, step: 0, item: i >> 1 }, 6);
    const angle = (mode * Math.PI) / 3;
    return Math.SQRT2 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + 0.18 * value;
  });
}

/** Points [n, 2] of a drawn distribution [CELLS·CELLS], which need not sum to 1; even in a cell. */
export function drawnPoints(ink: ArrayLike<number>, seed: number, n: number): Float32Array {
  const upTo = new Float64Array(ink.length);
  let sum = 0;
  for (let i = 0; i < ink.length; i++) upTo[i] = sum += ink[i]!;
  const draws = uniforms(seed, { stream: BENCH_STREAMS.points, step: 2, item: 0 }, 3 * n);
  const points = new Float32Array(2 * n);
  for (let i = 0; i < n; i++) {
    const [where, right, up] = draws.subarray(3 * i, 3 * i + 3);
    const cell = upTo.findIndex((value) => value > where! * sum);
    points[2 * i] = -EDGE + ((cell % CELLS) + right!) * CELL;
    points[2 * i + 1] = -EDGE + (Math.floor(cell / CELLS) + up!) * CELL;
  }
  return points;
}

/** What a point of the plane is worth. */
export interface PlaneScore {
  at(x: number, y: number): number;
  /** Of each cell's centre, [CELLS·CELLS], rows by rising y. */
  readonly cells: Float64Array;
}

const cellScores = (at: PlaneScore['at']): Float64Array =>
  Float64Array.from({ length: CELLS * CELLS }, (_, i) =>
    at(-EDGE + ((i % CELLS) + 0.5) * CELL, -EDGE + (Math.floor(i / CELLS) + 0.5) * CELL),
  );

const formula = (x: number, y: number): number => x + 0.3 * y;

/** The bench's own score R(x, y) = x + 0.3 y: to the right is better, upwards a little. */
export const FORMULA: PlaneScore = { at: formula, cells: cellScores(formula) };

/** A score drawn on the grid: linear between the centres of the cells, level beyond the last. */
export function drawnScore(cells: Float64Array): PlaneScore {
  const placeOf = (value: number): readonly [number, number] => {
    const at = Math.min(CELLS - 1, Math.max(0, (value + EDGE) / CELL - 0.5));
    const low = Math.min(CELLS - 2, Math.floor(at));
    return [low, at - low];
  };
  return {
    cells,
    at(x, y) {
      const [[column, right], [row, up]] = [placeOf(x), placeOf(y)];
      const first = row * CELLS + column;
      const between = (i: number): number => (1 - right) * cells[i]! + right * cells[i + 1]!;
      return (1 - up) * between(first) + up * between(first + CELLS);
    },
  };
}

/** Scores [n] of points [n, 2]. */
export function scoresOf(points: ArrayLike<number>, score: PlaneScore = FORMULA): Float64Array {
  return Float64Array.from({ length: points.length / 2 }, (_, i) =>
    score.at(points[2 * i]!, points[2 * i + 1]!),
  );
}

/** Weights of the smoothing: a Gaussian of one cell, cut at four. */
const KERNEL = ((): number[] => {
  const weights = Array.from({ length: 9 }, (_, i) => Math.exp(-((i - 4) ** 2) / 2));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
})();
/** Share of every density that lies evenly over the square: no cell is impossible. */
const FLOOR = 1e-4;

/**
 * Density of points on the grid, [CELLS·CELLS] with sum 1: counts, smoothed by one cell, over an
 * even floor. Points outside the square count in the nearest cell of its edge.
 */
export function densityOf(points: ArrayLike<number>): Float64Array {
  const counts = new Float64Array(CELLS * CELLS);
  const cellOf = (value: number): number =>
    Math.min(CELLS - 1, Math.max(0, Math.floor((value + EDGE) / CELL)));
  for (let i = 0; i < points.length; i += 2)
    counts[cellOf(points[i + 1]!) * CELLS + cellOf(points[i]!)]!++;
  const blurred = blur(blur(counts, 1), CELLS);
  const total = blurred.reduce((sum, value) => sum + value, 0);
  return blurred.map((value) => (1 - FLOOR) * (value / total) + FLOOR / (CELLS * CELLS));
}

/** One pass of the smoothing along x (stride 1) or y (stride CELLS). */
function blur(grid: Float64Array, stride: number): Float64Array {
  return grid.map((_, i) => {
    const at = Math.floor(i / stride) % CELLS;
    return KERNEL.reduce((sum, weight, k) => {
      const place = at + k - 4;
      return place < 0 || place >= CELLS ? sum : sum + weight * grid[i + (k - 4) * stride]!;
    }, 0);
  });
}

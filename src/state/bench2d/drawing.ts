// What is drawn in the plane of the bench, as strokes of a round brush, and the grid that they
// come to: a score, or the ink of a distribution.

import { PLANE_CELLS, PLANE_EDGE } from '../../domain/bench2d';

export const SHEETS = ['score', 'distribution'] as const;
export type Sheet = (typeof SHEETS)[number];

export interface Stroke {
  /** Better or worse; more ink or less. */
  readonly sign: 1 | -1;
  /** In units of the plane. */
  readonly radius: number;
  /** x, y in turn; a dab is one point. */
  readonly points: readonly number[];
}

const CELL = (2 * PLANE_EDGE) / PLANE_CELLS;
/** Ink ends here, in radii: a stray point far from every stroke would be a surprise. */
const REACH = 3;

/** Squared distance of a place to a line through points. */
function distance2(points: readonly number[], x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < points.length; i += 2) {
    const [ax, ay] = [points[i]!, points[i + 1]!];
    const [bx, by] = [points[i + 2] ?? ax, points[i + 3] ?? ay];
    const [dx, dy] = [bx - ax, by - ay];
    const length2 = dx * dx + dy * dy;
    const along = length2 === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / length2;
    const t = Math.min(1, Math.max(0, along));
    least = Math.min(least, (ax + t * dx - x) ** 2 + (ay + t * dy - y) ** 2);
  }
  return least;
}

/**
 * A grid [PLANE_CELLS²], rows by rising y, with one more stroke on it. On a score it adds
 * ±1/(1 + d²/r²) at distance d: half at a radius, and never the same at two distances, so that
 * every percentile of the scores tells points apart. Ink is added as a bell and taken away by its
 * share.
 */
export function addStroke(
  grid: Float64Array<ArrayBuffer>,
  sheet: Sheet,
  { sign, radius, points }: Stroke,
): Float64Array<ArrayBuffer> {
  return grid.map((before, i) => {
    const x = -PLANE_EDGE + ((i % PLANE_CELLS) + 0.5) * CELL;
    const y = -PLANE_EDGE + (Math.floor(i / PLANE_CELLS) + 0.5) * CELL;
    const away = distance2(points, x, y) / radius ** 2;
    if (sheet === 'score') return before + sign / (1 + away);
    if (away > REACH ** 2) return before;
    const bell = Math.exp(-away / 2);
    return sign === 1 ? before + bell : before * (1 - bell);
  });
}

export const gridOf = (sheet: Sheet, strokes: readonly Stroke[]): Float64Array<ArrayBuffer> =>
  strokes.reduce(
    (grid, stroke) => addStroke(grid, sheet, stroke),
    new Float64Array(PLANE_CELLS ** 2),
  );

function isStroke(value: unknown): value is Stroke {
  if (typeof value !== 'object' || value === null) return false;
  const { sign, radius, points } = value as Record<string, unknown>;
  return (
    (sign === 1 || sign === -1) &&
    typeof radius === 'number' &&
    radius > 0 &&
    Array.isArray(points) &&
    points.length > 0 &&
    points.length % 2 === 0 &&
    points.every((one) => Number.isFinite(one))
  );
}

/** Strokes as they were stored; none where they are not what was stored. */
export function parseStrokes(stored: unknown): Readonly<Record<Sheet, readonly Stroke[]>> {
  const of = (sheet: Sheet): readonly Stroke[] => {
    const found =
      typeof stored === 'object' && stored !== null
        ? (stored as Record<string, unknown>)[sheet]
        : null;
    return Array.isArray(found) && found.every(isStroke) ? found : [];
  };
  return { score: of('score'), distribution: of('distribution') };
}

// Curves as every plot takes them, and the arithmetic between a run's numbers and the canvas:
// smoothing, the range of an axis, one table of x for all curves, the lines of a CSV.

/** One value of a curve; `seconds` of training time from the run's first step. */
export interface CurvePoint {
  /** Steps done, from 1. */
  readonly step: number;
  readonly seconds: number;
  readonly value: number;
}

export interface Curve {
  readonly id: string;
  readonly name: string;
  /** A CSS colour; `var(--name)` is resolved on the page, again when the scheme changes. */
  readonly colour: string;
  /**
   * Made when they are wanted and not kept: React holds what a component was given until its next
   * but one render, and the points of a long run are megabytes.
   */
  readonly points: () => readonly CurvePoint[];
  readonly dash?: boolean;
  /** Drawn as it is: a level or a threshold needs no smoothing. */
  readonly exact?: boolean;
  /** Bounds a band and has no line of its own. */
  readonly bound?: boolean;
}

/** How curves are looked at. */
export interface CurveView {
  readonly axis: 'step' | 'time';
  readonly logX: boolean;
  readonly logY: boolean;
  /** Weight of the past, 0 to 0.999. */
  readonly smoothing: number;
  /** The value axis spans the 1st to the 99th percentile. */
  readonly clip: boolean;
}

export const PLAIN_VIEW: CurveView = {
  axis: 'step',
  logX: false,
  logY: false,
  smoothing: 0.9,
  clip: false,
};

/** A curve without the points that are no numbers. */
export const finite = (points: readonly CurvePoint[]): readonly CurvePoint[] =>
  points.filter(({ value }) => Number.isFinite(value));

/** The newest value that is a number; NaN where there is none. */
export const newestOf = (points: readonly CurvePoint[]): number =>
  points.findLast(({ value }) => Number.isFinite(value))?.value ?? Number.NaN;

/**
 * Exponential mean of the finite points, corrected for its start, so that a constant stays a
 * constant. `weight` of the past in [0, 1).
 */
export function smoothed(points: readonly CurvePoint[], weight: number): CurvePoint[] {
  let mean = 0;
  let total = 0;
  return finite(points).map(({ step, seconds, value }) => {
    mean = weight * mean + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return { step, seconds, value: mean / total };
  });
}

/**
 * Bounds of the values: all of them, or from the 1st to the 99th percentile; positive ones only
 * where the axis is logarithmic. Null of nothing.
 */
export function valueRange(
  values: readonly number[],
  { clip, logY }: Pick<CurveView, 'clip' | 'logY'>,
): [number, number] | null {
  const usable = values.filter((value) => Number.isFinite(value) && (!logY || value > 0));
  if (usable.length === 0) return null;
  if (!clip)
    return [usable.reduce((a, b) => Math.min(a, b)), usable.reduce((a, b) => Math.max(a, b))];
  usable.sort((a, b) => a - b);
  const last = usable.length - 1;
  return [usable[Math.floor(last * 0.01)]!, usable[Math.ceil(last * 0.99)]!];
}

/** Curves over one ascending list of x; null where a curve has no value there. */
export function aligned(
  lists: readonly (readonly CurvePoint[])[],
  axis: CurveView['axis'],
): { x: number[]; columns: (number | null)[][] } {
  const at = (point: CurvePoint): number => (axis === 'step' ? point.step : point.seconds);
  const x = [...new Set(lists.flatMap((points) => points.map(at)))].sort((a, b) => a - b);
  const place = new Map(x.map((value, index) => [value, index]));
  const columns = lists.map((points) => {
    // Numbers alone take half the memory of numbers among nulls.
    if (points.length === x.length && points.every((point, i) => at(point) === x[i]))
      return points.map(({ value }) => value);
    const column: (number | null)[] = x.map(() => null);
    for (const point of points) column[place.get(at(point))!] = point.value;
    return column;
  });
  return { x, columns };
}

/** A table of the raw curves: step, seconds, a column per curve; empty where it has no value. */
export function curvesCsv(curves: readonly Curve[]): string {
  const rows = new Map<number, { seconds: number; values: (number | null)[] }>();
  curves.forEach(({ points }, index) => {
    for (const { step, seconds, value } of finite(points())) {
      const row = rows.get(step) ?? { seconds, values: curves.map(() => null) };
      row.values[index] = value;
      rows.set(step, row);
    }
  });
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  return [
    ['step', 'seconds', ...curves.map(({ name }) => quoted(name))].join(','),
    ...[...rows]
      .sort(([a], [b]) => a - b)
      .map(([step, { seconds, values }]) =>
        [step, seconds.toFixed(3), ...values.map((value) => value ?? '')].join(','),
      ),
  ].join('\n');
}

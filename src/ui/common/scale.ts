// The two things every hand-drawn chart needs: a linear scale and round tick values. (recharts
// brings its own.)

export type Scale = (value: number) => number;

export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): Scale {
  const span = domain[1] - domain[0] || 1;
  return (value) => range[0] + ((value - domain[0]) / span) * (range[1] - range[0]);
}

/** The next of 1, 2, 2.5, 5, 10 × a power of ten, from `rough` up. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
}

/**
 * The range widened to round bounds, and the round values on it. A range that is flat but for
 * rounding gets some air: the loss of
 *  the first step equals the untouched model's to a float32's last digits, and ticks that close
 *  would all read alike.
 */
export function niceAxis(
  low: number,
  high: number,
  count: number,
): { domain: [number, number]; ticks: number[] } {
  const air =
    high - low > 1e-5 * Math.max(Math.abs(low), Math.abs(high)) ? 0 : Math.abs(low) / 2 || 1;
  const step = roundStep((high - low + 2 * air) / count);
  const first = Math.floor((low - air) / step + 1e-9);
  const last = Math.ceil((high + air) / step - 1e-9);
  const marks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  return { domain: [marks[0]!, marks[marks.length - 1]!], ticks: marks };
}

/** About `count` round values within [low, high]. */
export function ticks(low: number, high: number, count: number): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const step = roundStep(span / Math.max(1, count));
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** Whole values from 0 to `most`, at most about `count`: half an image is never marked. */
export const countTicks = (most: number, count: number): number[] =>
  ticks(0, most, count).filter(Number.isInteger);

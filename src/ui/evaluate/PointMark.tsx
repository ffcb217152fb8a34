// The mark of a run's points: its own colour and its own shape, so that it is never told by colour
// alone.

interface PointMarkProps {
  readonly series: number;
  readonly x: number;
  readonly y: number;
  readonly large: boolean;
}

const SERIES = 6;

/** Colour of a run; the seventh begins again with the first. */
export const seriesColour = (series: number): string => `var(--series-${(series % SERIES) + 1})`;

/** Outlines within a circle of radius 1. */
const OUTLINES: readonly string[] = [
  'M -0.85 0 A 0.85 0.85 0 1 0 0.85 0 A 0.85 0.85 0 1 0 -0.85 0 Z',
  'M 0 -1.1 L 1.1 0 L 0 1.1 L -1.1 0 Z',
  'M 0 -1.1 L 1 0.75 L -1 0.75 Z',
  'M -0.8 -0.8 H 0.8 V 0.8 H -0.8 Z',
  'M 0 1.1 L 1 -0.75 L -1 -0.75 Z',
  'M -0.35 -1 H 0.35 V -0.35 H 1 V 0.35 H 0.35 V 1 H -0.35 V 0.35 H -1 V -0.35 H -0.35 Z',
];

export function PointMark({ series, x, y, large }: PointMarkProps) {
  const radius = large ? 8 : 5.5;
  return (
    <path
      d={OUTLINES[series % SERIES]!}
      transform={`translate(${x} ${y}) scale(${radius})`}
      fill={seriesColour(series)}
      fillOpacity={large ? 1 : 0.8}
      stroke={large ? 'var(--ink)' : 'var(--surface)'}
      strokeWidth={large ? 2 : 1}
      vectorEffect="non-scaling-stroke"
    />
  );
}

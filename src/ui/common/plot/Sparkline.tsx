// A small curve with one number: the line of the smoothed values, its newest value as text. A
// press enlarges it where its owner says so.

import { short } from '../../../strings/format';
import { linearScale } from '../scale';
import { smoothed, valueRange, type Curve, type CurvePoint } from './curve';

const WIDTH = 120;
const HEIGHT = 34;
/** More points than pixels say nothing. */
const POINTS = 240;

interface SparklineProps {
  readonly title: string;
  readonly points: Curve['points'];
  readonly smoothing: number;
  readonly level?: number;
  readonly format?: (value: number) => string;
  readonly testId?: string;
  readonly open: string;
  readonly onOpen: () => void;
}

export function Sparkline({
  title,
  points,
  smoothing,
  level,
  format = short,
  testId,
  open,
  onOpen,
}: SparklineProps) {
  const line = smoothed(points(), smoothing);
  const every = Math.ceil(line.length / POINTS);
  const shown = line.filter((_, i) => i % every === 0 || i === line.length - 1);
  const newest = line.at(-1);
  return (
    <button
      type="button"
      className="sparkline"
      onClick={onOpen}
      title={open}
      data-testid={testId}
      data-points={shown.length}
    >
      <span className="spread">
        <span>{title}</span>
        <b>{newest === undefined ? '–' : format(newest.value)}</b>
      </span>
      <Path shown={shown} level={level} />
      <span className="visually-hidden">{open}</span>
    </button>
  );
}

function Path({
  shown,
  level,
}: {
  readonly shown: readonly CurvePoint[];
  readonly level: number | undefined;
}) {
  const values = shown.map(({ value }) => value);
  const range = valueRange(level === undefined ? values : [...values, level], {
    clip: false,
    logY: false,
  });
  const [low, high] = range ?? [0, 1];
  const x = linearScale([shown[0]?.step ?? 0, shown.at(-1)?.step ?? 1], [1, WIDTH - 1]);
  const y = linearScale([low, high], [HEIGHT - 2, 2]);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      height={HEIGHT}
    >
      {level === undefined ? null : (
        <line
          x1="0"
          x2={WIDTH}
          y1={y(level)}
          y2={y(level)}
          stroke="var(--line-strong)"
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
        />
      )}
      <path
        d={shown
          .map(
            ({ step, value }, i) =>
              `${i === 0 ? 'M' : 'L'}${x(step).toFixed(1)} ${y(value).toFixed(1)}`,
          )
          .join('')}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

// The ticks of a chart with numbers on both axes: a line across the plot at each of the upright
// axis, numbers beside and below.

import { short } from '../../strings/format';
import type { Scale } from './scale';

export function ChartGrid(props: {
  readonly x: Scale;
  readonly y: Scale;
  /** Values at which the axes are marked. */
  readonly across: readonly number[];
  readonly up: readonly number[];
  /** Edges of the plot in pixels. */
  readonly left: number;
  readonly right: number;
  readonly base: number;
  /** Pixels between the numbers of the upright axis and the plot. */
  readonly gap: number;
  /** How the numbers of the upright axis are written. */
  readonly sayUp?: (tick: number) => string;
}) {
  const { x, y, across, up, left, right, base, gap, sayUp = short } = props;
  return (
    <>
      {up.map((tick) => (
        <g key={tick}>
          <line className="grid" x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
          <text x={left - gap} y={y(tick) + 4} textAnchor="end">
            {sayUp(tick)}
          </text>
        </g>
      ))}
      {across.map((tick) => (
        <text key={tick} x={x(tick)} y={base + 17} textAnchor="middle">
          {short(tick)}
        </text>
      ))}
    </>
  );
}

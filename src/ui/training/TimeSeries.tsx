// A line chart over steps: at most 600 points a series, no animation, marks where a setting was
// changed, one tooltip that names every series. The four curves of a run are this with other
// series.

import type { ReactNode } from 'react';
import type { TooltipContentProps } from 'recharts';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { strings } from '../../strings';
import { short, whole } from '../../strings/format';
import type { SeriesPoint } from '../../state/training/metricHistory';
import { niceAxis, ticks } from '../common/scale';
import { LegendEntry } from '../common/LegendEntry';

export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly SeriesPoint[];
  readonly mark: 'line' | 'thin' | 'dash';
}

interface TimeSeriesProps {
  readonly series: readonly Series[];
  /** Steps at which a setting changed. */
  readonly marks: readonly number[];
  readonly unit: string;
  readonly lastStep: number;
  readonly domain?: readonly [number, number];
  readonly level?: number;
  readonly format?: (value: number) => string;
}

type Row = Record<string, number>;

/** One row a step with the value of every series that has one there. */
function rowsOf(series: readonly Series[]): Row[] {
  const rows = new Map<number, Row>();
  series.forEach((entry, index) => {
    for (const point of entry.points) {
      const row = rows.get(point.step) ?? { step: point.step };
      row[`s${index}`] = point.mean;
      rows.set(point.step, row);
    }
  });
  return [...rows.values()].sort((a, b) => a['step']! - b['step']!);
}

/**
 * Round bounds around all values and the level; a wild thin line may leave the chart, a smoothed
 * one never does.
 */
function valueAxis(series: readonly Series[], level: number | undefined) {
  const sure = series
    .filter((entry) => entry.mark !== 'thin')
    .flatMap((entry) => entry.points.map((point) => point.mean));
  const thin = series
    .filter((entry) => entry.mark === 'thin')
    .flatMap((entry) => entry.points.map((point) => point.mean))
    .sort((a, b) => a - b);
  const inner = thin.slice(Math.floor(thin.length * 0.005), Math.ceil(thin.length * 0.995));
  const values = [...sure, ...inner, ...(level === undefined ? [] : [level])];
  return values.length === 0
    ? niceAxis(0, 1, 4)
    : niceAxis(
        values.reduce((a, b) => Math.min(a, b)),
        values.reduce((a, b) => Math.max(a, b)),
        4,
      );
}

export function TimeSeries({
  series,
  marks,
  unit,
  lastStep,
  domain,
  level,
  format = short,
}: TimeSeriesProps) {
  const rows = rowsOf(series);
  const axis =
    domain === undefined
      ? valueAxis(series, level)
      : { domain: [...domain] as [number, number], ticks: ticks(domain[0], domain[1], 4) };
  const tip = ({ active, payload, label }: TooltipContentProps): ReactNode => {
    if (active !== true) return null;
    const values = payload.map((entry) => [String(entry.dataKey), Number(entry.value)] as const);
    return Tip({ step: Number(label), values, series, format });
  };
  return (
    <ResponsiveContainer width="100%" height={215}>
      <LineChart
        data={rows}
        margin={{ top: 8, right: 12, bottom: 14, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke="var(--grid)" vertical={false} />
        <XAxis
          dataKey="step"
          type="number"
          domain={[0, Math.max(1, lastStep)]}
          allowDecimals={false}
          stroke="var(--line-strong)"
          tickLine={false}
          minTickGap={32}
          tickFormatter={(value: number) => whole(value)}
          label={{ value: strings.training.axisStep, position: 'insideBottom', offset: -10 }}
        />
        <YAxis
          width={52}
          domain={axis.domain}
          ticks={axis.ticks}
          allowDataOverflow
          stroke="var(--line-strong)"
          tickLine={false}
          axisLine={false}
          tickFormatter={(value: number) => format(value)}
          {...(unit === ''
            ? {}
            : {
                label: {
                  value: unit,
                  angle: -90,
                  position: 'insideLeft',
                  offset: 12,
                  style: { textAnchor: 'middle' },
                },
              })}
        />
        {level === undefined ? null : <ReferenceLine y={level} stroke="var(--line-strong)" />}
        {marks.map((step) => (
          <ReferenceLine key={step} x={step} stroke="var(--ink-3)" strokeDasharray="2 3" />
        ))}
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          content={tip}
        />
        {series.map((entry, index) => (
          <Line
            key={entry.name}
            dataKey={`s${index}`}
            stroke={entry.colour}
            strokeWidth={entry.mark === 'thin' ? 1 : 2}
            dot={rows.length === 1 ? { r: 2.5 } : false}
            activeDot={{ r: 3 }}
            isAnimationActive={false}
            connectNulls
            strokeOpacity={entry.mark === 'thin' ? 0.45 : 1}
            {...(entry.mark === 'dash' ? { strokeDasharray: '5 3', strokeWidth: 1.5 } : {})}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}

function Tip({
  step,
  values,
  series,
  format,
}: {
  readonly step: number;
  readonly values: readonly (readonly [string, number])[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}) {
  return (
    <div className="chart-tip">
      <strong>{strings.training.previewStep(whole(step))}</strong>
      {values.map(([key, value]) => {
        const entry = series[Number(key.slice(1))];
        return entry === undefined ? null : (
          <span className="key" key={key}>
            <LegendEntry mark={entry.mark} colour={entry.colour} name={entry.name} />
            <b>{format(value)}</b>
          </span>
        );
      })}
    </div>
  );
}

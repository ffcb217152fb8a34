// Reward against drift. Every point is an entry; runs are told apart by shape and colour, a line
// joins each run's best points. The chart is a list of points for keys and screen readers: arrow
// keys go to the neighbours by drift; hover and tap choose too.

import type { KeyboardEvent, ReactElement } from 'react';
import {
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  XAxis,
  YAxis,
} from 'recharts';
import type { EvaluationSummary } from '../../domain/evaluation';
import type { RewardFacts } from '../../domain/reward';
import type { DriftKind } from '../../evaluate/drift';
import { upperEnvelope } from '../../evaluate/frontier';
import { strings } from '../../strings';
import { fixed, score, short, whole } from '../../strings/format';
import { entryLabel } from '../../state/evaluate/evaluationDraft';
import type { RunPoint, RunPoints } from '../../state/evaluate/frontierPoints';
import { ChartOrTable } from '../common/ChartOrTable';
import { niceAxis } from '../common/scale';
import { testIds } from '../testIds';
import { PointMark, seriesColour } from './PointMark';

const text = strings.evaluate;
const HEIGHT = 380;
const noMark = (): ReactElement => <g />;

/** A logarithmic axis over positive values: whole powers of ten around them, and those between. */
function decades(values: readonly number[]): { domain: [number, number]; ticks: number[] } {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    domain: [10 ** low, 10 ** high],
    ticks: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)),
  };
}

interface FrontierChartProps {
  readonly evaluation: EvaluationSummary;
  readonly runs: readonly RunPoints[];
  readonly reward: RewardFacts;
  readonly kind: DriftKind;
  /** The base's mean reward. */
  readonly base: number;
  readonly logarithmic: boolean;
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
}

export function FrontierChart({
  evaluation,
  runs,
  reward,
  kind,
  base,
  logarithmic,
  chosen,
  onChoose,
}: FrontierChartProps) {
  const points = runs.flatMap((run) => run.points);
  const inOrder = points.toSorted((a, b) => a.drift - b.drift || a.reward - b.reward);
  const x = logarithmic
    ? decades(points.map(({ drift }) => drift))
    : niceAxis(
        Math.min(0, ...points.map(({ drift }) => drift)),
        Math.max(0, ...points.map(({ drift }) => drift)),
        5,
      );
  const rewards = [base, ...points.map((point) => point.reward)];
  const y = niceAxis(Math.min(...rewards), Math.max(...rewards), 5);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = inOrder.findIndex(({ entry }) => entry.key === chosen);
    onChoose(inOrder[(at + by + inOrder.length) % inOrder.length]!.entry.key);
  };
  const mark =
    (series: number) =>
    ({ cx = 0, cy = 0, payload }: PlacedPoint): ReactElement =>
      payload === undefined ? (
        <g />
      ) : (
        Mark({
          series,
          x: cx,
          y: cy,
          point: payload,
          chosen: payload.entry.key === chosen,
          onChoose,
        })
      );
  return (
    <ChartOrTable
      title={`${reward.label}, ${text.driftKinds[kind].label}`}
      summary={text.frontierSummary(
        points.length,
        runs.length,
        score(base),
        text.features[evaluation.features],
      )}
      testId={testIds.frontierChart}
      legend={
        <>
          {runs.map((run, series) => (
            <span className="key" key={run.runId}>
              <svg width="18" height="14" aria-hidden="true">
                <PointMark series={series} x={9} y={7} large={false} />
              </svg>
              {run.name}
            </span>
          ))}
          <span className="key">
            <svg width="18" height="10" aria-hidden="true">
              <line x1="0" x2="18" y1="5" y2="5" stroke="var(--ink-2)" strokeDasharray="4 3" />
            </svg>
            {text.baseLine}
          </span>
        </>
      }
      columns={[
        text.model,
        text.stepColumn,
        text.strength,
        text.driftKinds[kind].label,
        text.rewardColumn,
      ]}
      rows={() =>
        inOrder.map(({ entry, drift, reward: mean }) => [
          entryLabel(entry),
          whole(entry.checkpointStep),
          fixed(entry.strength, 2),
          short(drift),
          score(mean),
        ])
      }
    >
      {/* The points as a list that takes the focus: the marks themselves cannot, since recharts
          makes them anew whenever one changes. */}
      <div
        className="visually-hidden frontier-list"
        role="listbox"
        tabIndex={0}
        aria-label={text.frontierTitle}
        onKeyDown={onKeyDown}
        {...(chosen === null
          ? {}
          : {
              'aria-activedescendant': pointId(
                inOrder.find(({ entry }) => entry.key === chosen)?.index ?? 0,
              ),
            })}
      >
        {inOrder.map((point) => (
          <div
            key={point.entry.key}
            id={pointId(point.index)}
            role="option"
            aria-selected={point.entry.key === chosen}
          >
            {text.pointLabel(entryLabel(point.entry), short(point.drift), score(point.reward))}
          </div>
        ))}
      </div>
      <div className="frontier-points" aria-hidden="true">
        <ResponsiveContainer width="100%" height={HEIGHT}>
          <ScatterChart
            margin={{ top: 10, right: 16, bottom: 22, left: 8 }}
            accessibilityLayer={false}
          >
            <CartesianGrid stroke="var(--grid)" />
            <XAxis
              dataKey="drift"
              type="number"
              scale={logarithmic ? 'log' : 'linear'}
              domain={x.domain}
              ticks={x.ticks}
              stroke="var(--line-strong)"
              tickLine={false}
              minTickGap={24}
              tickFormatter={(value: number) => short(value)}
              label={{ value: text.driftKinds[kind].axis, position: 'insideBottom', offset: -14 }}
            />
            <YAxis
              dataKey="reward"
              type="number"
              width={64}
              domain={y.domain}
              ticks={y.ticks}
              stroke="var(--line-strong)"
              tickLine={false}
              axisLine={false}
              tickFormatter={(value: number) => short(value)}
              label={{
                value: text.rewardAxis(reward.label),
                angle: -90,
                position: 'insideLeft',
                offset: 4,
                style: { textAnchor: 'middle' },
              }}
            />
            <ReferenceLine y={base} stroke="var(--ink-2)" strokeDasharray="4 3" />
            {runs.map((run, series) => (
              <Scatter
                key={`line-${run.runId}`}
                data={upperEnvelope(run.points)}
                line={{ stroke: seriesColour(series), strokeWidth: 1.5, strokeOpacity: 0.6 }}
                shape={noMark}
                isAnimationActive={false}
                legendType="none"
              />
            ))}
            {runs.map((run, series) => (
              <Scatter
                key={run.runId}
                data={[...run.points]}
                shape={mark(series)}
                isAnimationActive={false}
              />
            ))}
          </ScatterChart>
        </ResponsiveContainer>
      </div>
    </ChartOrTable>
  );
}

/** What recharts hands to a shape. */
interface PlacedPoint {
  readonly cx?: number | undefined;
  readonly cy?: number | undefined;
  readonly payload?: RunPoint | undefined;
}

interface MarkProps {
  readonly series: number;
  readonly x: number;
  readonly y: number;
  readonly point: RunPoint;
  readonly chosen: boolean;
  readonly onChoose: (key: string) => void;
}

const pointId = (index: number): string => `frontier-point-${index}`;

/** A point that can be pointed at and chosen. */
function Mark({ series, x, y, point, chosen, onChoose }: MarkProps): ReactElement {
  const { key } = point.entry;
  return (
    <g
      className="frontier-point"
      data-key={key}
      data-chosen={chosen}
      data-testid={testIds.frontierPoint}
      onClick={() => onChoose(key)}
      // A pointer at rest is not moved onto a point by a page that scrolls under it.
      onMouseMove={(event) => {
        if (!chosen && (event.movementX !== 0 || event.movementY !== 0)) onChoose(key);
      }}
    >
      <circle cx={x} cy={y} r="13" fill="transparent" />
      <PointMark series={series} x={x} y={y} large={chosen} />
    </g>
  );
}

// Reward against drift. Every point is an entry; runs are told apart by shape and colour, a line joins each run's best points. One point is in
// the tab order, arrow keys go to its neighbours by drift; focus, hover and tap choose it.

import type { ReactElement } from 'react';
import { useRef } from 'react';
import { CartesianGrid, ReferenceLine, ResponsiveContainer, Scatter, ScatterChart, XAxis, YAxis } from 'recharts';
import type { EvaluationSummary, RewardFacts } from '../../bridge/evaluationProtocol';
import type { DriftKind } from '../../evaluate/drift';
import { upperEnvelope } from '../../evaluate/frontier';
import { strings } from '../../strings';
import { fixed, score, short, whole } from '../../strings/format';
import { entryLabel } from '../../state/evaluationDraft';
import type { RunPoint, RunPoints } from '../../state/frontierPoints';
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
  return { domain: [10 ** low, 10 ** high], ticks: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)) };
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

export function FrontierChart({ evaluation, runs, reward, kind, base, logarithmic, chosen, onChoose }: FrontierChartProps) {
  const figure = useRef<HTMLDivElement>(null);
  const points = runs.flatMap((run) => run.points);
  const inOrder = points.toSorted((a, b) => a.drift - b.drift || a.reward - b.reward);
  const x = logarithmic ? decades(points.map(({ drift }) => drift)) : niceAxis(Math.min(0, ...points.map(({ drift }) => drift)), Math.max(0, ...points.map(({ drift }) => drift)), 5);
  const rewards = [base, ...points.map((point) => point.reward)];
  const y = niceAxis(Math.min(...rewards), Math.max(...rewards), 5);
  const step = (from: RunPoint, by: number): void => {
    const next = inOrder[(inOrder.findIndex(({ entry }) => entry.key === from.entry.key) + by + inOrder.length) % inOrder.length]!;
    onChoose(next.entry.key);
    figure.current?.querySelector<SVGElement>(`[data-key="${next.entry.key}"]`)?.focus();
  };
  const mark = (series: number) => ({ cx = 0, cy = 0, payload }: PlacedPoint): ReactElement => (
    payload === undefined ? <g /> : Mark({ series, x: cx, y: cy, point: payload, chosen: payload.entry.key === chosen, onChoose, onStep: step })
  );
  return (
    <ChartOrTable
      title={`${reward.label}, ${text.driftKinds[kind].label}`} summary={text.frontierSummary(points.length, runs.length, score(base), text.features[evaluation.features])} testId={testIds.frontierChart}
      legend={
        <>
          {runs.map((run, series) => <span className="key" key={run.runId}><svg width="18" height="14" aria-hidden="true"><PointMark series={series} x={9} y={7} large={false} /></svg>{run.name}</span>)}
          <span className="key"><svg width="18" height="10" aria-hidden="true"><line x1="0" x2="18" y1="5" y2="5" stroke="var(--ink-2)" strokeDasharray="4 3" /></svg>{text.baseLine}</span>
        </>
      }
      columns={[text.model, text.stepColumn, text.strength, text.driftKinds[kind].label, text.rewardColumn]}
      rows={() => inOrder.map(({ entry, drift, reward: mean }) => [entryLabel(entry), whole(entry.checkpointStep), fixed(entry.strength, 2), short(drift), score(mean)])}
    >
      <div ref={figure}>
        <ResponsiveContainer width="100%" height={HEIGHT}>
          <ScatterChart margin={{ top: 10, right: 16, bottom: 22, left: 8 }} accessibilityLayer={false}>
            <CartesianGrid stroke="var(--grid)" />
            <XAxis
              dataKey="drift" type="number" scale={logarithmic ? 'log' : 'linear'} allowDataOverflow domain={x.domain} ticks={x.ticks} stroke="var(--line-strong)" tickLine={false} minTickGap={24} tickFormatter={(value: number) => short(value)}
              label={{ value: text.driftKinds[kind].axis, position: 'insideBottom', offset: -14 }}
            />
            <YAxis
              dataKey="reward" type="number" width={64} domain={y.domain} ticks={y.ticks} stroke="var(--line-strong)" tickLine={false} axisLine={false} tickFormatter={(value: number) => short(value)}
              label={{ value: text.rewardAxis(reward.label), angle: -90, position: 'insideLeft', offset: 4, style: { textAnchor: 'middle' } }}
            />
            <ReferenceLine y={base} stroke="var(--ink-2)" strokeDasharray="4 3" />
            {runs.map((run, series) => (
              <Scatter key={`line-${run.runId}`} data={upperEnvelope(run.points)} line={{ stroke: seriesColour(series), strokeWidth: 1.5, strokeOpacity: 0.6 }} shape={noMark} isAnimationActive={false} legendType="none" />
            ))}
            {runs.map((run, series) => <Scatter key={run.runId} data={[...run.points]} shape={mark(series)} isAnimationActive={false} />)}
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
  readonly onStep: (from: RunPoint, by: number) => void;
}

/** A point that can be pointed at, focused and walked from. */
function Mark({ series, x, y, point, chosen, onChoose, onStep }: MarkProps): ReactElement {
  const { key } = point.entry;
  return (
    <g
      tabIndex={chosen ? 0 : -1} role="button" aria-pressed={chosen} data-key={key} data-testid={testIds.frontierPoint} className="frontier-point"
      aria-label={text.pointLabel(entryLabel(point.entry), short(point.drift), score(point.reward))}
      onMouseEnter={() => onChoose(key)} onFocus={() => onChoose(key)} onClick={() => onChoose(key)}
      onKeyDown={(event) => {
        const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        onStep(point, by);
      }}
    >
      <circle cx={x} cy={y} r="13" fill="transparent" />
      <PointMark series={series} x={x} y={y} large={chosen} />
    </g>
  );
}

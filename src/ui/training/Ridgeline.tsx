// The scores of the samples over the run: a hill per step, the newest in front, with each sample as
// a dot at its foot and τ across all of them. The hills should walk to the right of τ.

import { useState } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { kernelDensity } from '../../statistics/kernelDensity';
import { percentile } from '../../statistics/percentile';
import { strings } from '../../strings';
import { percent, short, whole } from '../../strings/format';
import { sessionStore } from '../../state/session/sessionStore';
import { isByPerson } from '../../state/objective/onlineDraft';
import { previewStore, type PreviewScores } from '../../state/training/previews';
import { ChartOrTable } from '../common/ChartOrTable';
import { LearnScorer } from '../common/LearnScorer';
import { linearScale, ticks } from '../common/scale';
import { useShortWindow } from '../common/useShortWindow';
import { useStore } from '../common/useStore';
import { useWidth } from '../common/useWidth';
import { testIds } from '../testIds';
import { useTaus, type Taus } from './useTaus';

/** Room for the text at the axes, and for that of a presentation. */
const MARGIN = { top: 22, right: 10, bottom: 22, left: 74 };
const WIDE_MARGIN = { top: 30, right: 14, bottom: 30, left: 104 };
/** Hills shown; more would hide each other. */
const MOST = 7;
const GRID = 72;
const text = strings.training;

interface Hill {
  readonly step: number;
  readonly scores: readonly number[];
  readonly above: readonly boolean[];
  readonly median: number;
}

function hillOf(column: PreviewScores, taus: Taus): Hill | null {
  const scored = column.images.filter(({ score }) => Number.isFinite(score));
  if (scored.length === 0) return null;
  const scores = scored.map(({ score }) => score);
  return {
    step: column.step,
    scores,
    above: scored.map(({ score, prompt }) => score >= taus.of(prompt)),
    median: percentile(scores, 0.5),
  };
}

/** The first, the last, and the others as evenly as can be. */
function some<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from(
    { length: most },
    (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))]!,
  );
}

const aboveShare = ({ above }: Hill): number => above.filter(Boolean).length / above.length;

export function Ridgeline({ run }: { readonly run: RunSummary }) {
  const steps = useStore(previewStore, (state) => state.scores);
  const taus = useTaus(run);
  const hills = steps.map((step) => hillOf(step, taus)).filter((hill) => hill !== null);
  if (steps.length === 0) return null;
  const first = hills[0];
  const newest = hills.at(-1);
  if (first === undefined || newest === undefined)
    return (
      <section className="ridgeline">
        <h3>{text.scoreOverTitle}</h3>
        {isByPerson(run.settings.source.onlineReward) ? (
          <p className="small muted">{strings.online.samplesUnscored}</p>
        ) : (
          <LearnScorer datasetId={run.datasetId} modelId={run.modelId} />
        )}
      </section>
    );
  const summary = text.scoreOverSummary(
    short(first.median),
    short(newest.median),
    percent(aboveShare(newest)),
  );
  return (
    <section className="ridgeline">
      <ChartOrTable
        title={text.scoreOverTitle}
        summary={taus.own ? `${text.scoreOverOwn} ${summary}` : summary}
        testId={testIds.previewScores}
        columns={[strings.common.stepColumn, text.scoreOverMedian, text.scoreOverAbove]}
        rows={() =>
          hills.map((hill) => [whole(hill.step), short(hill.median), percent(aboveShare(hill))])
        }
      >
        <Hills hills={some(hills, MOST)} all={hills} tau={taus.line} summary={summary} />
      </ChartOrTable>
    </section>
  );
}

function Hills({
  hills,
  all,
  tau,
  summary,
}: {
  readonly hills: readonly Hill[];
  readonly all: readonly Hill[];
  readonly tau: number;
  readonly summary: string;
}) {
  const [ref, width] = useWidth<HTMLDivElement>(480);
  const presenting = useStore(sessionStore, (state) => state.presenting);
  const margin = presenting ? WIDE_MARGIN : MARGIN;
  const height = (useShortWindow() ? 138 : 190) + (presenting ? 60 : 0);
  const [lit, setLit] = useState<number | null>(null);
  const known = all.flatMap(({ scores }) => scores).concat(Number.isFinite(tau) ? [tau] : []);
  const least = known.reduce((a, b) => Math.min(a, b));
  const most = known.reduce((a, b) => Math.max(a, b));
  const pad = (most - least || Math.abs(most) || 1) * 0.12;
  const [low, high] = [least - pad, most + pad];
  const x = linearScale([low, high], [margin.left, width - margin.right]);
  const grid = Array.from({ length: GRID }, (_, i) => low + ((high - low) * i) / (GRID - 1));
  const room = (height - margin.top - margin.bottom) / hills.length;
  const densities = hills.map(({ scores }) => kernelDensity(scores, grid, (high - low) / 24));
  const tallest = Math.max(...densities.flat(), Number.MIN_VALUE);
  const foot = (row: number): number => margin.top + room * (row + 1);
  return (
    <div ref={ref}>
      <svg width={width} height={height} role="img" aria-label={summary}>
        {hills.map((hill, row) => {
          const y = linearScale(
            [0, tallest],
            // A hill may hide the foot of the one behind it, never the top of the image.
            [foot(row), Math.max(margin.top, foot(row) - Math.max(room * 1.7, 18))],
          );
          const line = grid
            .map((at, i) => `${x(at).toFixed(1)},${y(densities[row]![i]!).toFixed(1)}`)
            .join('L');
          const newest = row === hills.length - 1;
          return (
            <g
              key={hill.step}
              onPointerEnter={() => setLit(row)}
              onPointerLeave={() => setLit(null)}
              opacity={lit === null || lit === row ? 1 : 0.35}
            >
              <path
                d={`M${x(low)},${foot(row)}L${line}L${x(high)},${foot(row)}Z`}
                fill={newest ? 'var(--accent-soft)' : 'var(--surface)'}
                fillOpacity="0.85"
                stroke={newest ? 'var(--accent)' : 'var(--line-strong)'}
                strokeWidth={newest ? 2 : 1}
              />
              {hill.scores.map((score, dot) => (
                <circle
                  key={dot}
                  cx={x(score)}
                  cy={foot(row) - 2}
                  r={newest ? 3 : 2}
                  fill={hill.above[dot] ? 'var(--good-fill)' : 'var(--bad-fill)'}
                />
              ))}
              <text x={margin.left - 8} y={foot(row)} textAnchor="end">
                {hill.step === 0 ? text.previewBefore : whole(hill.step)}
              </text>
            </g>
          );
        })}
        {ticks(low, high, 5).map((tick) => (
          <text key={tick} x={x(tick)} y={height - 6} textAnchor="middle">
            {short(tick)}
          </text>
        ))}
        {Number.isFinite(tau) ? (
          <g pointerEvents="none">
            <line
              x1={x(tau)}
              x2={x(tau)}
              y1={margin.top - 8}
              y2={height - margin.bottom}
              stroke="var(--ink)"
              strokeWidth="1.5"
            />
            <text
              className="axis-title"
              x={x(tau)}
              y={margin.top - 12}
              textAnchor={x(tau) > width - 60 ? 'end' : 'middle'}
            >
              τ {short(tau)}
            </text>
          </g>
        ) : null}
      </svg>
    </div>
  );
}

// Does it work? The scores of the sample images at every preview step, as dots with their middle
// half and median, against τ: the whole cloud should climb over the line.

import type { RunSummary } from '../../bridge/protocol';
import { percentile } from '../../data/labels/threshold';
import { strings } from '../../strings';
import { percent, short, whole } from '../../strings/format';
import { isByPerson } from '../../state/objective/onlineDraft';
import { previewStore } from '../../state/training/previews';
import { ChartOrTable } from '../common/ChartOrTable';
import { linearScale, ticks } from '../common/scale';
import { useStore } from '../common/useStore';
import { useWidth } from '../common/useWidth';
import { testIds } from '../testIds';
import { useTaus } from './useTaus';

const HEIGHT = 240;
const MARGIN = { top: 14, right: 76, bottom: 40, left: 52 };
const text = strings.training;

interface Column {
  readonly step: number;
  readonly scores: readonly number[];
  /** At or above the τ of their prompt, in the order of `scores`. */
  readonly above: readonly boolean[];
  readonly quarter: number;
  readonly median: number;
  readonly threeQuarters: number;
}

export function SampleScores({ run }: { readonly run: RunSummary }) {
  const previews = useStore(previewStore, (state) => state.columns);
  const taus = useTaus(run);
  const columns: Column[] = previews.flatMap((entry) => {
    const scored = entry.pictures.filter((picture) => Number.isFinite(picture.score));
    if (scored.length === 0) return [];
    const scores = scored.map((picture) => picture.score);
    const above = scored.map((picture) => picture.score >= taus.of(picture.prompt));
    return [
      {
        step: entry.step,
        scores,
        above,
        quarter: percentile(scores, 0.25),
        median: percentile(scores, 0.5),
        threeQuarters: percentile(scores, 0.75),
      },
    ];
  });
  if (previews.length === 0) return null;
  return (
    <section className="panel">
      {columns.length === 0 ? (
        <>
          <h3>{text.scoreOverTitle}</h3>
          <p className="small muted">
            {isByPerson(run.settings.source.onlineReward)
              ? strings.online.samplesUnscored
              : text.scoreOverNone}
          </p>
        </>
      ) : (
        <Strip columns={columns} tau={taus.line} own={taus.own} />
      )}
    </section>
  );
}

function Strip({
  columns,
  tau,
  own,
}: {
  readonly columns: readonly Column[];
  readonly tau: number;
  readonly own: boolean;
}) {
  const [ref, width] = useWidth<HTMLDivElement>(720);
  const all = columns.flatMap((column) => column.scores).concat(Number.isFinite(tau) ? [tau] : []);
  const low = Math.min(...all);
  const high = Math.max(...all);
  const pad = (high - low || 1) * 0.08;
  const y = linearScale([low - pad, high + pad], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const room = (width - MARGIN.left - MARGIN.right) / columns.length;
  const half = Math.min(20, room * 0.32);
  const at = (index: number): number => MARGIN.left + room * (index + 0.5);
  const every = Math.ceil(
    columns.length / Math.max(1, Math.floor((width - MARGIN.left - MARGIN.right) / 56)),
  );
  const newest = columns[columns.length - 1]!;
  const aboveShare = (column: Column): number =>
    column.above.filter(Boolean).length / column.scores.length;
  const summary = text.scoreOverSummary(
    short(columns[0]!.median),
    short(newest.median),
    percent(aboveShare(newest)),
  );
  return (
    <ChartOrTable
      title={text.scoreOverTitle}
      summary={`${text.scoreOverLede} ${own ? `${text.scoreOverOwn} ` : ''}${summary}`}
      testId={testIds.previewScores}
      columns={[strings.common.stepColumn, text.scoreOverMedian, text.scoreOverAbove]}
      rows={() =>
        columns.map((column) => [
          whole(column.step),
          short(column.median),
          percent(aboveShare(column)),
        ])
      }
    >
      <div ref={ref}>
        <svg width={width} height={HEIGHT} role="img" aria-label={summary}>
          {ticks(low - pad, high + pad, 5).map((tick) => (
            <g key={tick}>
              <line
                className="grid"
                x1={MARGIN.left}
                x2={width - MARGIN.right}
                y1={y(tick)}
                y2={y(tick)}
              />
              <text x={MARGIN.left - 8} y={y(tick) + 4} textAnchor="end">
                {short(tick)}
              </text>
            </g>
          ))}
          {columns.map((column, index) => (
            <g key={column.step}>
              <rect
                x={at(index) - half}
                width={half * 2}
                y={y(column.threeQuarters)}
                height={Math.max(1, y(column.quarter) - y(column.threeQuarters))}
                fill="var(--accent-soft)"
                stroke="var(--accent)"
                strokeOpacity="0.4"
                rx="2"
              />
              {column.scores.map((score, dot) => (
                <circle
                  key={dot}
                  cx={at(index) + (((dot * 7) % 5) - 2) * half * 0.28}
                  cy={y(score)}
                  r="3"
                  fill={column.above[dot] ? 'var(--good-fill)' : 'var(--bad-fill)'}
                  fillOpacity="0.85"
                />
              ))}
              <line
                x1={at(index) - half}
                x2={at(index) + half}
                y1={y(column.median)}
                y2={y(column.median)}
                stroke="var(--ink)"
                strokeWidth="2"
              />
              {index % every === 0 || index === columns.length - 1 ? (
                <text x={at(index)} y={HEIGHT - MARGIN.bottom + 17} textAnchor="middle">
                  {whole(column.step)}
                </text>
              ) : null}
            </g>
          ))}
          {Number.isFinite(tau) ? (
            <>
              <line
                x1={MARGIN.left}
                x2={width - MARGIN.right}
                y1={y(tau)}
                y2={y(tau)}
                stroke="var(--ink)"
                strokeWidth="1.5"
                strokeDasharray="6 4"
              />
              <text className="axis-title" x={width - MARGIN.right + 6} y={y(tau) + 4}>
                τ {short(tau)}
              </text>
            </>
          ) : null}
          <line
            className="axis"
            x1={MARGIN.left}
            x2={width - MARGIN.right}
            y1={HEIGHT - MARGIN.bottom}
            y2={HEIGHT - MARGIN.bottom}
          />
          <text
            className="axis-title"
            x={(MARGIN.left + width - MARGIN.right) / 2}
            y={HEIGHT - 4}
            textAnchor="middle"
          >
            {text.axisStep}
          </text>
          <text className="axis-title" x={0} y={10}>
            {strings.scores.scoreAxis}
          </text>
        </svg>
      </div>
    </ChartOrTable>
  );
}

// How one reward's scores lie, a strip a model: every image a dot, the middle half a bar, the
// median a stroke, and the base's median as a line through all.

import type { EvaluationSummary } from '../../domain/evaluation';
import type { RewardFacts } from '../../domain/reward';
import { strings } from '../../strings';
import { score, short, whole } from '../../strings/format';
import { entryLabel } from '../../state/evaluate/evaluationDraft';
import { evaluationStore } from '../../state/evaluate/evaluationStore';
import { ChartOrTable } from '../common/ChartOrTable';
import { linearScale, niceAxis } from '../common/scale';
import { useStore } from '../common/useStore';
import { useWidth } from '../common/useWidth';

const text = strings.evaluate;
const ROW = 58;
const BAND = 26;
const FOOT = 38;
const SIDE = 10;

export function ScoreStrips({
  evaluation,
  reward,
}: {
  readonly evaluation: EvaluationSummary;
  readonly reward: RewardFacts;
}) {
  const [ref, width] = useWidth<HTMLDivElement>(720);
  const scores = useStore(evaluationStore, (state) => state.scores[evaluation.id]?.[reward.id]);
  const rows = evaluation.request.entries.flatMap((entry, index) =>
    evaluation.results
      .filter((result) => result.key === entry.key)
      .map((result) => ({
        entry,
        values: scores?.[index]?.flat().filter(Number.isFinite) ?? [],
        summary: result.rewards[reward.id]!.summary,
      })),
  );
  const base = rows[0]!.summary.median;
  const axis = niceAxis(
    Math.min(...rows.map(({ summary }) => summary.least)),
    Math.max(...rows.map(({ summary }) => summary.greatest)),
    Math.max(3, Math.floor(width / 120)),
  );
  const x = linearScale(axis.domain, [SIDE, width - SIDE]);
  const foot = rows.length * ROW;
  const summary = `${text.distributionSummary} ${reward.label}: ${reward.formula}`;
  return (
    <ChartOrTable
      title={text.distributionTitle(reward.label)}
      summary={summary}
      columns={[text.model, text.images, text.mean, text.median, text.spread]}
      rows={() =>
        rows.map(({ entry, summary: own }) => [
          entryLabel(entry),
          whole(own.count),
          score(own.mean),
          score(own.median),
          text.interval(score(own.lowerQuartile), score(own.upperQuartile)),
        ])
      }
    >
      <div ref={ref}>
        <svg width={width} height={foot + FOOT} role="img" aria-label={summary}>
          {axis.ticks.map((tick) => (
            <g key={tick}>
              <line className="grid" x1={x(tick)} x2={x(tick)} y1={0} y2={foot} />
              <text
                x={x(tick)}
                y={foot + 16}
                textAnchor={
                  tick === axis.domain[0] ? 'start' : tick === axis.domain[1] ? 'end' : 'middle'
                }
              >
                {short(tick)}
              </text>
            </g>
          ))}
          {rows.map(({ entry, values, summary: own }, index) => {
            const top = index * ROW + 22;
            const colour = entry.runId === null ? 'var(--ink-2)' : 'var(--accent)';
            return (
              <g key={entry.key}>
                <text className="axis-title" x={SIDE} y={top - 7}>
                  {entryLabel(entry)}
                </text>
                <rect
                  x={x(own.lowerQuartile)}
                  width={Math.max(1, x(own.upperQuartile) - x(own.lowerQuartile))}
                  y={top}
                  height={BAND}
                  fill={colour}
                  fillOpacity="0.14"
                  rx="2"
                />
                {values.map((value, dot) => (
                  <circle
                    key={dot}
                    cx={x(value)}
                    cy={top + BAND / 2 + (((dot * 7) % 5) - 2) * 4}
                    r="2.5"
                    fill={colour}
                    fillOpacity="0.55"
                  />
                ))}
                <line
                  x1={x(own.median)}
                  x2={x(own.median)}
                  y1={top - 1}
                  y2={top + BAND + 1}
                  stroke="var(--ink)"
                  strokeWidth="2"
                />
              </g>
            );
          })}
          <line
            x1={x(base)}
            x2={x(base)}
            y1={18}
            y2={foot}
            stroke="var(--ink)"
            strokeWidth="1"
            strokeDasharray="3 3"
          />
          <line className="axis" x1={SIDE} x2={width - SIDE} y1={foot} y2={foot} />
          <text className="axis-title" x={width / 2} y={foot + FOOT - 4} textAnchor="middle">
            {reward.label}
          </text>
        </svg>
      </div>
    </ChartOrTable>
  );
}

// Every prompt's oracle against the one threshold: across the mean of its scores, up τ*(x) of TGO's
// theorem, the whole set's τ as a dashed line.

import { useMemo } from 'react';
import { compareOracle, scoreUnit } from '../../../data/labels/oracle';
import { groupOf } from '../../../data/labels/promptThreshold';
import type { ScoreAnalysis } from '../../../state/objective/scoreAnalysis';
import { settingsStore } from '../../../state/objective/settingsStore';
import { strings } from '../../../strings';
import { fixed, percent, short, whole } from '../../../strings/format';
import { ChartGrid } from '../../common/ChartGrid';
import { ChartOrTable } from '../../common/ChartOrTable';
import { LegendEntry } from '../../common/LegendEntry';
import { linearScale, niceAxis } from '../../common/scale';
import { useStore } from '../../common/useStore';
import { useWidth } from '../../common/useWidth';
import { testIds } from '../../testIds';

const text = strings.threshold;
const HEIGHT = 260;
const WIDEST = 560;
const MARGIN = { left: 52, right: 12, top: 22, bottom: 38 };

export function OracleScatter({ analysis }: { readonly analysis: ScoreAnalysis }) {
  const { oracleBeta, ties } = useStore(settingsStore, ({ settings }) => settings.threshold);
  const [ref, available] = useWidth<HTMLDivElement>(WIDEST);
  const { found, unit } = useMemo(() => {
    const scores = analysis.sorted.map(({ item }) => item.score);
    const groups = analysis.sorted.map(({ item }) => groupOf(item));
    const options = { tau: analysis.globalTau, beta: oracleBeta, ties };
    return { found: compareOracle(scores, groups, options), unit: scoreUnit(scores) };
  }, [analysis, oracleBeta, ties]);
  if (found === null) return null;
  const { points, images, agreement, distance } = found;
  const width = Math.min(available, WIDEST);
  const means = points.map(({ mean }) => mean);
  const heights = [analysis.globalTau, ...points.map(({ oracle }) => oracle)];
  const across = niceAxis(Math.min(...means), Math.max(...means), 4);
  const up = niceAxis(Math.min(...heights), Math.max(...heights), 4);
  const x = linearScale(across.domain, [MARGIN.left, width - MARGIN.right]);
  const y = linearScale(up.domain, [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const base = HEIGHT - MARGIN.bottom;
  return (
    <ChartOrTable
      title={text.oracleTitle}
      testId={testIds.oracle}
      summary={text.oracleSummary(
        percent(agreement),
        whole(images),
        short(distance),
        fixed(distance / unit, 2),
      )}
      legend={
        <>
          <LegendEntry mark="dot" colour="var(--accent)" name={text.oraclePrompt} />
          <LegendEntry mark="dash" colour="var(--ink)" name={text.oracleLine} />
        </>
      }
      columns={[text.prompt, text.count, text.oracleAcross, text.oracleUp]}
      rows={() =>
        points
          .toSorted((a, b) => b.oracle - a.oracle)
          .map(({ group, count, mean, oracle }) => [
            group,
            whole(count),
            short(mean),
            short(oracle),
          ])
      }
    >
      <div ref={ref}>
        <svg width={width} height={HEIGHT} aria-hidden="true">
          <ChartGrid
            x={x}
            y={y}
            across={across.ticks}
            up={up.ticks}
            left={MARGIN.left}
            right={width - MARGIN.right}
            base={base}
            gap={8}
          />
          <text className="axis-title" x={0} y={11}>
            {text.oracleUp}
          </text>
          <text className="axis-title" x={width - MARGIN.right} y={HEIGHT - 4} textAnchor="end">
            {text.oracleAcross}
          </text>
          {points.map(({ group, mean, oracle }) => (
            <circle
              key={group}
              cx={x(mean)}
              cy={y(oracle)}
              r={4}
              fill="var(--accent)"
              fillOpacity="0.8"
              stroke="var(--surface)"
            />
          ))}
          <line
            x1={MARGIN.left}
            x2={width - MARGIN.right}
            y1={y(analysis.globalTau)}
            y2={y(analysis.globalTau)}
            stroke="var(--ink)"
            strokeWidth="1.5"
            strokeDasharray="5 3"
          />
        </svg>
      </div>
    </ChartOrTable>
  );
}

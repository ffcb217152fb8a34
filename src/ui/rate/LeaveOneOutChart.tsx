// Each rated image as a dot: the person's rating across, what a taste fitted without it says
// upwards. The dashed line is where both agree.

import { strings } from '../../strings';
import { fixed, short, whole } from '../../strings/format';
import type { TasteInfo } from '../../domain/reward';
import { ChartGrid } from '../common/ChartGrid';
import { ChartOrTable } from '../common/ChartOrTable';
import { LegendEntry } from '../common/LegendEntry';
import { linearScale, niceAxis } from '../common/scale';
import { useWidth } from '../common/useWidth';
import { testIds } from '../testIds';

const text = strings.rating;
const HEIGHT = 230;
const MARGIN = { top: 20, right: 12, bottom: 38, left: 40 };

export function LeaveOneOutChart({ taste }: { readonly taste: TasteInfo }) {
  const [ref, width] = useWidth<HTMLDivElement>(320);
  const { ratings, leaveOneOut, pearson } = taste;
  const across = niceAxis(Math.min(...ratings), Math.max(...ratings), 5);
  // Both say the same thing in the same unit: a taste that tells nothing apart is a flat row.
  const both = [...ratings, ...leaveOneOut];
  const up = niceAxis(Math.min(...both), Math.max(...both), 4);
  const x = linearScale(across.domain, [MARGIN.left + 8, width - MARGIN.right - 8]);
  const y = linearScale(up.domain, [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const low = Math.max(across.domain[0], up.domain[0]);
  const high = Math.min(across.domain[1], up.domain[1]);
  const summary = text.tasteChartSummary(whole(ratings.length), fixed(pearson, 2));
  return (
    <ChartOrTable
      title={text.tasteChart}
      summary={summary}
      testId={testIds.tasteChart}
      columns={[text.tasteChartX, text.tasteChartY]}
      legend={
        <>
          <LegendEntry mark="dot" colour="var(--accent)" name={text.tasteChartDot} />
          <LegendEntry mark="dash" colour="var(--line-strong)" name={text.tasteChartLine} />
        </>
      }
      rows={() => ratings.map((rating, i) => [short(rating), short(leaveOneOut[i]!)])}
    >
      <div ref={ref}>
        <svg width={width} height={HEIGHT} role="img" aria-label={summary}>
          <ChartGrid
            x={x}
            y={y}
            across={across.ticks}
            up={up.ticks}
            left={MARGIN.left}
            right={width - MARGIN.right}
            base={HEIGHT - MARGIN.bottom}
            gap={6}
          />
          <line
            className="axis"
            x1={MARGIN.left}
            x2={width - MARGIN.right}
            y1={HEIGHT - MARGIN.bottom}
            y2={HEIGHT - MARGIN.bottom}
          />
          {high > low ? (
            <line
              x1={x(low)}
              y1={y(low)}
              x2={x(high)}
              y2={y(high)}
              stroke="var(--line-strong)"
              strokeDasharray="4 4"
            />
          ) : null}
          {ratings.map((rating, i) => (
            <circle
              key={i}
              cx={x(rating)}
              cy={y(leaveOneOut[i]!)}
              r="4"
              fill="var(--accent)"
              fillOpacity="0.45"
              stroke="var(--accent)"
              strokeWidth="1"
            />
          ))}
          <text
            className="axis-title"
            x={(MARGIN.left + width - MARGIN.right) / 2}
            y={HEIGHT - 4}
            textAnchor="middle"
          >
            {text.tasteChartX}
          </text>
          <text className="axis-title" x={0} y={11}>
            {text.tasteChartY}
          </text>
        </svg>
      </div>
    </ChartOrTable>
  );
}

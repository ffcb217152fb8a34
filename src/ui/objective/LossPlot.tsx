// Loss of one sample (weight 1) against its log-ratio, softplus(∓βa), for both labels: where the
// curve is flat, a sample no longer teaches. The axis widens as β falls, so that the bend is always
// on it.

import { useMemo } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import { strings } from '../../strings';
import { fixed, short } from '../../strings/format';
import { settingsStore } from '../../state/objective/settingsStore';
import { ChartOrTable } from '../common/ChartOrTable';
import { Key } from '../common/Key';
import { ticks } from '../common/scale';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.objective;
/** β·a at which the derivative has fallen to a tenth: σ(x) = 0.9. */
export const TENTH = Math.log(9);

const softplus = (value: number): number =>
  Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));

export function LossPlot() {
  const beta = useStore(settingsStore, (state) => state.settings.beta);
  const method = useStore(settingsStore, (state) => state.settings.method);
  const reach = 4 / beta;
  const points = useMemo(
    () =>
      Array.from({ length: 81 }, (_, index) => {
        const ratio = -reach + (2 * reach * index) / 80;
        return { ratio, good: softplus(-beta * ratio), bad: softplus(beta * ratio) };
      }),
    [beta, reach],
  );
  if (method === 'sft') return <p className="small muted">{text.sftPlot}</p>;
  const at = short(TENTH / beta, 2);
  return (
    <ChartOrTable
      title={text.plotTitle}
      summary={text.plotSummary(short(beta), at)}
      testId={testIds.lossPlot}
      legend={
        <>
          <Key mark="line" colour="var(--good-fill)" name={text.plotGood} />
          <Key mark="dash" colour="var(--bad-fill)" name={text.plotBad} />
        </>
      }
      columns={[text.plotX, text.plotGood, text.plotBad]}
      rows={() =>
        points
          .filter((_, index) => index % 8 === 0)
          .map((point) => [short(point.ratio), fixed(point.good, 3), fixed(point.bad, 3)])
      }
    >
      <ResponsiveContainer width="100%" height={220}>
        <LineChart
          data={points}
          margin={{ top: 8, right: 12, bottom: 18, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--grid)" vertical={false} />
          <XAxis
            dataKey="ratio"
            type="number"
            domain={[-reach, reach]}
            ticks={ticks(-reach, reach, 6)}
            tickFormatter={(value: number) => short(value)}
            stroke="var(--line-strong)"
            tickLine={false}
            label={{ value: text.plotX, position: 'insideBottom', offset: -12 }}
          />
          <YAxis
            width={40}
            domain={[0, 4.2]}
            ticks={[0, 1, 2, 3, 4]}
            stroke="var(--line-strong)"
            tickLine={false}
            axisLine={false}
            label={{
              value: text.plotY,
              angle: -90,
              position: 'insideLeft',
              offset: 12,
              style: { textAnchor: 'middle' },
            }}
          />
          <ReferenceLine x={0} stroke="var(--line-strong)" />
          <Line
            dataKey="good"
            stroke="var(--good-fill)"
            strokeWidth={2}
            dot={false}
            isAnimationActive={false}
          />
          <Line
            dataKey="bad"
            stroke="var(--bad-fill)"
            strokeWidth={2}
            strokeDasharray="6 4"
            dot={false}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </ChartOrTable>
  );
}

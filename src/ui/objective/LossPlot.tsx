// Loss of one sample (weight 1) against its log-ratio for both labels, as the method's record gives
// it: where the curve is flat, a sample no longer teaches. The axis widens with the place where it
// is, so that the bend is always on it.

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
import { objectiveOf } from '../../objectives';
import { settingsStore } from '../../state/objective/settingsStore';
import { ChartOrTable } from '../common/ChartOrTable';
import { LegendEntry } from '../common/LegendEntry';
import { ticks } from '../common/scale';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.objective;
/** Half of the axis, in units of the log-ratio at which the gradient has fallen to a tenth. */
const REACH = 4 / Math.log(9);

export function LossPlot() {
  const numbers = useStore(settingsStore, (state) => state.settings.objective);
  const method = useStore(settingsStore, (state) => state.settings.method);
  const objective = objectiveOf(method);
  const curve = useMemo(() => objective.curve?.(numbers) ?? null, [objective, numbers]);
  const reach = (curve?.flatBeyond ?? 1) * REACH;
  const points = useMemo(
    () =>
      Array.from({ length: 81 }, (_, index) => {
        const ratio = -reach + (2 * reach * index) / 80;
        return {
          ratio,
          good: curve?.loss(ratio, true) ?? Number.NaN,
          bad: curve?.loss(ratio, false) ?? Number.NaN,
        };
      }),
    [curve, reach],
  );
  if (curve === null) return <p className="small muted">{text.noPlot(objective.label)}</p>;
  const at = short(curve.flatBeyond, 2);
  return (
    <ChartOrTable
      title={text.plotTitle}
      summary={text.plotSummary(at)}
      testId={testIds.lossPlot}
      legend={
        <>
          <LegendEntry mark="line" colour="var(--good-fill)" name={text.plotGood} />
          <LegendEntry mark="dash" colour="var(--bad-fill)" name={text.plotBad} />
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

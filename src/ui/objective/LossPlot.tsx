// Loss of one sample (weight 1) against its log-ratio for both labels, as the method's record gives
// it: where the curve is flat, a sample no longer teaches. The axis widens with the place where it
// is, so that the bend is always on it.

import { useMemo } from 'react';
import { strings } from '../../strings';
import { fixed, short } from '../../strings/format';
import { objectiveOf } from '../../objectives';
import { settingsStore } from '../../state/objective/settingsStore';
import { ChartGrid } from '../common/ChartGrid';
import { ChartOrTable } from '../common/ChartOrTable';
import { LegendEntry } from '../common/LegendEntry';
import { linearScale, ticks } from '../common/scale';
import { useStore } from '../common/useStore';
import { useWidth } from '../common/useWidth';
import { testIds } from '../testIds';

const text = strings.objective;
const HEIGHT = 230;
const MARGIN = { top: 22, right: 12, bottom: 40, left: 34 };
/** Loss at the upper edge. */
const TOP = 4.2;
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
      <Curves points={points} reach={reach} />
    </ChartOrTable>
  );
}

interface Point {
  readonly ratio: number;
  readonly good: number;
  readonly bad: number;
}

function Curves({ points, reach }: { readonly points: readonly Point[]; readonly reach: number }) {
  const [ref, width] = useWidth<HTMLDivElement>(480);
  const x = linearScale([-reach, reach], [MARGIN.left, width - MARGIN.right]);
  const y = linearScale([0, TOP], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const path = (read: (point: Point) => number): string =>
    points
      .filter((point) => read(point) <= TOP)
      .map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.ratio)} ${y(read(point))}`)
      .join('');
  return (
    <div ref={ref}>
      <svg width={width} height={HEIGHT} aria-hidden="true">
        <ChartGrid
          x={x}
          y={y}
          across={ticks(-reach, reach, 6)}
          up={[0, 1, 2, 3, 4]}
          left={MARGIN.left}
          right={width - MARGIN.right}
          base={HEIGHT - MARGIN.bottom}
          gap={8}
        />
        <line className="axis" x1={x(0)} x2={x(0)} y1={MARGIN.top} y2={HEIGHT - MARGIN.bottom} />
        <path d={path(({ good }) => good)} fill="none" stroke="var(--good-fill)" strokeWidth="2" />
        <path
          d={path(({ bad }) => bad)}
          fill="none"
          stroke="var(--bad-fill)"
          strokeWidth="2"
          strokeDasharray="6 4"
        />
        <text
          className="axis-title"
          x={(MARGIN.left + width - MARGIN.right) / 2}
          y={HEIGHT - 4}
          textAnchor="middle"
        >
          {text.plotX}
        </text>
        <text className="axis-title" x="0" y="12">
          {text.plotY}
        </text>
      </svg>
    </div>
  );
}

// The scores as a histogram, stacked by label, with the weight curve on a second axis and τ as a plumb line that can be
// dragged. Drawn by hand in SVG: the line and the bars must share one scale exactly.

import { strings } from '../../strings';
import { fixed, short, whole } from '../../strings/format';
import type { ScoreAnalysis } from '../../state/scoreAnalysis';
import { settingsStore } from '../../state/settingsStore';
import { ChartOrTable } from '../common/ChartOrTable';
import { Key } from '../common/Key';
import { linearScale, ticks } from '../common/scale';
import { useStore } from '../common/useStore';
import { useWidth } from '../common/useWidth';
import { testIds } from '../testIds';
import { PERCENTILE } from './percentileSetting';
import { ThresholdLine } from './ThresholdLine';

const HEIGHT = 250;
const MARGIN = { top: 24, right: 44, bottom: 40, left: 44 };
const text = strings.scores;

export function ScoreHistogram({ analysis }: { readonly analysis: ScoreAnalysis }) {
  const [ref, width] = useWidth<HTMLDivElement>(640);
  const weighted = useStore(settingsStore, (state) => state.settings.method === 'tgo');
  const byPercentile = useStore(settingsStore, (state) => state.settings.fixedThreshold === null);
  const { bins, low, high, weightCurve, threshold } = analysis;
  const x = linearScale([low, high], [MARGIN.left, width - MARGIN.right]);
  const tallest = Math.max(1, ...bins.map((bin) => bin.positive + bin.negative + bin.dropped));
  const y = linearScale([0, tallest * 1.08], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const heaviest = Math.max(2, ...weightCurve.map((point) => point.weight));
  const w = linearScale([0, heaviest * 1.08], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const base = HEIGHT - MARGIN.bottom;
  const dropped = bins.some((bin) => bin.dropped > 0);
  const summary = text.histogramSummary(whole(analysis.sorted.length), short(low), short(high), short(threshold.rawTau, 4), whole(threshold.positiveCount), whole(threshold.negativeCount));
  return (
    <ChartOrTable
      title={text.histogramTitle} testId={testIds.histogram} summary={byPercentile ? `${text.dragHint} ${text.percentileHint(fixed(PERCENTILE.min, 1), fixed(PERCENTILE.max, 1))}` : text.dragHint}
      legend={
        <>
          <Key mark="box" colour="var(--good-fill)" name={text.legendPositive} />
          <Key mark="box" colour="var(--bad-fill)" name={text.legendNegative} />
          {dropped ? <Key mark="box" colour="var(--line-strong)" name={text.legendDropped} /> : null}
          {weighted ? <Key mark="line" colour="var(--accent)" name={text.legendWeight} /> : null}
        </>
      }
      columns={[text.binColumn, text.positive, text.negative]}
      rows={() => bins.map((bin) => [`${short(bin.from)} … ${short(bin.to)}`, whole(bin.positive), whole(bin.negative)])}
    >
      <div className="histogram" ref={ref}>
        <svg width={width} height={HEIGHT} role="img" aria-label={summary}>
          {ticks(0, tallest, 4).map((tick) => (
            <g key={tick}>
              <line className="grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
              <text x={MARGIN.left - 8} y={y(tick) + 4} textAnchor="end">{whole(tick)}</text>
            </g>
          ))}
          {bins.map((bin) => {
            const left = x(bin.from) + 0.5;
            const wide = Math.max(1, x(bin.to) - x(bin.from) - 1);
            const stack = [[bin.negative, 'var(--bad-fill)'], [bin.dropped, 'var(--line-strong)'], [bin.positive, 'var(--good-fill)']] as const;
            let under = 0;
            return stack.map(([count, colour]) => {
              const top = y(under + count);
              const tall = y(under) - top;
              under += count;
              return count === 0 ? null : <rect key={`${bin.from}-${colour}`} x={left} width={wide} y={top} height={tall} fill={colour} />;
            });
          })}
          <line className="axis" x1={MARGIN.left} x2={width - MARGIN.right} y1={base} y2={base} />
          {ticks(low, high, Math.max(4, Math.floor(width / 90))).map((tick) => (
            <text key={tick} x={x(tick)} y={base + 17} textAnchor="middle">{short(tick)}</text>
          ))}
          <text className="axis-title" x={(MARGIN.left + width - MARGIN.right) / 2} y={HEIGHT - 4} textAnchor="middle">{text.scoreAxis}</text>
          <text className="axis-title" x={0} y={11}>{text.countAxis}</text>
          {weighted ? (
            <>
              <polyline points={weightCurve.map((point) => `${x(point.score)},${w(point.weight)}`).join(' ')} fill="none" stroke="var(--accent)" strokeWidth="2" />
              {ticks(0, heaviest, 4).map((tick) => <text key={tick} x={width - MARGIN.right + 8} y={w(tick) + 4}>{fixed(tick, tick % 1 === 0 ? 0 : 1)}</text>)}
              <text className="axis-title" x={width} y={11} textAnchor="end">{text.weightAxis}</text>
            </>
          ) : null}
        </svg>
        <ThresholdLine analysis={analysis} left={x(threshold.rawTau)} height={base} toScore={(at) => low + ((at - MARGIN.left) / (width - MARGIN.left - MARGIN.right)) * (high - low)} />
      </div>
    </ChartOrTable>
  );
}

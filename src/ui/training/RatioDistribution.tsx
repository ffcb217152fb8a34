// The log-ratios of the last samples by label, as a mirrored histogram around 0: good above, bad
// below. Good should lean right of the line, bad left.

import { useSyncExternalStore } from 'react';
import { histogram } from '../../statistics/histogram';
import { strings } from '../../strings';
import { short, whole } from '../../strings/format';
import { metricHistory } from '../../state/training/metricHistory';
import { ChartOrTable } from '../common/ChartOrTable';
import { LegendEntry } from '../common/LegendEntry';
import { linearScale, ticks } from '../common/scale';
import { useWidth } from '../common/useWidth';

const LAST = 256;
const BINS = 25;
const HEIGHT = 190;
/** Half the widest tick label stands beside the outermost bars. */
const MARGIN = { top: 8, right: 28, bottom: 38, left: 28 };
const text = strings.training;

function lastSamples(): { good: number[]; bad: number[] } {
  const good: number[] = [];
  const bad: number[] = [];
  for (const step of metricHistory.tail(LAST).toReversed()) {
    if (good.length + bad.length >= LAST) break;
    step.logRatios.forEach((ratio, index) => {
      if (Number.isFinite(ratio)) (step.labels[index] === 1 ? good : bad).push(ratio);
    });
  }
  return { good, bad };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function RatioDistribution() {
  useSyncExternalStore(metricHistory.subscribe, metricHistory.version);
  const [ref, width] = useWidth<HTMLDivElement>(320);
  const { good, bad } = lastSamples();
  if (good.length + bad.length === 0) return null;
  // Symmetric about 0 and reaching the 98th percentile: one wild sample must not squeeze the rest.
  const reach = Math.max(1e-6, quantile([...good, ...bad].map(Math.abs), 0.98)) * 1.05;
  const inside = (values: readonly number[]): number[] =>
    values.map((value) => Math.max(-reach, Math.min(reach, value)));
  const above = histogram(inside(good), BINS, [-reach, reach]);
  const below = histogram(inside(bad), BINS, [-reach, reach]);
  const tallest = Math.max(1, ...above.counts, ...below.counts);
  const middle = (HEIGHT - MARGIN.bottom + MARGIN.top) / 2;
  const x = linearScale([-reach, reach], [MARGIN.left, width - MARGIN.right]);
  const tall = linearScale([0, tallest], [0, middle - MARGIN.top]);
  const bar = Math.max(1, (width - MARGIN.left - MARGIN.right) / BINS - 1);
  const summary = text.distributionSummary(
    short(quantile(good, 0.5), 2),
    short(quantile(bad, 0.5), 2),
  );
  return (
    <section className="panel">
      <ChartOrTable
        title={text.distributionTitle}
        summary={summary}
        columns={[text.distributionAxis, text.ratioGood, text.ratioBad]}
        legend={
          <>
            <LegendEntry
              mark="box"
              colour="var(--good-fill)"
              name={text.distributionGood(whole(good.length))}
            />
            <LegendEntry
              mark="box"
              colour="var(--bad-fill)"
              name={text.distributionBad(whole(bad.length))}
            />
          </>
        }
        rows={() =>
          above.counts.map((count, index) => [
            short(above.edges[index]!, 2),
            whole(count),
            whole(below.counts[index]!),
          ])
        }
      >
        <div ref={ref}>
          <svg width={width} height={HEIGHT} role="img" aria-label={summary}>
            {above.counts.map((count, index) => (
              <rect
                key={index}
                x={x(above.edges[index]!) + 0.5}
                width={bar}
                y={middle - tall(count)}
                height={tall(count)}
                fill="var(--good-fill)"
              />
            ))}
            {below.counts.map((count, index) => (
              <rect
                key={index}
                x={x(below.edges[index]!) + 0.5}
                width={bar}
                y={middle}
                height={tall(count)}
                fill="var(--bad-fill)"
              />
            ))}
            <line
              className="axis"
              x1={MARGIN.left}
              x2={width - MARGIN.right}
              y1={middle}
              y2={middle}
            />
            <line
              x1={x(0)}
              x2={x(0)}
              y1={0}
              y2={HEIGHT - MARGIN.bottom}
              stroke="var(--ink)"
              strokeWidth="1"
            />
            {ticks(-reach, reach, 5).map((tick) => (
              <text key={tick} x={x(tick)} y={HEIGHT - MARGIN.bottom + 16} textAnchor="middle">
                {short(tick)}
              </text>
            ))}
            <text className="axis-title" x={width / 2} y={HEIGHT - 4} textAnchor="middle">
              {text.distributionAxis}
            </text>
          </svg>
        </div>
      </ChartOrTable>
    </section>
  );
}

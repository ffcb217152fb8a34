// The scores as a histogram, stacked by label, with the weights on a second axis and τ as a plumb
// line that can be dragged. Where τ differs between samples the line is the whole set's; the others
// stand as strokes on the axis or as a band. Drawn by hand in SVG: the line and the bars must share
// one scale exactly.

import { byPrompt } from '../../../data/labels/threshold';
import { memo, useMemo, type ReactNode } from 'react';
import { percentile } from '../../../statistics/percentile';
import { strings } from '../../../strings';
import { fixed, percent, short, whole } from '../../../strings/format';
import { datasetStore } from '../../../state/data/datasetStore';
import type { ScoreAnalysis } from '../../../state/objective/scoreAnalysis';
import { objectiveOf, weighsDistance } from '../../../objectives';
import { settingsStore } from '../../../state/objective/settingsStore';
import { ChartGrid } from '../../common/ChartGrid';
import { ChartOrTable } from '../../common/ChartOrTable';
import { LegendEntry } from '../../common/LegendEntry';
import { countTicks, linearScale, ticks, type Scale } from '../../common/scale';
import { useStore } from '../../common/useStore';
import { useWidth } from '../../common/useWidth';
import { testIds } from '../../testIds';
import { HistogramBars } from './HistogramBars';
import { PERCENTILE } from '../../../state/objective/percentileSetting';
import { ThresholdLine } from './ThresholdLine';

const HEIGHT = 250;
const MARGIN = { top: 24, right: 44, bottom: 40, left: 44 };
const text = strings.scores;
const scopeText = strings.threshold;

/** The middle nine tenths of the batches' τ. */
export function batchBand(taus: ArrayLike<number>): readonly [number, number] {
  return [percentile(taus, 0.05), percentile(taus, 0.95)];
}

const shareUpTo = (scores: readonly number[], to: number): number =>
  scores.filter((score) => score <= to).length / scores.length;

/** What the image says, for who cannot see it. */
function summaryOf({
  threshold,
  spread,
  sorted,
  low,
  high,
  globalTau,
  raisedCount,
  loweredCount,
  waveringCount,
}: ScoreAnalysis): string {
  const { origin, rawTau, prompts, positiveCount, negativeCount } = threshold;
  const base = text.histogramSummary(
    whole(sorted.length),
    short(low),
    short(high),
    short(rawTau, 4),
    whole(positiveCount),
    whole(negativeCount),
  );
  const moved = [whole(raisedCount), whole(loweredCount)] as const;
  if (byPrompt(origin)) {
    const taus = prompts.map((prompt) => prompt.tau);
    const range = [short(Math.min(...taus)), short(Math.max(...taus))] as const;
    return `${base} ${scopeText.promptSummary(whole(prompts.length), ...range, ...moved)}`;
  }
  if (origin === 'proxy')
    return `${base} ${scopeText.proxySummary(short(rawTau), short(globalTau), ...moved)}`;
  if (spread === null) return base;
  const [from, to] = batchBand(spread.taus);
  const band = [short(from), short(to)] as const;
  const batches = whole(spread.taus.length);
  return `${base} ${scopeText.batchSummary(batches, ...band, whole(waveringCount))}`;
}

function Legend({
  analysis,
  weighted,
}: {
  readonly analysis: ScoreAnalysis;
  readonly weighted: boolean;
}) {
  const {
    bins,
    threshold: { origin },
    raisedCount,
    loweredCount,
    waveringCount,
    cloud,
  } = analysis;
  return (
    <>
      <LegendEntry mark="box" colour="var(--good-fill)" name={text.legendPositive} />
      <LegendEntry mark="box" colour="var(--bad-fill)" name={text.legendNegative} />
      {byPrompt(origin) || origin === 'proxy' ? (
        <>
          <LegendEntry
            mark="hatch"
            colour="var(--good-fill)"
            name={(byPrompt(origin) ? scopeText.legendRaised : scopeText.legendRaisedProxy)(
              whole(raisedCount),
            )}
          />
          <LegendEntry
            mark="hatch"
            colour="var(--bad-fill)"
            name={(byPrompt(origin) ? scopeText.legendLowered : scopeText.legendLoweredProxy)(
              whole(loweredCount),
            )}
          />
        </>
      ) : null}
      {origin === 'batch' ? (
        <>
          <LegendEntry
            mark="hatch"
            colour="var(--line-strong)"
            name={scopeText.legendWavering(whole(waveringCount))}
          />
          <LegendEntry mark="band" colour="var(--ink)" name={scopeText.legendBatchTau} />
        </>
      ) : null}
      {bins.some((bin) => bin.dropped > 0) ? (
        <LegendEntry mark="box" colour="var(--line-strong)" name={text.legendDropped} />
      ) : null}
      {byPrompt(origin) ? (
        <LegendEntry mark="tick" colour="var(--ink)" name={scopeText.legendPromptTau} />
      ) : null}
      {origin === 'proxy' ? (
        <LegendEntry mark="dash" colour="var(--ink-3)" name={scopeText.legendGlobal} />
      ) : null}
      <LegendEntry mark="dash" colour="var(--ink-3)" name={text.legendCumulative} />
      {weighted ? (
        <LegendEntry
          mark={cloud ? 'dot' : 'line'}
          colour="var(--accent)"
          name={cloud ? scopeText.legendCloud : text.legendWeight}
        />
      ) : null}
    </>
  );
}

/** The thresholds besides the line. */
function FurtherThresholds({
  analysis,
  x,
  base,
}: {
  readonly analysis: ScoreAnalysis;
  readonly x: Scale;
  readonly base: number;
}): ReactNode {
  const {
    threshold: { origin, prompts },
    spread,
    globalTau,
    low,
    high,
  } = analysis;
  if (spread !== null) {
    const [from, to] = batchBand(spread.taus);
    return (
      <rect
        x={x(from)}
        width={Math.max(1, x(to) - x(from))}
        y={MARGIN.top - 8}
        height={base - MARGIN.top + 8}
        fill="var(--ink)"
        fillOpacity="0.1"
      />
    );
  }
  if (byPrompt(origin))
    return prompts.map(({ group, tau }) => (
      <line
        key={group}
        x1={x(tau)}
        x2={x(tau)}
        y1={base - 4}
        y2={base + 5}
        stroke="var(--ink)"
        strokeWidth="1.25"
      />
    ));
  if (origin === 'proxy' && globalTau >= low && globalTau <= high)
    return (
      <line
        x1={x(globalTau)}
        x2={x(globalTau)}
        y1={MARGIN.top}
        y2={base}
        stroke="var(--ink-3)"
        strokeDasharray="4 3"
      />
    );
  return null;
}

function Weights({
  analysis,
  x,
  w,
}: {
  readonly analysis: ScoreAnalysis;
  readonly x: Scale;
  readonly w: Scale;
}): ReactNode {
  const { weightCurve, cloud } = analysis;
  if (cloud)
    return weightCurve.map(({ score, weight }, index) => (
      <circle
        key={index}
        cx={x(score)}
        cy={w(weight)}
        r="1.75"
        fill="var(--accent)"
        stroke="var(--surface)"
        strokeWidth="0.5"
      />
    ));
  return (
    <polyline
      points={weightCurve.map(({ score, weight }) => `${x(score)},${w(weight)}`).join(' ')}
      fill="none"
      stroke="var(--accent)"
      strokeWidth="2"
    />
  );
}

interface CumulativeProps {
  /** Rising. */
  readonly scores: readonly number[];
  readonly low: number;
  readonly high: number;
  readonly width: number;
}

/**
 * The share of images at or below a score: from 0 at the base to 1 at the top. It does not depend
 * on τ, and is not drawn again as τ moves.
 */
const Cumulative = memo(function Cumulative({ scores, low, high, width }: CumulativeProps) {
  const base = HEIGHT - MARGIN.bottom;
  const x = linearScale([low, high], [MARGIN.left, width - MARGIN.right]);
  const y = linearScale([0, scores.length], [base, MARGIN.top]);
  // A step per image; of thousands every so many, which no pixel shows.
  const every = Math.max(1, Math.floor(scores.length / 800));
  const path = scores.flatMap((score, i) =>
    i % every === 0 || i === scores.length - 1 ? `H${x(score)}V${y(i + 1)}` : [],
  );
  return (
    <path
      d={`M${MARGIN.left},${base}${path.join('')}`}
      fill="none"
      stroke="var(--ink-3)"
      strokeDasharray="3 2"
      data-part="cumulative"
    />
  );
});

export function ScoreHistogram({ analysis }: { readonly analysis: ScoreAnalysis }) {
  const [ref, width] = useWidth<HTMLDivElement>(640);
  const weighted = useStore(settingsStore, (state) =>
    weighsDistance(objectiveOf(state.settings.method)),
  );
  const {
    bins,
    low,
    high,
    weightCurve,
    threshold: { origin, rawTau },
  } = analysis;
  const items = useStore(datasetStore, (state) => state.items);
  const scores = useMemo(() => items.map(({ score }) => score).sort((a, b) => a - b), [items]);
  const x = linearScale([low, high], [MARGIN.left, width - MARGIN.right]);
  const tallest = Math.max(
    1,
    ...bins.map((bin) => bin.positive + bin.negative + bin.dropped + bin.wavering),
  );
  const y = linearScale([0, tallest * 1.08], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const heaviest = Math.max(2, ...weightCurve.map((point) => point.weight));
  const w = linearScale([0, heaviest * 1.08], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const base = HEIGHT - MARGIN.bottom;
  const line = x(Math.min(high, Math.max(low, rawTau)));
  const hint =
    origin === 'fixed'
      ? text.dragHint
      : `${text.dragHint} ` +
        `${text.percentileHint(fixed(PERCENTILE.min, 1), fixed(PERCENTILE.max, 1))}`;
  const outside =
    origin === 'proxy' && (rawTau < low || rawTau > high)
      ? ` ${scopeText.proxyOutside(short(rawTau, 4))}`
      : '';
  const changes = byPrompt(origin) || origin === 'proxy';
  return (
    <ChartOrTable
      title={text.histogramTitle}
      testId={testIds.histogram}
      summary={`${hint}${outside}`}
      legend={<Legend analysis={analysis} weighted={weighted} />}
      columns={[
        text.binColumn,
        text.positive,
        text.negative,
        text.cumulativeColumn,
        ...(changes ? [scopeText.raised, scopeText.lowered] : []),
        ...(origin === 'batch' ? [scopeText.wavering] : []),
      ]}
      rows={() =>
        bins.map((bin) => [
          `${short(bin.from)} … ${short(bin.to)}`,
          whole(bin.positive),
          whole(bin.negative),
          percent(shareUpTo(scores, bin.to)),
          ...(changes ? [whole(bin.raised), whole(bin.lowered)] : []),
          ...(origin === 'batch' ? [whole(bin.wavering)] : []),
        ])
      }
    >
      <div className="histogram" ref={ref}>
        <svg width={width} height={HEIGHT} role="img" aria-label={summaryOf(analysis)}>
          <ChartGrid
            x={x}
            y={y}
            across={ticks(low, high, Math.max(4, Math.floor(width / 90)))}
            up={countTicks(tallest, 4)}
            left={MARGIN.left}
            right={width - MARGIN.right}
            base={base}
            gap={8}
            sayUp={whole}
          />
          <HistogramBars bins={bins} x={x} y={y} />
          <Cumulative scores={scores} low={low} high={high} width={width} />
          <line className="axis" x1={MARGIN.left} x2={width - MARGIN.right} y1={base} y2={base} />
          <FurtherThresholds analysis={analysis} x={x} base={base} />
          <text
            className="axis-title"
            x={(MARGIN.left + width - MARGIN.right) / 2}
            y={HEIGHT - 4}
            textAnchor="middle"
          >
            {text.scoreAxis}
          </text>
          <text className="axis-title" x={0} y={11}>
            {text.countAxis}
          </text>
          {weighted ? (
            <>
              <Weights analysis={analysis} x={x} w={w} />
              {ticks(0, heaviest, 4).map((tick) => (
                <text key={tick} x={width - MARGIN.right + 8} y={w(tick) + 4}>
                  {fixed(tick, tick % 1 === 0 ? 0 : 1)}
                </text>
              ))}
              <text className="axis-title" x={width} y={11} textAnchor="end">
                {text.weightAxis}
              </text>
            </>
          ) : null}
        </svg>
        <ThresholdLine
          analysis={analysis}
          left={line}
          height={base}
          toScore={(at) =>
            low + ((at - MARGIN.left) / (width - MARGIN.left - MARGIN.right)) * (high - low)
          }
        />
      </div>
    </ChartOrTable>
  );
}

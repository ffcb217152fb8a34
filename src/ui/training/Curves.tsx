// The four curves of a run: loss raw and smoothed with the untouched model's level, mean log-ratio
// by label, sign accuracy, gradient norm. Redrawn when the history publishes, at most four times a
// second.

import { useSyncExternalStore } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import type { StepMetrics } from '../../domain/metrics';
import type { RunSettings } from '../../settings/runSettings';
import { objectiveOf, type Objective } from '../../objectives';
import type { MetricSpec } from '../../objectives/metrics';
import { strings } from '../../strings';
import { fixed, percent, short, whole } from '../../strings/format';
import { metricHistory } from '../../state/training/metricHistory';
import { preferencesStore, setPreferences } from '../../state/session/preferences';
import { effectiveSettings } from '../../state/objective/settingsStore';
import { ChartOrTable } from '../common/ChartOrTable';
import { LegendEntry } from '../common/LegendEntry';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { describeChange } from './describeChange';
import type { Series } from './TimeSeries';
import { TimeSeries } from './TimeSeries';

const text = strings.training;
const GOOD = 'var(--good-fill)';
const BAD = 'var(--bad-fill)';
const ACCENT = 'var(--accent)';
const TABLE_ROWS = 60;

interface Curve {
  readonly title: string;
  readonly unit: string;
  readonly series: readonly Series[];
  readonly summary: string;
  readonly domain?: readonly [number, number];
  readonly level?: number;
  readonly format?: (value: number) => string;
  readonly read: readonly (readonly [string, (step: StepMetrics) => number])[];
  readonly testId?: string;
}

function lossCurve(smoothing: number, { lossOver, firstLossName }: Objective): Curve {
  const smooth = metricHistory.smoothed((step) => step.loss, smoothing);
  const reference = metricHistory.smoothed((step) => step.referenceLoss, smoothing);
  const named = text.lossReference(firstLossName);
  return {
    title: lossOver === 'weighted' ? text.lossTitleSft : text.lossTitle,
    unit: '',
    testId: testIds.lossChart,
    series: [
      {
        name: text.lossRaw,
        colour: ACCENT,
        points: metricHistory.series((step) => step.loss),
        mark: 'thin',
      },
      { name: text.lossSmooth, colour: ACCENT, points: smooth, mark: 'line' },
      ...(reference.length > 0
        ? [{ name: named, colour: 'var(--ink-2)', points: reference, mark: 'dash' as const }]
        : []),
    ],
    summary: text.lossSummary(
      short(smooth.at(-1)?.mean ?? Number.NaN),
      short(reference.at(-1)?.mean ?? Number.NaN),
    ),
    read: [
      [text.lossTitle, (step) => step.loss],
      [named, (step) => step.referenceLoss],
    ],
  };
}

function ratioCurve(smoothing: number): Curve {
  const good = metricHistory.smoothed((step) => step.logRatioPositive, smoothing);
  const bad = metricHistory.smoothed((step) => step.logRatioNegative, smoothing);
  return {
    title: text.ratioTitle,
    unit: text.ratioUnit,
    level: 0,
    series: [
      { name: text.ratioGood, colour: GOOD, points: good, mark: 'line' },
      ...(bad.length === 0
        ? []
        : [{ name: text.ratioBad, colour: BAD, points: bad, mark: 'dash' as const }]),
    ],
    summary: text.ratioSummary(
      short(good.at(-1)?.mean ?? Number.NaN),
      short(bad.at(-1)?.mean ?? Number.NaN),
    ),
    read: [
      [text.ratioGood, (step) => step.logRatioPositive],
      [text.ratioBad, (step) => step.logRatioNegative],
    ],
  };
}

function signCurve(smoothing: number): Curve {
  const points = metricHistory.smoothed((step) => step.signAccuracy, smoothing);
  return {
    title: text.signTitle,
    unit: '',
    level: 0.5,
    domain: [0, 1],
    format: percent,
    series: [{ name: text.signLine, colour: ACCENT, points, mark: 'line' }],
    summary: text.signSummary(percent(points.at(-1)?.mean ?? Number.NaN)),
    read: [[text.signTitle, (step) => step.signAccuracy]],
  };
}

function gradientCurve(
  { method, paradigm, optimizer: { maxGradNorm: clip } }: RunSettings,
  smoothing: number,
): Curve {
  const points = metricHistory.series((step) => step.gradientNorm);
  const smooth = metricHistory.smoothed((step) => step.gradientNorm, smoothing);
  const named = text.gradLine(objectiveOf(method).gradientOf(paradigm));
  const recent = metricHistory.tail(100);
  const clipped = recent.filter((step) => step.clipFactor < 1).length / Math.max(1, recent.length);
  const highest = points.reduce((most, point) => Math.max(most, point.high), 0);
  return {
    title: text.gradTitle,
    unit: '',
    series: [
      { name: named, colour: ACCENT, points, mark: 'thin' },
      { name: text.lossSmooth, colour: ACCENT, points: smooth, mark: 'line' },
    ],
    ...(clip > 0 && highest > clip / 2 ? { level: clip } : {}),
    summary: text.gradSummary(
      short(metricHistory.last()?.gradientNorm ?? Number.NaN),
      percent(clipped),
    ),
    read: [[text.gradTitle, (step) => step.gradientNorm]],
  };
}

export function Curves({ run }: { readonly run: RunSummary }) {
  useSyncExternalStore(metricHistory.subscribe, metricHistory.version);
  const smoothing = useStore(preferencesStore, (state) => state.smoothing);
  const settings = effectiveSettings(run);
  const objective = objectiveOf(settings.method);
  const plots = (group: MetricSpec['group']): boolean =>
    objective.metrics.some((metric) => metric.group === group);
  if (metricHistory.length === 0)
    return (
      <div className="empty">
        <p>{text.waitingForSteps}</p>
      </div>
    );
  const marks = run.changes.map((change) => change.step + 1);
  const curves = [
    lossCurve(smoothing, objective),
    ...(plots('logRatio') ? [ratioCurve(smoothing)] : []),
    ...(plots('accuracy') ? [signCurve(smoothing)] : []),
    gradientCurve(settings, smoothing),
  ];
  return (
    <Panel title={text.trainingCurves} aside={<Smoothing value={smoothing} />}>
      <div className="curves">
        {curves.map((curve) => (
          <ChartOrTable
            key={curve.title}
            title={curve.title}
            summary={curve.summary}
            {...(curve.testId === undefined ? {} : { testId: curve.testId })}
            legend={curve.series.map((entry) => (
              <LegendEntry
                key={entry.name}
                mark={entry.mark}
                colour={entry.colour}
                name={entry.name}
              />
            ))}
            columns={[strings.common.stepColumn, ...curve.read.map(([name]) => name)]}
            rows={() =>
              metricHistory
                .tail(TABLE_ROWS)
                .toReversed()
                .map((step) => [
                  whole(step.step + 1),
                  ...curve.read.map(([, read]) => short(read(step))),
                ])
            }
          >
            <TimeSeries
              series={curve.series}
              marks={marks}
              unit={curve.unit}
              lastStep={Math.max(settings.schedule.steps, (metricHistory.last()?.step ?? 0) + 1)}
              {...(curve.domain === undefined ? {} : { domain: curve.domain })}
              {...(curve.level === undefined ? {} : { level: curve.level })}
              {...(curve.format === undefined ? {} : { format: curve.format })}
            />
          </ChartOrTable>
        ))}
      </div>
      {run.changes.length === 0 ? null : (
        <div className="marks small muted">
          <p>{text.marks}</p>
          <ul>
            {run.changes.map((change, index) => (
              <li key={`${change.step}-${index}`}>
                {text.markText(whole(change.step + 1), describeChange(change))}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}

function Smoothing({ value }: { readonly value: number }) {
  return (
    <label className="smoothing small muted">
      {text.smoothing}
      <input
        type="range"
        min={0}
        max={0.99}
        step={0.01}
        value={value}
        aria-valuetext={text.smoothingText(percent(value))}
        style={{ '--fill': `${(value / 0.99) * 100}%` } as React.CSSProperties}
        onChange={(event) => setPreferences({ smoothing: Number(event.currentTarget.value) })}
      />
      <span>{fixed(value, 2)}</span>
    </label>
  );
}

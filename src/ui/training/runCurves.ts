// The curves of a run beside the large one: loss with the untouched model's level, gradient norm,
// sign accuracy, and the mean score of its samples.

import type { RunSummary } from '../../bridge/protocol';
import { metricOf } from '../../domain/metrics';
import { objectiveOf } from '../../objectives';
import type { MetricSpec } from '../../objectives/metrics';
import { effectiveSettings } from '../../state/objective/settingsStore';
import { metricHistory } from '../../state/training/metricHistory';
import type { PreviewScores } from '../../state/training/previews';
import { mean } from '../../statistics/moments';
import { strings } from '../../strings';
import { percent, short } from '../../strings/format';
import type { CurvePoint } from '../common/plot/curve';
import type { CurvePanelProps } from '../common/plot/CurvePanel';
import { testIds } from '../testIds';
import { separateCurves } from './SeparateChart';

const text = strings.training;
const ACCENT = 'var(--accent)';

export interface RunCurve extends CurvePanelProps {
  readonly id: 'separate' | 'loss' | 'gradient' | 'accuracy' | 'errors' | 'reward';
  /** Of the sparkline. */
  readonly short: string;
  readonly testId?: string;
}

const newest = (points: readonly CurvePoint[]): number =>
  points.findLast(({ value }) => Number.isFinite(value))?.value ?? Number.NaN;

function lossCurve(run: RunSummary): RunCurve {
  const { lossOver, firstLossName } = objectiveOf(run.settings.method);
  const title = lossOver === 'weighted' ? text.lossTitleSft : text.lossTitle;
  const points = metricHistory.points((step) => step.loss);
  const reference = metricHistory.points((step) => metricOf(step, 'referenceLoss'));
  const hasReference = reference.some(({ value }) => Number.isFinite(value));
  return {
    id: 'loss',
    title,
    short: text.lossTitle,
    testId: testIds.lossChart,
    summary: hasReference
      ? text.lossSummary(short(newest(points)), short(newest(reference)))
      : text.lossSummaryAlone(short(newest(points))),
    curves: [
      { id: 'loss', name: title, colour: ACCENT, points },
      ...(hasReference
        ? [
            {
              id: 'reference',
              name: text.lossReference(firstLossName),
              colour: 'var(--ink-2)',
              points: reference,
              dash: true,
            },
          ]
        : []),
    ],
  };
}

function gradientCurve(run: RunSummary): RunCurve {
  const { method, paradigm, optimizer } = effectiveSettings(run);
  const { maxGradNorm } = optimizer;
  const points = metricHistory.points((step) => step.gradientNorm);
  const recent = metricHistory.tail(100);
  const clipped = recent.filter((step) => step.clipFactor < 1).length / Math.max(1, recent.length);
  const highest = points.reduce((most, { value }) => Math.max(most, value), 0);
  return {
    id: 'gradient',
    title: text.gradTitle,
    short: text.gradTitle,
    summary: text.gradSummary(short(newest(points)), percent(clipped)),
    curves: [
      {
        id: 'gradient',
        name: text.gradLine(objectiveOf(method).gradientOf(paradigm)),
        colour: ACCENT,
        points,
      },
    ],
    levels: maxGradNorm > 0 && highest > maxGradNorm / 2 ? [maxGradNorm] : [],
  };
}

function accuracyCurve(): RunCurve {
  const points = metricHistory.points((step) => metricOf(step, 'signAccuracy'));
  return {
    id: 'accuracy',
    title: text.signTitle,
    short: text.signTitle,
    summary: text.signSummary(percent(newest(points))),
    curves: [{ id: 'accuracy', name: text.signLine, colour: ACCENT, points }],
    levels: [0.5],
    domain: [0, 1],
    format: percent,
  };
}

/** Errors of good and bad samples, those under the reference dashed. */
function errorsCurve(): RunCurve {
  const of = (id: string): readonly CurvePoint[] =>
    metricHistory.points((step) => metricOf(step, id));
  const [good, bad] = [of('errorPositive'), of('errorNegative')];
  const ofReference = of('referenceErrorNegative');
  return {
    id: 'errors',
    title: text.errorsTitle,
    short: text.errorsShort,
    summary: text.errorsSummary(
      short(newest(good)),
      short(newest(bad)),
      percent(newest(bad) / newest(ofReference)),
    ),
    curves: [
      { id: 'bad', name: text.ratioBad, colour: 'var(--bad-fill)', points: bad },
      { id: 'good', name: text.ratioGood, colour: 'var(--good-fill)', points: good },
      {
        id: 'reference-bad',
        name: text.errorsReference(text.ratioBad),
        colour: 'var(--bad-fill)',
        points: ofReference,
        dash: true,
      },
      {
        id: 'reference-good',
        name: text.errorsReference(text.ratioGood),
        colour: 'var(--good-fill)',
        points: of('referenceErrorPositive'),
        dash: true,
      },
    ],
  };
}

/** Of the samples at fixed seeds; of an online run also of the images it trained on. */
function rewardCurve(scores: readonly PreviewScores[]): RunCurve | null {
  const seconds = new Map(
    metricHistory.points((step) => step.loss).map((point) => [point.step, point.seconds]),
  );
  const samples = scores.map(({ step, pictures }): CurvePoint => ({
    step,
    seconds: seconds.get(step) ?? 0,
    value: mean(pictures.map(({ score }) => score).filter(Number.isFinite)),
  }));
  const rounds = metricHistory.points((step) => metricOf(step, 'rewardMean'));
  const hasRounds = rounds.some(({ value }) => Number.isFinite(value));
  if (!hasRounds && !samples.some(({ value }) => Number.isFinite(value))) return null;
  return {
    id: 'reward',
    title: text.rewardTitle,
    short: text.rewardShort,
    summary: text.rewardSummary(short(newest(samples))),
    curves: [
      { id: 'samples', name: text.rewardSamples, colour: ACCENT, points: samples, exact: true },
      ...(hasRounds
        ? [{ id: 'rounds', name: text.rewardRounds, colour: 'var(--good-fill)', points: rounds }]
        : []),
    ],
  };
}

/** The large curve first, then the small ones. */
export function runCurves(run: RunSummary, scores: readonly PreviewScores[]): RunCurve[] {
  const { metrics } = objectiveOf(run.settings.method);
  const plots = (group: MetricSpec['group']): boolean =>
    metrics.some((metric) => metric.group === group);
  const reward = rewardCurve(scores);
  return [
    ...(plots('logRatio')
      ? [{ id: 'separate' as const, short: text.separateTitle, ...separateCurves() }]
      : []),
    lossCurve(run),
    gradientCurve(run),
    ...(plots('accuracy') ? [accuracyCurve()] : []),
    ...(plots('error') ? [errorsCurve()] : []),
    ...(reward === null ? [] : [reward]),
  ];
}

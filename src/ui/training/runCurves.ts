// The curves of a run beside the large one: loss with the untouched model's level, gradient norm,
// sign accuracy, a method's own numbers, and the mean score of its samples.

import type { RunSummary } from '../../bridge/protocol';
import { metricOf, type StepMetrics } from '../../domain/metrics';
import { objectiveOf } from '../../objectives';
import { metricsInForce, type MetricSpec } from '../../objectives/metrics';
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
  /** That of a method's own number is the number's. */
  readonly id: string;
  /** Of the sparkline. */
  readonly short: string;
  readonly testId?: string;
}

type Read = (step: StepMetrics) => number;
const loss: Read = (step) => step.loss;
const gradientNorm: Read = (step) => step.gradientNorm;
const metric =
  (id: string): Read =>
  (step) =>
    metricOf(step, id);

const newest = (read: Read): number => metricHistory.newest(read);
const pointsOf = (read: Read) => (): readonly CurvePoint[] => metricHistory.points(read);

function lossCurve(run: RunSummary): RunCurve {
  const { lossOver, firstLossName } = objectiveOf(run.settings.method);
  const title = lossOver === 'weighted' ? text.lossTitleSft : text.lossTitle;
  const reference = metric('referenceLoss');
  const hasReference = Number.isFinite(newest(reference));
  return {
    id: 'loss',
    title,
    short: text.lossTitle,
    testId: testIds.lossChart,
    summary: hasReference
      ? text.lossSummary(short(newest(loss)), short(newest(reference)))
      : text.lossSummaryAlone(short(newest(loss))),
    curves: [
      { id: 'loss', name: title, colour: ACCENT, points: pointsOf(loss) },
      ...(hasReference
        ? [
            {
              id: 'reference',
              name: text.lossReference(firstLossName),
              colour: 'var(--ink-2)',
              points: pointsOf(reference),
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
  const recent = metricHistory.tail(100);
  const clipped = recent.filter((step) => step.clipFactor < 1).length / Math.max(1, recent.length);
  const highest = metricHistory.highest(gradientNorm);
  return {
    id: 'gradient',
    title: text.gradTitle,
    short: text.gradTitle,
    summary: text.gradSummary(short(newest(gradientNorm)), percent(clipped)),
    curves: [
      {
        id: 'gradient',
        name: text.gradLine(objectiveOf(method).gradientOf(paradigm)),
        colour: ACCENT,
        points: pointsOf(gradientNorm),
      },
    ],
    levels: maxGradNorm > 0 && highest > maxGradNorm / 2 ? [maxGradNorm] : [],
  };
}

function accuracyCurve(): RunCurve {
  const accuracy = metric('signAccuracy');
  return {
    id: 'accuracy',
    title: text.signTitle,
    short: text.signTitle,
    summary: text.signSummary(percent(newest(accuracy))),
    curves: [{ id: 'accuracy', name: text.signLine, colour: ACCENT, points: pointsOf(accuracy) }],
    levels: [0.5],
    domain: [0, 1],
    format: percent,
  };
}

/** A number that only this method has. */
function ownCurve({ id, unit }: MetricSpec): RunCurve {
  const read = metric(id);
  const words = text.ownMetrics[id]!;
  const format = unit === 'share' ? percent : short;
  return {
    id,
    title: words.title,
    short: words.title,
    summary: words.says(format(newest(read))),
    curves: [{ id, name: words.title, colour: ACCENT, points: pointsOf(read) }],
    ...(unit === 'share' && { domain: [0, 1] as const }),
    format: (value) => format(value),
  };
}

/** Errors of good and bad samples, those under the reference dashed. */
function errorsCurve(): RunCurve {
  const [good, bad] = [metric('errorPositive'), metric('errorNegative')];
  const ofReference = metric('referenceErrorNegative');
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
      { id: 'bad', name: text.ratioBad, colour: 'var(--bad-fill)', points: pointsOf(bad) },
      { id: 'good', name: text.ratioGood, colour: 'var(--good-fill)', points: pointsOf(good) },
      {
        id: 'reference-bad',
        name: text.errorsReference(text.ratioBad),
        colour: 'var(--bad-fill)',
        points: pointsOf(ofReference),
        dash: true,
      },
      {
        id: 'reference-good',
        name: text.errorsReference(text.ratioGood),
        colour: 'var(--good-fill)',
        points: pointsOf(metric('referenceErrorPositive')),
        dash: true,
      },
    ],
  };
}

const meanScore = ({ images }: PreviewScores): number =>
  mean(images.map(({ score }) => score).filter(Number.isFinite));

function samplePoints(scores: readonly PreviewScores[]): CurvePoint[] {
  const seconds = new Map(metricHistory.points(loss).map((point) => [point.step, point.seconds]));
  return scores.map((one) => ({
    step: one.step,
    seconds: seconds.get(one.step) ?? 0,
    value: meanScore(one),
  }));
}

/** Of the samples at fixed seeds; of an online run also of the images it trained on. */
function rewardCurve(scores: readonly PreviewScores[]): RunCurve | null {
  const rounds = metric('rewardMean');
  const hasRounds = Number.isFinite(newest(rounds));
  const last = scores.map(meanScore).findLast(Number.isFinite);
  if (!hasRounds && last === undefined) return null;
  return {
    id: 'reward',
    title: text.rewardTitle,
    short: text.rewardShort,
    summary: text.rewardSummary(short(last ?? Number.NaN)),
    curves: [
      {
        id: 'samples',
        name: text.rewardSamples,
        colour: ACCENT,
        points: () => samplePoints(scores),
        exact: true,
      },
      ...(hasRounds
        ? [
            {
              id: 'rounds',
              name: text.rewardRounds,
              colour: 'var(--good-fill)',
              points: pointsOf(rounds),
            },
          ]
        : []),
    ],
  };
}

/** The large curve first, then the small ones. */
export function runCurves(run: RunSummary, scores: readonly PreviewScores[]): RunCurve[] {
  const metrics = metricsInForce(objectiveOf(run.settings.method), run.settings);
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
    ...metrics.filter(({ group }) => group === 'own').map(ownCurve),
    ...(reward === null ? [] : [reward]),
  ];
}

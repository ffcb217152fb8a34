// What a method plots beside its loss: each metric is declared once, with its unit and the chart it
// belongs to, and is computed from a step's read-backs.

import type { MetricFacts } from '../domain/metrics';

/** A step's per-sample numbers, as read back. */
export interface StepTerms {
  readonly losses: readonly number[];
  readonly labels: readonly number[];
  readonly weights: readonly number[];
  /** Derivative of each sample's loss by what the method names z. */
  readonly slopes: readonly number[];
  /** a = (r − m)/T. */
  readonly logRatios: readonly number[];
  /** Errors of the policy and of the reference. */
  readonly errors: readonly number[];
  readonly referenceErrors: readonly number[];
}

export interface MetricSpec extends MetricFacts {
  /** NaN where the batch has no such sample. */
  readonly value: (terms: StepTerms) => number;
}

/** NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0
    ? Number.NaN
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const ofLabel = ({ labels, logRatios }: StepTerms, label: number): readonly number[] =>
  logRatios.filter((_, i) => labels[i] === label);

export const LOG_RATIO_POSITIVE: MetricSpec = {
  id: 'logRatioPositive',
  unit: 'nats',
  group: 'logRatio',
  column: 'log_ratio_positive',
  value: (terms) => mean(ofLabel(terms, 1)),
};

export const LOG_RATIO_NEGATIVE: MetricSpec = {
  id: 'logRatioNegative',
  unit: 'nats',
  group: 'logRatio',
  column: 'log_ratio_negative',
  value: (terms) => mean(ofLabel(terms, 0)),
};

/** Share of samples whose log-ratio has the sign of their label; 0 counts ½. */
export const SIGN_ACCURACY: MetricSpec = {
  id: 'signAccuracy',
  unit: 'share',
  group: 'accuracy',
  column: 'sign_accuracy',
  value: ({ labels, logRatios }) =>
    mean(
      labels.map((label, i) => {
        const sign = Math.sign(logRatios[i]!);
        return sign === 0 ? 0.5 : sign > 0 === (label === 1) ? 1 : 0;
      }),
    ),
};

/** Share of samples that a clip takes out of the step: they have no gradient. */
export const CLIPPED_SHARE: MetricSpec = {
  id: 'clippedShare',
  unit: 'share',
  group: 'own',
  column: 'clipped_share',
  value: ({ slopes }) => mean(slopes.map((slope) => (slope === 0 ? 1 : 0))),
};

/** λ of Diffusion-SDPO's safeguard: how much of the losers' gradient a step keeps. */
export const LOSER_SHARE: MetricSpec = {
  id: 'loserShare',
  unit: 'share',
  group: 'own',
  column: 'loser_share',
  value: ({ labels, weights }) => mean(weights.filter((_, i) => labels[i] === 0)),
};

/** What a run plots: its method's metrics, and the safeguard's where that is on. */
export function metricsInForce(
  {
    metrics,
    preservesWinners,
  }: { readonly metrics: readonly MetricSpec[]; readonly preservesWinners?: boolean },
  settings: { readonly pairing: { readonly winnerPreserving: number } },
): readonly MetricSpec[] {
  return preservesWinners && settings.pairing.winnerPreserving > 0
    ? [...metrics, LOSER_SHARE]
    : metrics;
}

/** Mean error of the good or of the bad samples, under the policy or under the reference. */
const errorMetric = (
  id: string,
  column: string,
  label: number,
  of: 'errors' | 'referenceErrors',
): MetricSpec => ({
  id,
  unit: '',
  group: 'error',
  column,
  value: (terms) => mean(terms[of].filter((_, i) => terms.labels[i] === label)),
});

/** Errors of good and bad samples apart: what pushes bad ones away has no bound of its own. */
const ERROR_METRICS: readonly MetricSpec[] = [
  errorMetric('errorPositive', 'error_positive', 1, 'errors'),
  errorMetric('errorNegative', 'error_negative', 0, 'errors'),
  errorMetric('referenceErrorPositive', 'reference_error_positive', 1, 'referenceErrors'),
  errorMetric('referenceErrorNegative', 'reference_error_negative', 0, 'referenceErrors'),
];

/** Of every method that has a reference. */
export const LOG_RATIO_METRICS: readonly MetricSpec[] = [
  LOG_RATIO_POSITIVE,
  LOG_RATIO_NEGATIVE,
  SIGN_ACCURACY,
  ...ERROR_METRICS,
];

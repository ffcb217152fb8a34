// A run's steps in columns, one number each per step: what curves of several runs are drawn from.

import { metricOf, type StepMetrics } from './metrics';

export const CURVE_KEYS = [
  'separation',
  'loss',
  'signAccuracy',
  'gradientNorm',
  'rewardMean',
] as const;
export type CurveKey = (typeof CURVE_KEYS)[number];

/** Columns of equal length; NaN where a step has no such number. */
export interface RunCurve {
  /** Steps done, from 1. */
  readonly step: Float64Array<ArrayBuffer>;
  /** Seconds of training up to and with this step, its sampling included. */
  readonly seconds: Float64Array<ArrayBuffer>;
  readonly values: Readonly<Record<CurveKey, Float64Array<ArrayBuffer>>>;
}

const readColumn = (step: StepMetrics, key: CurveKey): number =>
  key === 'separation'
    ? metricOf(step, 'logRatioPositive') - metricOf(step, 'logRatioNegative')
    : metricOf(step, key);

/** The columns of a run's steps. */
export function runCurve(steps: readonly StepMetrics[]): RunCurve {
  let milliseconds = 0;
  const seconds = Float64Array.from(steps, ({ stepMs, values: { drawMs = 0 } }) => {
    milliseconds += (Number.isFinite(stepMs) ? stepMs : 0) + drawMs;
    return milliseconds / 1000;
  });
  return {
    step: Float64Array.from(steps, ({ step }) => step + 1),
    seconds,
    values: Object.fromEntries(
      CURVE_KEYS.map((key) => [key, Float64Array.from(steps, (step) => readColumn(step, key))]),
    ) as RunCurve['values'],
  };
}

/** How many numbers a sketch has at most. */
const SKETCH_POINTS = 48;

/**
 * A small curve of a whole run: means of equal stretches of the separation of good and bad samples,
 * or of the loss where the method has no log-ratios.
 */
export function sketchOf({ values }: Pick<RunCurve, 'values'>): number[] {
  const finite = (key: CurveKey) => [...values[key]].filter(Number.isFinite);
  const separation = finite('separation');
  const read = separation.length > 0 ? separation : finite('loss');
  const stretch = Math.max(1, Math.ceil(read.length / SKETCH_POINTS));
  return Array.from({ length: Math.ceil(read.length / stretch) }, (_, i) => {
    const part = read.slice(i * stretch, (i + 1) * stretch);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

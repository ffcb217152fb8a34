// A run's metrics as CSV: one row a step, the settings in force in columns of their own.

import type { StepMetrics } from '../domain/metrics';
import { thresholdOrigin } from '../data/labels/threshold';
import { objectiveOf } from '../objectives';
import type { RunSettings, SettingsChange } from '../settings/runSettings';
import { settingsAt } from './settingsAt';

const COLUMNS = [
  'step',
  'loss',
  'reference_loss',
  'log_ratio_positive',
  'log_ratio_negative',
  'sign_accuracy',
  'gradient_norm',
  'clip_factor',
  'learning_rate',
  'tau',
  'step_ms',
  'percentile',
  'threshold_scope',
  'threshold_shrinkage',
  'bank_size',
  'reward_mean',
  'draw_ms',
] as const;

/**
 * CSV text (RFC 4180, \n line ends); numbers that are not known are empty. Steps are counted from
 * 1.
 */
export function metricsCsv(
  metrics: readonly StepMetrics[],
  settings: RunSettings,
  changes: readonly SettingsChange[],
): string {
  const at = COLUMNS.indexOf('percentile');
  const own = objectiveOf(settings.method).settings.map(({ key }) => key);
  const columns = [...COLUMNS.slice(0, at), ...own, ...COLUMNS.slice(at)];
  const rows = metrics.map((m) => {
    const current = settingsAt(settings, changes, m.step);
    const {
      threshold: { percentile },
    } = current;
    const origin = thresholdOrigin(current.threshold);
    const values = [
      m.step + 1,
      m.loss,
      m.referenceLoss,
      m.logRatioPositive,
      m.logRatioNegative,
      m.signAccuracy,
      m.gradientNorm,
      m.clipFactor,
      m.learningRate,
      m.tau,
      Math.round(m.stepMs),
      ...own.map((key) => current.objective[key] ?? Number.NaN),
      percentile,
      origin,
      origin === 'prompt' ? current.threshold.thresholdShrinkage : Number.NaN,
      m.bankSize ?? Number.NaN,
      m.rewardMean ?? Number.NaN,
      Math.round(m.drawMs ?? Number.NaN),
    ];
    return values
      .map((value) => (typeof value === 'string' || Number.isFinite(value) ? String(value) : ''))
      .join(',');
  });
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}

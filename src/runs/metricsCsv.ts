// A run's metrics as CSV: one row a step, the settings in force in columns of their own.

import {
  LOSS_METRICS,
  metricOf,
  ONLINE_METRICS,
  UPDATE_METRICS,
  type MetricFacts,
  type StepMetrics,
} from '../domain/metrics';
import { byPrompt, thresholdOrigin } from '../data/labels/threshold';
import { objectiveOf } from '../objectives';
import { metricsInForce } from '../objectives/metrics';
import type { RunSettings, SettingsChange } from '../settings/runSettings';
import { settingsAt } from './settingsAt';

/** Columns of settings in force, after the method's own numbers. */
const SETTING_COLUMNS = ['percentile', 'threshold_scope', 'threshold_shrinkage'] as const;

/**
 * CSV text (RFC 4180, \n line ends): what the run's steps can have, as it is declared; numbers that
 * are not known are empty. Steps are counted from 1.
 */
export function metricsCsv(
  metrics: readonly StepMetrics[],
  settings: RunSettings,
  changes: readonly SettingsChange[],
): string {
  const objective = objectiveOf(settings.method);
  const own = objective.settings.map(({ key }) => key);
  const before = [...LOSS_METRICS, ...metricsInForce(objective, settings), ...UPDATE_METRICS];
  const columns = [
    'step',
    ...before.map(({ column }) => column),
    ...own,
    ...SETTING_COLUMNS,
    ...ONLINE_METRICS.map(({ column }) => column),
  ];
  const read = (step: StepMetrics, { id, unit }: MetricFacts): number =>
    unit === 'ms' ? Math.round(metricOf(step, id)) : metricOf(step, id);
  const rows = metrics.map((m) => {
    const current = settingsAt(settings, changes, m.step);
    const { threshold } = current;
    const origin = thresholdOrigin(threshold);
    const values = [
      m.step + 1,
      ...before.map((metric) => read(m, metric)),
      ...own.map((key) => current.objective[key] ?? Number.NaN),
      threshold.percentile,
      origin,
      byPrompt(origin) ? threshold.thresholdShrinkage : Number.NaN,
      ...ONLINE_METRICS.map((metric) => read(m, metric)),
    ];
    return values
      .map((value) => (typeof value === 'string' || Number.isFinite(value) ? String(value) : ''))
      .join(',');
  });
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}

// The numbers of one training step. Every number is declared once with unit, group and column of
// metrics.csv: here those of the step itself, in a method's record (objectives/metrics.ts) its own.

export interface MetricFacts {
  readonly id: string;
  /** '' for plain numbers. */
  readonly unit: '' | 'nats' | 'share' | 'ms' | 'score';
  /** Metrics of one group share a chart; one of `own` has its own. */
  readonly group: 'loss' | 'logRatio' | 'error' | 'accuracy' | 'gradient' | 'own' | 'run';
  /** Column of metrics.csv. */
  readonly column: string;
}

/** All a training step says. Log-ratios in nats; norms of the gradient of L/(κ·mean w). */
export interface StepMetrics {
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly clipFactor: number;
  readonly learningRate: number;
  readonly tau: number;
  readonly stepMs: number;
  /** Declared numbers by their id; what a method or a kind of run does not have is not there. */
  readonly values: Readonly<Record<string, number>>;
  /** Per sample; empty where the method has no log-ratios. */
  readonly logRatios: readonly number[];
  readonly labels: readonly number[];
}

/** Loss, and that of an untouched policy on this batch where it is known. */
export const LOSS_METRICS: readonly MetricFacts[] = [
  { id: 'loss', unit: '', group: 'loss', column: 'loss' },
  { id: 'referenceLoss', unit: '', group: 'loss', column: 'reference_loss' },
];

/** What every step has. */
export const UPDATE_METRICS: readonly MetricFacts[] = [
  { id: 'gradientNorm', unit: '', group: 'gradient', column: 'gradient_norm' },
  { id: 'clipFactor', unit: '', group: 'gradient', column: 'clip_factor' },
  { id: 'learningRate', unit: '', group: 'run', column: 'learning_rate' },
  { id: 'tau', unit: 'score', group: 'run', column: 'tau' },
  { id: 'stepMs', unit: 'ms', group: 'run', column: 'step_ms' },
];

/**
 * Online runs: scores in the memory bank, mean score of the images trained on, and ms that sampling
 * and scoring took before this step (about 0 within a round).
 */
export const ONLINE_METRICS: readonly MetricFacts[] = [
  { id: 'bankSize', unit: '', group: 'run', column: 'bank_size' },
  { id: 'rewardMean', unit: 'score', group: 'run', column: 'reward_mean' },
  { id: 'drawMs', unit: 'ms', group: 'run', column: 'draw_ms' },
];

/** A declared number of a step; NaN where it has none. */
export function metricOf(step: StepMetrics, id: string): number {
  const own = step.values[id] ?? (step as unknown as Readonly<Record<string, unknown>>)[id];
  return typeof own === 'number' ? own : Number.NaN;
}

/** Numbers that steps kept as fields of their own, NaN where there was none, before `values`. */
const ONCE_FIELDS = [
  'referenceLoss',
  'logRatioPositive',
  'logRatioNegative',
  'signAccuracy',
  'bankSize',
  'rewardMean',
  'drawMs',
] as const;

/** A step as it was stored by whatever build. */
export function readStep(
  stored: StepMetrics | (Omit<StepMetrics, 'values'> & Partial<Record<string, unknown>>),
): StepMetrics {
  if ('values' in stored && stored.values !== undefined) return stored as StepMetrics;
  const fields: Record<string, unknown> = { ...stored };
  const values: Record<string, number> = {};
  for (const id of ONCE_FIELDS) {
    const value = fields[id];
    if (typeof value === 'number' && Number.isFinite(value)) values[id] = value;
    delete fields[id];
  }
  return { ...(fields as unknown as Omit<StepMetrics, 'values'>), values };
}

// From a step's three small read-backs (errors [N,3], terms [N,6], norm [4]) to the numbers the
// charts show.

import type { StepMetrics } from '../domain/metrics';
import { StudioError } from '../errors';
import type { RunSettings } from '../settings/runSettings';

export interface StepResults {
  readonly step: number;
  readonly settings: RunSettings;
  readonly results: Record<string, Float32Array>;
  /** Mean τ of the batch, raw score units. */
  readonly tau: number;
  readonly learningRate: number;
  readonly stepMs: number;
  /**
   * Of an online run: scores in the memory bank, mean score of the round, and what its pictures
   * took before this step.
   */
  readonly bank?:
    { readonly size: number; readonly rewardMean: number; readonly drawMs: number } | undefined;
}

function mean(values: readonly number[]): number {
  return values.length === 0
    ? Number.NaN
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Metrics of one step. Errors: StudioError NotFinite naming the first non-finite quantity, with its
 * sample and value.
 */
export function stepMetrics({
  step,
  settings,
  results,
  tau,
  learningRate,
  stepMs,
  bank,
}: StepResults): StepMetrics {
  const errors = results['errors']!;
  const terms = results['terms']!;
  const norm = results['norm']!;
  const batch = terms.length / 6;
  const column = (index: number) => Array.from({ length: batch }, (_, i) => terms[i * 6 + index]!);
  const logRatios = Array.from({ length: batch }, (_, i) => errors[i * 3 + 2]!);
  const losses = column(0);
  const labels = column(2);
  const weights = column(3);
  for (let i = 0; i < batch; i++) {
    const named: [string, number][] = [
      ['policy error', errors[i * 3]!],
      ['reference error', errors[i * 3 + 1]!],
      ['log-ratio', logRatios[i]!],
      ['loss', losses[i]!],
    ];
    const bad = named.find(([, value]) => !Number.isFinite(value));
    if (bad) throw notFinite(step, `the ${bad[0]} of sample ${i + 1} of the batch is ${bad[1]}`);
  }
  if (norm[2] !== 0 || !Number.isFinite(norm[0]!))
    throw notFinite(step, `the gradient norm is ${norm[0]}`);
  // SFT's loss is the mean error of the samples it trains on: all of the batch, unless labels are
  // made per batch.
  const counting = settings.method === 'sft' ? losses.filter((_, i) => weights[i]! > 0) : losses;
  const common = {
    step,
    loss: mean(counting),
    gradientNorm: norm[0]!,
    clipFactor: norm[1]!,
    learningRate,
    tau,
    stepMs,
    labels,
    ...(bank && { bankSize: bank.size, rewardMean: bank.rewardMean, drawMs: bank.drawMs }),
  };
  // SFT runs without a reference pass (it would cost a third of the step), so it has no log-ratios
  // and no reference line.
  if (settings.method === 'sft')
    return {
      ...common,
      referenceLoss: Number.NaN,
      logRatioPositive: Number.NaN,
      logRatioNegative: Number.NaN,
      signAccuracy: Number.NaN,
      logRatios: [],
    };
  const ofLabel = (label: number) => logRatios.filter((_, i) => labels[i] === label);
  const counted = labels.map((label, i) => {
    const sign = Math.sign(logRatios[i]!);
    return sign === 0 ? 0.5 : sign > 0 === (label === 1) ? 1 : 0;
  });
  return {
    ...common,
    referenceLoss: mean(weights) * Math.LN2,
    logRatioPositive: mean(ofLabel(1)),
    logRatioNegative: mean(ofLabel(0)),
    signAccuracy: mean(counted),
    logRatios,
  };
}

function notFinite(step: number, what: string): StudioError {
  return new StudioError(
    'NotFinite',
    `Step ${step + 1} stopped the run: ${what}. The adapters were not updated.`,
    'Continue from the last checkpoint with a lower learning rate or a larger temperature T.',
  );
}

// From a step's three small read-backs (errors [N,3], terms [N,6], norm [4]) to the numbers the
// charts show.

import type { StepMetrics } from '../domain/metrics';
import { StudioError } from '../errors';
import { firstLoss, type FedPart } from '../objectives/firstLoss';
import { mean, metricsInForce, type StepTerms } from '../objectives/metrics';
import { objectiveOf } from '../objectives';
import type { RunSettings } from '../settings/runSettings';
import { runErrors } from '../strings/errors/runs';

export interface StepResults {
  readonly step: number;
  readonly settings: RunSettings;
  readonly results: Record<string, Float32Array>;
  /** What the objective was fed, part by part. */
  readonly fed: readonly FedPart[];
  /** Mean τ of the batch, raw score units. */
  readonly tau: number;
  readonly learningRate: number;
  readonly stepMs: number;
  /** Of an online run: scores in the memory bank, and mean score of the round. */
  readonly bank?: { readonly size: number; readonly rewardMean: number } | undefined;
  /** What sampling took before this step, where there was any. */
  readonly drawMs?: number | undefined;
}

/**
 * Metrics of one step. Errors: StudioError NotFinite naming the first non-finite quantity, with its
 * sample and value.
 */
export function stepMetrics({
  step,
  settings,
  results,
  fed,
  tau,
  learningRate,
  stepMs,
  bank,
  drawMs,
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
  const said = runErrors.notFinite;
  const slopes = column(4);
  for (let i = 0; i < batch; i++) {
    const named: [string, number][] = [
      [said.quantities.error, errors[i * 3]!],
      [said.quantities.reference, errors[i * 3 + 1]!],
      [said.quantities.logRatio, logRatios[i]!],
      [said.quantities.loss, losses[i]!],
    ];
    const bad = named.find(([, value]) => !Number.isFinite(value));
    if (bad) throw notFinite(step, said.sample(bad[0], i + 1, bad[1]));
  }
  if (norm[2] !== 0 || !Number.isFinite(norm[0]!)) throw notFinite(step, said.gradient(norm[0]!));
  const objective = objectiveOf(settings.method);
  const { lossOver } = objective;
  const counting = lossOver === 'weighted' ? losses.filter((_, i) => weights[i]! > 0) : losses;
  const stepTerms: StepTerms = {
    losses,
    labels,
    weights,
    slopes,
    logRatios,
    errors: Array.from({ length: batch }, (_, i) => errors[i * 3]!),
    referenceErrors: Array.from({ length: batch }, (_, i) => errors[i * 3 + 1]!),
  };
  const referenceLoss = firstLoss(objective, fed, stepTerms.referenceErrors);
  const values = {
    ...(!Number.isNaN(referenceLoss) && { referenceLoss }),
    ...Object.fromEntries(
      metricsInForce(objective, settings).map(({ id, value }) => [id, value(stepTerms)]),
    ),
    ...(bank && { bankSize: bank.size, rewardMean: bank.rewardMean }),
    ...(drawMs !== undefined && { drawMs }),
  };
  return {
    step,
    loss: mean(counting),
    gradientNorm: norm[0]!,
    clipFactor: norm[1]!,
    learningRate,
    tau,
    stepMs,
    labels,
    values,
    logRatios: objective.reference === 'none' ? [] : logRatios,
  };
}

function notFinite(step: number, what: string): StudioError {
  return new StudioError('NotFinite', ...runErrors.notFinite.stopped(step + 1, what));
}

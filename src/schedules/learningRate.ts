// Learning-rate schedules as diffusers' optimization.py: the factor the base rate is multiplied
// with at optimizer step k.

export interface LearningRateOptions {
  readonly numWarmupSteps?: number;
  readonly numTrainingSteps?: number;
  /** cosine: half waves (0.5 = down to zero once); cosine_with_restarts: whole restarts. */
  readonly numCycles?: number;
  /** polynomial */
  readonly power?: number;
  readonly lrEnd?: number;
  readonly baseLr?: number;
}

export type LearningRateName =
  'constant' | 'constant_with_warmup' | 'linear' | 'cosine' | 'cosine_with_restarts' | 'polynomial';

/** Factor at step k (0-based). */
export function learningRateFactor(
  name: LearningRateName,
  step: number,
  options: LearningRateOptions = {},
): number {
  const { numWarmupSteps: warmup = 0, numTrainingSteps: total = 1 } = options;
  if (name === 'constant') return 1;
  if (step < warmup) return step / Math.max(1, warmup);
  if (name === 'constant_with_warmup') return 1;
  const progress = (step - warmup) / Math.max(1, total - warmup);
  switch (name) {
    case 'linear':
      return Math.max(0, (total - step) / Math.max(1, total - warmup));
    case 'cosine':
      return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * (options.numCycles ?? 0.5) * 2 * progress)));
    case 'cosine_with_restarts':
      return progress >= 1
        ? 0
        : Math.max(0, 0.5 * (1 + Math.cos(Math.PI * (((options.numCycles ?? 1) * progress) % 1))));
    case 'polynomial': {
      const end = (options.lrEnd ?? 1e-7) / (options.baseLr ?? 1);
      return step > total ? end : (1 - end) * (1 - progress) ** (options.power ?? 1) + end;
    }
    default:
      return name satisfies never;
  }
}

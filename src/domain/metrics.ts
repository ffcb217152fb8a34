// The numbers of one training step.

/** All a training step says. Log-ratios in nats; norms of the gradient of L/(κ·mean w). */
export interface StepMetrics {
  readonly step: number;
  readonly loss: number;
  /**
   * mean(w)·ln 2 of this batch: the loss of an untouched policy (TGO). SFT runs without a reference
   * pass: NaN, as are its log-ratios and sign accuracy.
   */
  readonly referenceLoss: number;
  /** Mean log-ratio of the positive and of the negative samples; NaN when the batch has none. */
  readonly logRatioPositive: number;
  readonly logRatioNegative: number;
  /** Share of samples whose log-ratio has the sign of their label; 0 counts ½. */
  readonly signAccuracy: number;
  readonly gradientNorm: number;
  readonly clipFactor: number;
  readonly learningRate: number;
  readonly tau: number;
  readonly stepMs: number;
  readonly logRatios: readonly number[];
  readonly labels: readonly number[];
  /** Online runs: scores in the memory bank, and the mean score of the pictures trained on. */
  readonly bankSize?: number;
  readonly rewardMean?: number;
  /** Online runs: ms that drawing and scoring took before this step; about 0 within a round. */
  readonly drawMs?: number;
}

// Drift as likelihood: how much less likely the base's own pictures have become under the aligned model. A model says how surprising
// a picture is to it, at fixed timesteps and noises (diffusion) or fixed masks (MaskGIT), so that two models are asked the same question.
// The pipelines answer it; this file holds the question and the arithmetic.

import type { SamplingAdapters } from '../pipeline/imagePipeline';
import { mean } from './pairedDifference';

/** Pictures with their prompts. `images[i]` is [H, W, 3] in [−1, 1]. */
export interface Probe {
  readonly images: readonly Float32Array[];
  readonly prompts: readonly string[];
}

/** What a pipeline offers that can measure this. */
export interface SurpriseSource {
  /** One number a picture, the same draws at every call. Diffusion: the mean squared error m of the prediction, averaged over fixed
   *  timesteps and noises (raw: −log π up to 1/T and a constant). MaskGIT: minus the mean log-probability of the masked tokens, in nats. */
  surprise(signal: AbortSignal, probe: Probe, adapters: SamplingAdapters | null, progress?: (done: number, total: number) => void): Promise<Float64Array>;
}

/** Whether a pipeline can. */
export function canSurprise(pipeline: object): pipeline is SurpriseSource {
  return 'surprise' in pipeline && typeof pipeline.surprise === 'function';
}

/** Mean of log π_ref − log π_θ over the probe (diffusion: times T, since surprise is raw): surprise of the policy minus the reference's. */
export function meanLogRatio(policy: ArrayLike<number>, reference: ArrayLike<number>): number {
  if (policy.length !== reference.length) throw new Error(`meanLogRatio: ${policy.length} against ${reference.length} pictures`);
  return mean(Array.from(policy, (value, i) => value - reference[i]!));
}

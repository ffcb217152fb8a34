// How far a model has moved from its base, in three ways that need not agree: where its images as
// a whole lie (Fréchet distance), how much each image changed (same prompt, same noise), and the
// log-ratio of the two models on images of either: KL in both directions.

import { frechetDistance } from '../statistics/frechetDistance';
import { featureDistance } from './imageFeatures';
import type { Drift, FeatureKind } from '../domain/evaluation';
import { mean } from '../statistics/moments';

/** Mean log-ratios over a probe (logRatio.ts), up to the scale T for diffusion. */
export interface LogRatios {
  /** log π_ref − log π_θ on the base's own images: KL(π_ref ‖ π_θ), what the model forgot. */
  readonly logRatio: number;
  /** log π_θ − log π_ref on the model's own images: KL(π_θ ‖ π_ref), where it went. */
  readonly reverseLogRatio: number;
}

export const DRIFT_KINDS = ['frechet', 'change', 'logRatio', 'reverseLogRatio'] as const;
export type DriftKind = (typeof DRIFT_KINDS)[number];

/**
 * Drift of `aligned` from `base`: features image by image in the same order. Errors: throws on
 * unequal counts.
 */
export function drift(
  base: readonly ArrayLike<number>[],
  aligned: readonly ArrayLike<number>[],
  kind: FeatureKind,
  ratios: LogRatios | null = null,
): Drift {
  if (base.length !== aligned.length)
    throw new Error(`drift: ${base.length} against ${aligned.length} images`);
  const distance = featureDistance(kind);
  return {
    frechet: base.length < 2 ? Number.NaN : frechetDistance(base, aligned),
    change: mean(base.map((feature, i) => distance(feature, aligned[i]!))),
    logRatio: ratios?.logRatio ?? null,
    reverseLogRatio: ratios?.reverseLogRatio ?? null,
  };
}

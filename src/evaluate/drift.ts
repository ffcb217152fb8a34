// How far a model has moved from its base, in three ways that need not agree: where its pictures as
// a whole lie (Fréchet distance), how much each picture changed (same prompt, same noise), and how
// much less likely the base's own pictures have become.

import { frechetDistance } from '../statistics/frechetDistance';
import { featureDistance, type FeatureKind } from './imageFeatures';
import { mean } from '../statistics/pairedDifference';

export interface Drift {
  /** Squared Fréchet distance of the two sets of features; NaN with fewer than two pictures. */
  readonly frechet: number;
  /**
   * Mean distance between the base's picture and this model's, pair by pair, in the kind's unit.
   */
  readonly change: number;
  /**
   * Mean of log π_ref − log π_θ on the base's own pictures (an estimate of KL(π_ref ‖ π_θ) up to
   * the scale T): see logRatio.ts. Null where
   *  it was not measured.
   */
  readonly logRatio: number | null;
}

export const DRIFT_KINDS = ['frechet', 'change', 'logRatio'] as const;
export type DriftKind = (typeof DRIFT_KINDS)[number];

/**
 * Drift of `aligned` from `base`: features picture by picture in the same order. Errors: throws on
 * unequal counts.
 */
export function drift(
  base: readonly ArrayLike<number>[],
  aligned: readonly ArrayLike<number>[],
  kind: FeatureKind,
  logRatio: number | null = null,
): Drift {
  if (base.length !== aligned.length)
    throw new Error(`drift: ${base.length} against ${aligned.length} pictures`);
  const distance = featureDistance(kind);
  return {
    frechet: base.length < 2 ? Number.NaN : frechetDistance(base, aligned),
    change: mean(base.map((feature, i) => distance(feature, aligned[i]!))),
    logRatio,
  };
}

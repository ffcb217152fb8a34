// The τ of a batch. Per batch (UPO: "within each batch") it is the percentile of the batch's own
// scores; in every other scope a batch only looks up the τ of its samples. A pure function of which
// samples the batch holds, so that a resumed run finds the same τ. The scale of distances and the
// mean weight are the whole set's at any rate: they must not change from step to step.

import { BatchSampler } from './batchSampler';
import { percentile } from '../../statistics/percentile';
import { signedDistance } from '../labels/labels';
import {
  resolveThreshold,
  type ThresholdResult,
  type ThresholdSettings,
} from '../labels/threshold';

export interface BatchThreshold {
  /** What the kernel is fed in the place of scores, beside τ = 0 [batch]. */
  readonly deviations: Float32Array;
  /** Mean τ of the batch, raw score units. */
  readonly tau: number;
  /** Share of the batch that SFT trains on: 1 unless labels are made per batch. */
  readonly positiveShare: number;
}

/**
 * A scored set under settings: τ, labels and weights of all of it, and of any batch drawn from it.
 */
export class TrainingThreshold {
  readonly set: ThresholdResult;

  /** `groups[i]` is the prompt or group of score i. Errors: as resolveThreshold. */
  constructor(
    private readonly scores: ArrayLike<number>,
    readonly settings: ThresholdSettings,
    groups: readonly string[],
  ) {
    this.set = resolveThreshold(scores, settings, groups);
  }

  /**
   * Samples SFT draws from: those labelled good; null (all of them) where the label is the batch's
   * business.
   */
  get positives(): number[] | null {
    if (this.set.origin === 'batch' && this.set.binary === null) return null;
    return [...this.set.labels.keys()].filter((i) => this.set.labels[i] === 1);
  }

  /** τ of the batch that holds these samples. */
  ofBatch(indices: readonly number[]): BatchThreshold {
    const { set, scores, settings } = this;
    // Two-valued scores have one τ for every batch: a batch may hold only one of the values.
    if (set.origin !== 'batch' || set.binary !== null) {
      // Summed as differences: a τ that all share comes out as it is.
      const tau =
        set.rawTau +
        indices.reduce((sum, i) => sum + (set.taus[i]! - set.rawTau), 0) / indices.length;
      return {
        deviations: Float32Array.from(indices, (i) => set.deviations[i]!),
        tau,
        positiveShare: 1,
      };
    }
    const tau = percentile(
      indices.map((i) => scores[i]!),
      settings.percentile,
    );
    const place = (score: number): number => set.scale.place(signedDistance(score, set.rawTau));
    const zero = place(tau);
    const deviations = Float32Array.from(indices, (i) => place(scores[i]!) - zero);
    const positives = deviations.filter(
      (deviation) => deviation > 0 || (deviation === 0 && settings.ties === 'positive'),
    ).length;
    return { deviations, tau, positiveShare: positives / indices.length };
  }
}

/**
 * What batches make of a set: the τs of `batches` batches, rising, and of every sample the share of
 * its draws in which it was good
 *  (NaN where it was not drawn).
 */
export interface BatchSpread {
  readonly taus: Float64Array;
  readonly goodShare: Float64Array;
}

/**
 * Draws the first `batches` batches of a run with this seed and labels each by its own τ.
 * `settings.thresholdScope` is taken as `batch`.
 */
export function batchSpread(
  scores: ArrayLike<number>,
  settings: ThresholdSettings & { readonly seed: number; readonly batchSize: number },
  batches: number,
): BatchSpread {
  const { seed, batchSize } = settings;
  const threshold = new TrainingThreshold(
    scores,
    { ...settings, thresholdScope: 'batch', fixedThreshold: null },
    [],
  );
  const sampler = new BatchSampler({ seed, count: scores.length, batchSize, subset: null });
  const good = new Float64Array(scores.length);
  const drawn = new Float64Array(scores.length);
  const taus = Float64Array.from({ length: batches }, (_, step) => {
    const indices = sampler.indices(step);
    const { deviations, tau } = threshold.ofBatch(indices);
    indices.forEach((index, i) => {
      drawn[index]!++;
      if (deviations[i]! > 0 || (deviations[i] === 0 && settings.ties === 'positive'))
        good[index]!++;
    });
    return tau;
  });
  return { taus: taus.sort(), goodShare: good.map((count, i) => count / drawn[i]!) };
}

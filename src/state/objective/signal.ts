// What can honestly be said of a set before it is trained on: how sure τ is, how much of a score is
// the prompt's, how noisy the ratings are, and how large a gain an evaluation could tell from none.

import { ratingSource } from '../../data/scores/scoreSource';
import type { Rating } from '../../domain/rating';
import { percentileBand, type PercentileBand } from '../../statistics/percentileBand';
import { repeatNoise } from '../../statistics/raterNoise';
import type { ScoreAnalysis } from './scoreAnalysis';

export interface Signal {
  readonly count: number;
  readonly prompts: number;
  /** Share of the score variance between prompts; NaN where it cannot be told. */
  readonly betweenPrompts: number;
  readonly ties: number;
  /** Null where τ is no percentile of these scores. */
  readonly band: PercentileBand | null;
  /**
   * Standard deviation of one rating, and images closer to τ than that; null where the scores are
   * no ratings, or none came twice.
   */
  readonly noise: { readonly deviation: number; readonly near: number } | null;
  /** In standard deviations of the scores; at most that where the prompts' share is not known. */
  readonly detectable: number;
}

/** Prompts of an evaluation by which the detectable gain is told. */
export const EVALUATION_PROMPTS = 64;
/** z of a two-sided 5 % test plus z of 80 % power. */
const DETECTION = 1.96 + 0.8416;

/**
 * The least mean gain that an evaluation of so many prompts, one image each, tells from none in
 * four of five cases; in standard deviations of the scores. The images of both models are taken as
 * independent within a prompt: noises they share make it smaller.
 */
export function detectableGain(betweenPrompts: number, prompts: number): number {
  const within = 1 - Math.min(1, Math.max(0, betweenPrompts));
  return DETECTION * Math.sqrt((2 * within) / prompts);
}

/** `ratings`: those by hand where the scores in use are such. */
export function signalOf(
  analysis: ScoreAnalysis,
  p: number,
  betweenPrompts: number,
  ratings: readonly Rating[] | null,
): Signal {
  const { threshold, sorted } = analysis;
  const scores = sorted.map(({ item }) => item.score);
  const noise = ratings === null ? null : repeatNoise(ratings);
  return {
    count: scores.length,
    prompts: new Set(sorted.map(({ item }) => item.groupId ?? item.caption)).size,
    betweenPrompts,
    ties: threshold.tieCount,
    band:
      threshold.origin === 'fixed' || threshold.origin === 'proxy'
        ? null
        : percentileBand(scores, p),
    noise:
      noise === null || noise.pairs === 0
        ? null
        : {
            deviation: noise.deviation,
            near: sorted.filter(({ item, tau }) => Math.abs(item.score - tau) < noise.deviation)
              .length,
          },
    // Without a share all of a score may be its image's own: no gain is harder to tell than that.
    detectable: detectableGain(
      Number.isFinite(betweenPrompts) ? betweenPrompts : 0,
      EVALUATION_PROMPTS,
    ),
  };
}

/** The ratings that a set's scores are, of those known; null where they are something else. */
export function ratingsInUse(source: string, ratings: readonly Rating[]): readonly Rating[] | null {
  const own = ratings.filter(
    ({ scale, rater }) =>
      ratingSource(scale, null) === source || ratingSource(scale, rater) === source,
  );
  return own.length === 0 ? null : own;
}

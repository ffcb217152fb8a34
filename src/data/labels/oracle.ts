// The threshold of TGO's theorem: a sample is pushed up where its score is above τ*(x) = β·log
// E[e^{s/β}], the expectation over the untouched model's images of the prompt x. With several
// images per prompt their mean estimates it. β is the strength of the KL in units of the score;
// here it is given in standard deviations of the set's scores. β → ∞ is the mean, β → 0 the largest
// score.

import type { TieRule } from '../../settings/runSettings';
import { labelOf, signedDistance } from './labels';
import { groupMembers } from './promptThreshold';

/** β·log mean e^{s/β} of scores, β > 0; stable at any size. Errors: throws on no scores. */
export function logMeanExp(scores: readonly number[], beta: number): number {
  if (scores.length === 0) throw new Error('logMeanExp: no scores');
  const top = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  // Of equal scores the score itself, to the last bit: coarse scores tie there.
  const excess = scores.reduce((sum, score) => sum + Math.expm1((score - top) / beta), 0);
  return top + beta * Math.log1p(excess / scores.length);
}

/** Population standard deviation; 1 where all scores are equal, so that it can be a unit. */
export function scoreUnit(scores: ArrayLike<number>): number {
  const values = Array.from(scores);
  const mean = values.reduce((sum, score) => sum + score, 0) / values.length;
  const variance = values.reduce((sum, score) => sum + (score - mean) ** 2, 0) / values.length;
  return Math.sqrt(variance) || 1;
}

/** A prompt's oracle beside the one threshold. */
export interface OraclePoint {
  readonly group: string;
  readonly count: number;
  /** τ*(x), raw score units. */
  readonly oracle: number;
  /** Mean of the prompt's scores. */
  readonly mean: number;
}

/** How far one τ for all does what the oracle would do. */
export interface OracleComparison {
  /** Prompts with at least two images. */
  readonly points: readonly OraclePoint[];
  /** Their images, and the share of these with the same label by both. */
  readonly images: number;
  readonly agreement: number;
  /** Root mean square of τ − τ*(x) over these images, raw score units. */
  readonly distance: number;
}

/**
 * The oracle of every prompt with several images against the threshold `tau`. `beta` in standard
 * deviations of all scores. Null where no prompt has two images.
 */
export function compareOracle(
  scores: readonly number[],
  groups: readonly string[],
  { tau, beta, ties }: { readonly tau: number; readonly beta: number; readonly ties: TieRule },
): OracleComparison | null {
  const unit = scoreUnit(scores);
  const points: OraclePoint[] = [];
  let [images, same, squares] = [0, 0, 0];
  for (const [group, list] of groupMembers(groups)) {
    if (list.length < 2) continue;
    const own = list.map((i) => scores[i]!);
    const oracle = logMeanExp(own, beta * unit);
    points.push({
      group,
      count: own.length,
      oracle,
      mean: own.reduce((sum, score) => sum + score, 0) / own.length,
    });
    for (const score of own) {
      images++;
      const [one, other] = [tau, oracle].map((at) => labelOf(signedDistance(score, at), ties));
      same += one === other ? 1 : 0;
      squares += (tau - oracle) ** 2;
    }
  }
  if (points.length === 0) return null;
  return { points, images, agreement: same / images, distance: Math.sqrt(squares / images) };
}

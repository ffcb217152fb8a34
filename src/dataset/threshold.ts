// The threshold τ and what follows from it: labels l = 1[s ≥ τ], weights w = 1 + c·min(|s−τ|/scale, clip) (TGO/UPO; rulings f, g, h
// of losses.md 1.3). Pure arithmetic, used by the histogram and by the trainer alike, so that chart and kernel agree.

import type { RunSettings, ScoreScale, TieRule } from '../settings/runSettings';

/** Percentile with linear interpolation (numpy's default), p in 0…1. Errors: throws on an empty list or p outside 0…1. */
export function percentile(values: ArrayLike<number>, p: number): number {
  if (values.length === 0) throw new Error('percentile of no values');
  if (!(p >= 0 && p <= 1)) throw new Error(`percentile p = ${p} is outside 0…1`);
  const sorted = Float64Array.from(values).sort();
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (at - below);
}

/** Scores replaced by their rank in 0…1 (ties share the mean rank). */
export function rankScores(scores: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  const ranks = new Float64Array(scores.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && scores[order[end + 1]!] === scores[order[start]!]) end++;
    const rank = scores.length > 1 ? (start + end) / 2 / (scores.length - 1) : 0.5;
    for (let i = start; i <= end; i++) ranks[order[i]!] = rank;
    start = end + 1;
  }
  return ranks;
}

/** How |s − τ| is scaled before c multiplies it: distance = min(|s−τ|·inverseScale, clip). */
export interface WeightScale {
  readonly inverseScale: number;
  readonly clip: number;
}

/** Largest float32 that means "no clip" to the kernel. */
const NO_CLIP = 3.4e38;

/** `standardized`: standard deviations, clipped at 3. `raw`: score units. `minmax`: shares of the range. `rank`: ranks (scores must be ranks already).
 *  A set of equal scores has no scale: its distances are all 0 and stay so. */
export function weightScale(scores: ArrayLike<number>, scale: ScoreScale): WeightScale {
  if (scale === 'raw' || scale === 'rank' || scores.length === 0) return { inverseScale: 1, clip: NO_CLIP };
  const values = Array.from(scores);
  if (scale === 'minmax') {
    const range = values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
    return { inverseScale: range > 0 ? 1 / range : 1, clip: NO_CLIP };
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { inverseScale: deviation > 0 ? 1 / deviation : 1, clip: 3 };
}

/** What the settings decide about a set: one record for the chart, the trainer and the kernel. */
export interface ThresholdResult {
  /** τ in the scale of `scores`. */
  readonly tau: number;
  /** τ in raw score units. */
  readonly rawTau: number;
  /** Scores as the kernel sees them: raw, or ranks for `rank`; float32, as the kernel reads them. */
  readonly scores: Float32Array;
  readonly inverseScale: number;
  readonly clip: number;
  /** 1, 0, or −1 where a tie is dropped. */
  readonly labels: Int8Array;
  /** 0 where a tie is dropped. */
  readonly weights: Float64Array;
  readonly positiveCount: number;
  readonly negativeCount: number;
  /** Samples whose score equals τ. */
  readonly tieCount: number;
  readonly meanWeight: number;
  readonly maxWeight: number;
}

export type ThresholdSettings = Pick<RunSettings, 'percentile' | 'fixedThreshold' | 'ties' | 'scoreScale' | 'c'>;

function labelOf(score: number, tau: number, ties: TieRule): number {
  if (score !== tau) return score > tau ? 1 : 0;
  return ties === 'positive' ? 1 : ties === 'negative' ? 0 : -1;
}

/** τ, labels and weights of a set. Everything is compared in float32, as the kernel compares. Errors: throws on an empty set. */
export function resolveThreshold(rawScores: ArrayLike<number>, settings: ThresholdSettings): ThresholdResult {
  const rawTau = settings.fixedThreshold ?? percentile(rawScores, settings.percentile);
  const ranked = settings.scoreScale === 'rank';
  const scores = Float32Array.from(ranked ? rankScores(rawScores) : Array.from(rawScores));
  // In ranks, a percentile of the scores is that percentile of the ranks; a fixed raw τ becomes the share of scores below it.
  const tau = Math.fround(!ranked ? rawTau : settings.fixedThreshold === null ? percentile(scores, settings.percentile)
    : Array.from(rawScores).filter((score) => score < rawTau).length / Math.max(1, rawScores.length - 1));
  const { inverseScale, clip } = weightScale(scores, settings.scoreScale);
  const labels = Int8Array.from(scores, (score) => labelOf(score, tau, settings.ties));
  const weights = Float64Array.from(scores, (score, i) => (labels[i] === -1 ? 0 : 1 + settings.c * Math.min(Math.abs(score - tau) * inverseScale, clip)));
  return {
    tau, rawTau, scores, inverseScale, clip, labels, weights,
    positiveCount: labels.filter((label) => label === 1).length,
    negativeCount: labels.filter((label) => label === 0).length,
    tieCount: scores.filter((score) => score === tau).length,
    meanWeight: weights.reduce((sum, weight) => sum + weight, 0) / weights.length,
    maxWeight: weights.reduce((largest, weight) => Math.max(largest, weight), 0),
  };
}

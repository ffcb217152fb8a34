// The exact frontier of reward against KL in the plane: for every β the optimum of E[R] − β·KL(π ‖
// π_ref) is π* ∝ π_ref·e^{R/β} (TGO's theorem; Peters & Schaal 2007), which on a grid is a sum. No
// model can lie above it; how near a method comes is its share.

import { FORMULA } from './plane';

export interface FrontierPoint {
  /** KL(π ‖ π_ref), nats. */
  readonly kl: number;
  /** Rise of the mean score over π_ref, in standard deviations of the score under π_ref. */
  readonly gain: number;
}

export interface Frontier {
  /** By rising KL, from the reference itself (0, 0). */
  readonly points: readonly FrontierPoint[];
  /** β of each point; infinite for the first. */
  readonly betas: readonly number[];
  readonly reference: Float64Array;
  /** Score of each cell. */
  readonly scores: Float64Array;
  /** Mean and standard deviation of the score under the reference. */
  readonly mean: number;
  readonly deviation: number;
}

const meanScore = (density: ArrayLike<number>, scores: Float64Array): number =>
  scores.reduce((sum, value, i) => sum + density[i]! * value, 0);

/** π* of one β, [cells]; the reference itself of an infinite one. */
export function tilted(
  { reference, scores }: Pick<Frontier, 'reference' | 'scores'>,
  beta: number,
): Float64Array {
  const most = scores.reduce((a, b) => Math.max(a, b));
  const raw = reference.map((value, i) => value * Math.exp((scores[i]! - most) / beta));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}

/** KL(density ‖ reference) in nats; both are positive everywhere. */
export function klOf(density: Float64Array, reference: Float64Array): number {
  return density.reduce(
    (sum, value, i) => (value > 0 ? sum + value * Math.log(value / reference[i]!) : sum),
    0,
  );
}

/** Where a density lies beside the frontier. */
export function placeOf(density: Float64Array, frontier: Frontier): FrontierPoint {
  return {
    kl: klOf(density, frontier.reference),
    gain: (meanScore(density, frontier.scores) - frontier.mean) / frontier.deviation,
  };
}

/**
 * The frontier of a reference density, at 160 β from 30 to 0.03 deviations of the score (score of
 * each cell). Its deviation is 0 where the score is the same wherever the reference has points:
 * there is no frontier then.
 */
export function frontierOf(
  reference: Float64Array,
  scores: Float64Array = FORMULA.cells,
): Frontier {
  const mean = meanScore(reference, scores);
  const deviation = Math.sqrt(
    scores.reduce((sum, value, i) => sum + reference[i]! * (value - mean) ** 2, 0),
  );
  const betas = Array.from({ length: 160 }, (_, i) => deviation * 30 * 1000 ** (-i / 159));
  const known = { reference, scores, mean, deviation, points: [], betas: [] };
  return {
    ...known,
    betas: [Number.POSITIVE_INFINITY, ...betas],
    points: [{ kl: 0, gain: 0 }, ...betas.map((beta) => placeOf(tilted(known, beta), known))],
  };
}

/** The frontier's gain and β at a KL: linear between its points, level after the last. */
export function frontierAt(
  { points, betas }: Frontier,
  kl: number,
): { gain: number; beta: number } {
  const next = points.findIndex((point) => point.kl >= kl);
  if (next === -1) return { gain: points.at(-1)!.gain, beta: betas.at(-1)! };
  if (next === 0) return { gain: 0, beta: betas[0]! };
  const [before, after] = [points[next - 1]!, points[next]!];
  const weight = (kl - before.kl) / (after.kl - before.kl);
  return { gain: before.gain + weight * (after.gain - before.gain), beta: betas[next]! };
}

/** Share of the frontier's gain that a point has at its own KL; NaN at KL 0. */
export function shareOf({ kl, gain }: FrontierPoint, frontier: Frontier): number {
  const best = frontierAt(frontier, kl).gain;
  return best > 0 ? gain / best : Number.NaN;
}

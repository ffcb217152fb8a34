// What a run did to its wall, in numbers: how many images reach τ now and before, how many fell,
// and the mean change in standard deviations of the set’s scores.

import type { PreviewImage } from './previews';

export interface WallResult {
  /** Images that have a score before and now. */
  readonly count: number;
  readonly above: number;
  readonly aboveBefore: number;
  /** Images whose score is lower than before. */
  readonly worse: number;
  /** Mean change of the scores over `spread`; NaN where the spread is unknown or 0. */
  readonly gain: number;
}

/**
 * Compares two walls of the same prompts and seeds. `tau`: of a prompt; `spread`: standard
 * deviation of the set’s scores. Null where nothing has a score.
 */
export function wallResult(
  before: readonly PreviewImage[],
  now: readonly PreviewImage[],
  tau: (prompt: string) => number,
  spread: number,
): WallResult | null {
  const pairs = now.flatMap((image, i) => {
    const old = before[i];
    return old !== undefined && Number.isFinite(image.score) && Number.isFinite(old.score)
      ? [{ prompt: image.prompt, from: old.score, to: image.score }]
      : [];
  });
  if (pairs.length === 0) return null;
  const reaches = (read: (pair: (typeof pairs)[number]) => number): number =>
    pairs.filter((pair) => read(pair) >= tau(pair.prompt)).length;
  const change = pairs.reduce((sum, { from, to }) => sum + to - from, 0) / pairs.length;
  return {
    count: pairs.length,
    above: reaches(({ to }) => to),
    aboveBefore: reaches(({ from }) => from),
    worse: pairs.filter(({ from, to }) => to < from).length,
    gain: spread > 0 ? change / spread : Number.NaN,
  };
}

/** Standard deviation (population) of the scores that are there; NaN without two. */
export function spreadOf(scores: readonly (number | null)[]): number {
  const known = scores.filter((score): score is number => score !== null);
  if (known.length < 2) return Number.NaN;
  const mean = known.reduce((sum, score) => sum + score, 0) / known.length;
  return Math.sqrt(known.reduce((sum, score) => sum + (score - mean) ** 2, 0) / known.length);
}

// How often one model's images score higher than another's, sampled for the same prompts with the
// same noise. Given twice: with ties counted half (two equal models are then at one half however
// coarse the reward is), and strict, where a tie is no win.

import { percentile } from './percentile';
import { wilsonInterval, type Share } from './wilsonInterval';

export interface WinRate extends Share {
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Ties lose, as DMPO counts: wins / all, with its own interval. `share` counts ties half. */
  readonly strict: Share;
}

/**
 * Win rate of `second[i]` over `first[i]`, with Wilson's interval. Errors: throws on unequal
 * lengths.
 */
export function winRate(first: readonly number[], second: readonly number[]): WinRate {
  if (first.length !== second.length)
    throw new Error(`winRate: ${first.length} against ${second.length} scores`);
  let [wins, ties] = [0, 0];
  first.forEach((score, i) => {
    const other = second[i]!;
    if (other > score) wins++;
    else if (other === score) ties++;
  });
  return {
    wins,
    ties,
    losses: first.length - wins - ties,
    ...wilsonInterval(wins + ties / 2, first.length),
    strict: wilsonInterval(wins, first.length),
  };
}

/**
 * Win rate over all image pairs [prompts][noises]. Wilson's interval takes them as independent;
 * images of one prompt are not, so with several noises per prompt it is too narrow. Whoever shows
 * it says so.
 */
export function imageWinRate(
  first: readonly (readonly number[])[],
  second: readonly (readonly number[])[],
): WinRate {
  return winRate(first.flat(), second.flat());
}

/**
 * Win rate over prompts: each prompt's scores are reduced to their median first (RPO, Gu et al.
 * 2024, appendix D: the median of five images per prompt). One trial per prompt, so the interval
 * is that of independent trials.
 */
export function promptWinRate(
  first: readonly (readonly number[])[],
  second: readonly (readonly number[])[],
): WinRate {
  const medians = (table: readonly (readonly number[])[]): number[] =>
    table.map((scores) => percentile(scores, 0.5));
  return winRate(medians(first), medians(second));
}

// The one comparison of rewards that the page and `npm run align` both print: an aligned model
// against its base, same prompts, same noises. Everything is computed from two tables of numbers.

import { differenceFromBase, type PairedDifference, type Rewards } from './pairedDifference';
import { rewardSummary, type RewardSummary } from './rewardSummary';
import { imageWinRate, promptWinRate, type WinRate } from './winRate';

export type { Rewards } from './pairedDifference';

export interface RewardComparison {
  readonly summary: RewardSummary;
  /** Aligned − base in base standard deviations; the interval is about this one run. */
  readonly difference: PairedDifference;
  /** By each prompt's median: the one that leads a report. */
  readonly prompts: WinRate;
  readonly pictures: WinRate;
}

/** Compares `aligned` with `base`. Errors: throws when their shapes differ. */
export function compareRewards(base: Rewards, aligned: Rewards): RewardComparison {
  return {
    summary: rewardSummary(aligned.flat()),
    difference: differenceFromBase(base, [{ seed: 0, rewards: aligned }]),
    prompts: promptWinRate(base, aligned),
    pictures: imageWinRate(base, aligned),
  };
}

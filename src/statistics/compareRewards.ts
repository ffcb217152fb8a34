// The one comparison of rewards that the page and `npm run align` both print: an aligned model
// against its base, same prompts, same noises. Everything is computed from two tables of numbers.

import { pairedDifference, type PairedDifference } from './pairedDifference';
import { rewardSummary, type RewardSummary } from './rewardSummary';
import { pictureWinRate, promptWinRate, type WinRate } from './winRate';

/** Rewards by prompt and noise, [prompts][noises]. */
export type Rewards = readonly (readonly number[])[];

export interface RewardComparison {
  readonly summary: RewardSummary;
  /** Aligned − base in base standard deviations, bootstrap over prompts. */
  readonly difference: PairedDifference;
  readonly pictures: WinRate;
  /** By each prompt's median. */
  readonly prompts: WinRate;
}

/** Compares `aligned` with `base`. Errors: throws when their shapes differ. */
export function compareRewards(base: Rewards, aligned: Rewards): RewardComparison {
  return {
    summary: rewardSummary(aligned.flat()),
    difference: pairedDifference(base, [base], [aligned]),
    pictures: pictureWinRate(base, aligned),
    prompts: promptWinRate(base, aligned),
  };
}

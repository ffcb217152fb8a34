// Whether a scorer that was fitted to ratings or scores learned anything, and how it is said where
// it is not known.

import type { RewardInfo } from '../domain/reward';
import { correlationInterval, type CorrelationInterval } from '../statistics/correlationInterval';
import { strings } from '../strings';
import { fixed } from '../strings/format';

/** The interval of a fitted scorer's correlation where 0 is in it; null of every other. */
export function chanceOf({ taste }: Pick<RewardInfo, 'taste'>): CorrelationInterval | null {
  if (taste === null) return null;
  const interval = correlationInterval(taste.pearson, taste.ratings.length);
  return interval.chance ? interval : null;
}

/** That what it learned cannot be told from chance, or is worse; null of every other scorer. */
export function scorerDoubt(reward: Pick<RewardInfo, 'taste' | 'label'>): string | null {
  const found = chanceOf(reward);
  if (found === null) return null;
  const { worse, chance } = strings.rating.rewards;
  return (found.high < 0 ? worse : chance)(
    reward.label,
    fixed(reward.taste!.pearson, 2),
    fixed(found.low, 2),
    fixed(found.high, 2),
  );
}

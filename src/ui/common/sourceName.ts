// What a source of scores is called on the page: a table by its name, a reward by its label,
// ratings by their scale and rater.

import type { RewardInfo } from '../../domain/reward';
import { parseRatingSource } from '../../data/scores/scoreSource';
import { alignmentHash } from '../../rewards/promptAlignment';
import { chanceOf } from '../../rewards/scorerDoubt';
import { rewardLabel } from '../../state/common/rewardStore';
import { strings } from '../../strings';

export function sourceName(source: string, rewards: readonly RewardInfo[] | null): string {
  const text = strings.rating.sources;
  const rating = parseRatingSource(source);
  if (rating !== null) {
    const scale = strings.rating.scaleNames[rating.scale];
    return rating.rater === null ? text.ratings(scale) : text.ratingsOf(rating.rater, scale);
  }
  const reward = rewards?.find(({ id }) => id === source);
  if (reward !== undefined) return chanceOf(reward) ? text.byChance(reward.label) : reward.label;
  if (rewards !== null && alignmentHash(source) !== null) return strings.scorers.gone;
  if (rewards !== null && source.startsWith('taste:')) return text.gone;
  return rewardLabel(source, rewards);
}

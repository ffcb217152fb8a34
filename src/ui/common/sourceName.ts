// What a source of scores is called on the page: a table by its name, a reward by its label, ratings by their scale and rater.

import type { RewardInfo } from '../../bridge/ratingProtocol';
import { parseRatingSource } from '../../dataset/scoreSource';
import { strings } from '../../strings';

export function sourceName(source: string, rewards: readonly RewardInfo[] | null): string {
  const text = strings.rating.sources;
  const rating = parseRatingSource(source);
  if (rating !== null) {
    const scale = strings.rating.scaleNames[rating.scale];
    return rating.rater === null ? text.ratings(scale) : text.ratingsOf(rating.rater, scale);
  }
  const label = rewards?.find((reward) => reward.id === source)?.label;
  return label ?? (source.startsWith('taste:') && rewards !== null ? text.gone : source);
}

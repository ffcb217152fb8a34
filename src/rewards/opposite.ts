// The opposite of a reward: its score times −1, so that a lesson is one press from its contrary.

import { strings } from '../strings';
import { recordSays } from '../strings/language';
import type { FeatureReward, PixelReward, Reward } from './reward';

const PREFIX = 'opposite:';

/** Id of the opposite; the opposite of an opposite is the reward itself. */
export const oppositeId = (id: string): string => oppositeOf(id) ?? `${PREFIX}${id}`;

/** The id a reward id names the opposite of, or null for other rewards. */
export const oppositeOf = (id: string): string | null =>
  id.startsWith(PREFIX) ? id.slice(PREFIX.length) : null;

const turned = <R extends PixelReward | FeatureReward>({ id, label, formula, range }: R) => ({
  id: `${PREFIX}${id}`,
  label: strings.rewards.opposite(recordSays(label)),
  formula: strings.rewards.minus(recordSays(formula)),
  range: [-range[1], -range[0]] as const,
});

/** Its score is minus that of `reward`. Errors: those of `reward`. */
export function opposite(reward: Reward): Reward {
  if (reward.needs === 'pixels') {
    const turnedPixels: PixelReward = {
      ...reward,
      ...turned(reward),
      score: (image, prompt) => -reward.score(image, prompt),
    };
    return turnedPixels;
  }
  const turnedFeatures: FeatureReward = {
    ...reward,
    ...turned(reward),
    score: (features, texts) => -reward.score(features, texts),
  };
  return turnedFeatures;
}

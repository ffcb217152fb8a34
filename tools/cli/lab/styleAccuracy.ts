// Style accuracy: the share of images that the style head gives to the style more readily than to
// all other styles together.

import type { SeedRewards } from '../../../src/statistics/pairedDifference';
import { mean } from '../../../src/statistics/moments';

/** Of the ids of styles' rewards (src/rewards/styleProbability.ts). */
export const STYLE_PREFIX = 'style:';

/** `runs`: probabilities of the style. */
export const styleAccuracy = (runs: readonly Pick<SeedRewards, 'rewards'>[]): number =>
  mean(runs.flatMap(({ rewards }) => rewards.flat()).map((probability) => +(probability > 0.5)));

// The rewards there are, by id. Adding one is a file and a line here. Tastes and dropped heads are
// rewards too (headReward.ts); they lie in storage, and who looks one up by id hands them in.

import { StudioError } from '../errors';
import { rewardErrors } from '../strings/errors/rewards';
import { brightness } from './brightness';
import { colourfulness } from './colourfulness';
import { compactness } from './compactness';
import { edgeDensity } from './edgeDensity';
import { filledArea } from './filledArea';
import { jpegCompressibility, jpegIncompressibility } from './jpegCompressibility';
import { mirrorSymmetry } from './mirrorSymmetry';
import { opposite, oppositeOf } from './opposite';
import { OFF_TARGET_IDS } from './offTarget';
import { promptAlignment } from './promptAlignment';
import type { FeatureReward, PixelReward, Reward } from './reward';
import { styleOf, styleProbability } from './styleProbability';
import { happier, twoWords, wordsOf } from './twoWords';
import { topHeaviness } from './topHeaviness';
import { warmth } from './warmth';
import { weightToTheRight } from './weightToTheRight';

export type {
  ClipFeatures,
  ClipFeatureSource,
  FeatureReward,
  PixelReward,
  Reward,
  RgbImage,
  ScorerOf,
} from './reward';
export { headReward } from './headReward';
export { jointEmbeddings, scoreImages } from './scoreImages';
export { alignmentHash, alignmentOf, promptAlignment } from './promptAlignment';
export { styleProbability } from './styleProbability';
export { twoWords } from './twoWords';

/** Rewards of the pixels alone. */
export const PIXEL_REWARDS: readonly PixelReward[] = [
  mirrorSymmetry,
  filledArea,
  edgeDensity,
  compactness,
  topHeaviness,
  weightToTheRight,
  brightness,
  colourfulness,
  warmth,
  jpegCompressibility,
  jpegIncompressibility,
];
/** Rewards of any CLIP model; those of its styles are made by `styleProbability`. */
export const FEATURE_REWARDS: readonly FeatureReward[] = [promptAlignment, happier];
export const REWARDS: readonly Reward[] = [...PIXEL_REWARDS, ...FEATURE_REWARDS];

/** The rewards of OFF_TARGET_IDS. */
export const OFF_TARGET_REWARDS: readonly Reward[] = OFF_TARGET_IDS.map((id) => rewardById(id));

/**
 * The reward of pixels of an id. Errors: as rewardById; Unsupported for a reward that needs a CLIP
 * model.
 */
export function pixelRewardById(id: string): PixelReward {
  const reward = rewardById(id);
  if (reward.needs !== 'pixels')
    throw new StudioError(
      'Unsupported',
      ...rewardErrors.notOfPixels(reward.label, PIXEL_REWARDS.map((one) => one.id).join(', ')),
    );
  return reward;
}

/**
 * The reward of an id: one of the formulas, `style:<name>`, `words:<more>|<less>`,
 * `opposite:<id>`, or one of `heads`. Errors: StudioError Unsupported naming it.
 */
export function rewardById(id: string, heads: readonly Reward[] = []): Reward {
  const turned = oppositeOf(id);
  if (turned !== null) return opposite(rewardById(turned, heads));
  const style = styleOf(id);
  const words = wordsOf(id);
  const found =
    [...REWARDS, ...heads].find((reward) => reward.id === id) ??
    (style === null ? undefined : styleProbability(style)) ??
    (words === null ? undefined : twoWords(...words));
  if (!found)
    throw new StudioError(
      'Unsupported',
      ...rewardErrors.unknown(id, [...REWARDS, ...heads].map((reward) => reward.id).join(', ')),
    );
  return found;
}

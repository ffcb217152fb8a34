// The rewards there are, by id. Adding one is a file and a line here.

import { StudioError } from '../errors';
import { brightness } from './brightness';
import { colourfulness } from './colourfulness';
import { compactness } from './compactness';
import { edgeDensity } from './edgeDensity';
import { filledArea } from './filledArea';
import { mirrorSymmetry } from './mirrorSymmetry';
import type { Reward } from './reward';
import { topHeaviness } from './topHeaviness';
import { warmth } from './warmth';
import { weightToTheRight } from './weightToTheRight';

export type { Reward, RgbImage } from './reward';

export const REWARDS: readonly Reward[] = [mirrorSymmetry, filledArea, edgeDensity, compactness, topHeaviness, weightToTheRight, brightness, colourfulness, warmth];

/** The reward of an id. Errors: StudioError Unsupported naming it. */
export function rewardById(id: string): Reward {
  const found = REWARDS.find((reward) => reward.id === id);
  if (!found) throw new StudioError('Unsupported', `There is no reward called “${id}”.`, `Use one of ${REWARDS.map((reward) => reward.id).join(', ')}.`);
  return found;
}

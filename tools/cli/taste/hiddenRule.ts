// People who are not there: a hidden rule is what one of them likes, as a number of the image,
// and what they give is one to five stars by it, with slips. Nothing that learns is told the rule;
// the reports are.

import { STREAMS, uniforms } from '../../../src/random/philox';
import type { PixelReward } from '../../../src/rewards';
import { filledArea } from '../../../src/rewards/filledArea';
import { DRAWN, inkOf } from '../../../src/rewards/ink';
import { ranks } from '../../../src/rewards/rankStatistics';

/** Larger scores are liked more. */
export interface HiddenRule extends PixelReward {
  /** What the person would say. */
  readonly likes: string;
}

const warm: HiddenRule = {
  id: 'warm',
  label: 'Warm colours',
  likes: 'warm colours',
  formula: 'mean of (R − B) over the drawn pixels, over 255',
  range: [-1, 1],
  source: 'Plumbline',
  needs: 'pixels',
  score(image) {
    let sum = 0;
    let count = 0;
    inkOf(image).forEach((ink, i) => {
      if (ink <= DRAWN) return;
      sum += image.rgb[i * 3]! - image.rgb[i * 3 + 2]!;
      count++;
    });
    return count === 0 ? 0 : sum / (count * 255);
  },
};

const fills: HiddenRule = {
  ...filledArea,
  id: 'fills',
  label: 'Fills the frame',
  likes: 'images that fill their frame',
  formula: 'share of the pixels that are drawn',
};

export const HIDDEN_RULES: readonly HiddenRule[] = [warm, fills];

/** How often a rating is a star off, up or down. */
export const SLIP_CHANCE = 0.15;
const STARS = 5;

/**
 * Stars for images of these scores by a rule: 1 for the lowest fifth of them to 5 for the
 * highest, equal scores alike; then each with
 *  SLIP_CHANCE a star more or less (even odds, never beyond 1…5). `slipped`: how many came out
 *  other than meant.
 */
export function starsBy(
  scores: readonly number[],
  seed: number,
): { stars: number[]; slipped: number } {
  const meant = ranks(scores).map((rank) =>
    Math.min(STARS, 1 + Math.floor((STARS * (rank - 0.5)) / scores.length)),
  );
  const draws = uniforms(seed, { stream: STREAMS.evaluation, step: 1, item: 0 }, scores.length);
  const stars = meant.map((star, i) => {
    const draw = draws[i]!;
    return draw >= SLIP_CHANCE
      ? star
      : Math.min(STARS, Math.max(1, star + (draw < SLIP_CHANCE / 2 ? 1 : -1)));
  });
  return { stars, slipped: stars.filter((star, i) => star !== meant[i]).length };
}

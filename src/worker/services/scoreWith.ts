// Scores images in the worker by reward ids: formulas, tastes and heads, with the CLIP model that
// each reads opened when it does.

import { scoreImages, type Reward, type RgbImage } from '../../rewards';
import { rewardAtHand } from './availableRewards';
import type { StudioServices } from './studioServices';

/** The rewards of given ids. Errors: Unsupported for an unknown id. */
export function rewardsOf(
  studio: Pick<StudioServices, 'db'>,
  ids: readonly string[],
): Promise<readonly Reward[]> {
  return Promise.all(ids.map((id) => rewardAtHand(studio.db, id)));
}

/**
 * One array a reward, one number an image. Errors: abort; Unsupported for an unknown reward;
 * BadModel without the scorer one needs.
 */
export async function scoreWith(
  studio: Pick<StudioServices, 'db' | 'scorer'>,
  signal: AbortSignal,
  ids: readonly string[],
  images: readonly RgbImage[],
  prompts: readonly string[],
  progress?: (done: number, total: number) => void,
): Promise<Float64Array[]> {
  return scoreImages(
    signal,
    ({ scorerHash }) => studio.scorer(scorerHash),
    await rewardsOf(studio, ids),
    images,
    prompts,
    progress,
  );
}

// Scores pictures in the worker by reward ids: formulas and tastes, with the bundled scorer opened when one of them reads its features.

import { scoreImages, type Reward, type RgbImage } from '../rewards';
import { rewardAtHand } from './rewardsAtHand';
import type { Studio } from './studio';

/** The rewards of given ids. Errors: Unsupported for an unknown id. */
export function rewardsOf(studio: Pick<Studio, 'db'>, ids: readonly string[]): Promise<readonly Reward[]> {
  return Promise.all(ids.map((id) => rewardAtHand(studio.db, id)));
}

/** One array a reward, one number a picture. Errors: abort; Unsupported for an unknown reward; BadModel without the scorer one needs. */
export async function scoreWith(
  studio: Pick<Studio, 'db' | 'scorer'>, signal: AbortSignal, ids: readonly string[], images: readonly RgbImage[], prompts: readonly string[], progress?: (done: number, total: number) => void,
): Promise<Float64Array[]> {
  const rewards = await rewardsOf(studio, ids);
  const scorer = rewards.some(({ needs }) => needs === 'clip') ? await studio.scorer() : null;
  return scoreImages(signal, scorer, rewards, images, prompts, progress);
}

// Scores pictures in the worker by reward ids: formulas and heads, with the bundled scorer opened when one of them reads its features.

import { rewardById } from '../rewards';
import type { Reward, RgbImage } from '../rewards/reward';
import { scoreImages } from '../rewards/scoreImages';
import type { Studio } from './studio';

/** The rewards of given ids. Errors: Unsupported for an unknown id. */
export async function rewardsOf(_studio: Studio, ids: readonly string[]): Promise<readonly Reward[]> {
  return ids.map((id) => rewardById(id));
}

/** One array a reward, one number a picture. Errors: abort; Unsupported for an unknown reward. */
export async function scoreWith(
  studio: Studio, signal: AbortSignal, ids: readonly string[], images: readonly RgbImage[], prompts: readonly string[], progress?: (done: number, total: number) => void,
): Promise<Float64Array[]> {
  return scoreImages(signal, null, await rewardsOf(studio, ids), images, prompts, progress);
}

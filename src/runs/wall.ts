// Which images a run's wall shows: the same prompts and noises at every wall, enough of them to see
// more than one accident, in few sampler steps, since a wall is sampled beside the training.

import type { ImageSize } from '../domain/imageSize';
import { encodedFirst } from './planMemory';

/** Tiles of a wall, where the prompts are fewer; of a wall of large images. */
export const WALL_TILES = 12;
const LARGE_TILES = 4;
/** Sampler steps of a wall at most: DDIM's images can be recognised by then. */
export const WALL_STEPS = 8;

export interface WallPlan {
  readonly prompts: readonly string[];
  /** One per tile, all different. */
  readonly seeds: readonly number[];
  readonly inferenceSteps: number;
}

/**
 * The prompts in turn until there are WALL_TILES tiles, fewer where the images are large; each once
 * where there are more prompts.
 */
export function wallPlan(
  prompts: readonly string[],
  inferenceSteps: number,
  imageSize: ImageSize,
): WallPlan {
  const least = encodedFirst(imageSize) ? LARGE_TILES : WALL_TILES;
  const tiles = prompts.length === 0 ? 0 : Math.max(least, prompts.length);
  return {
    prompts: Array.from({ length: tiles }, (_, i) => prompts[i % prompts.length]!),
    seeds: Array.from({ length: tiles }, (_, i) => i),
    inferenceSteps: Math.min(inferenceSteps, WALL_STEPS),
  };
}

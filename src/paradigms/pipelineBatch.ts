// How many images or prompts a network takes in one run: bounded by memory, not by what is asked.

import type { ImageSize } from '../domain/imageSize';

/** Most images or prompts handled by one run of a network; sampling fewer plans a smaller run. */
export const PIPELINE_BATCH = 8;
/**
 * Most pixels of the images, and tokens of the prompts, of one run: eight images of 64 px, one of
 * 256 px or more. The autoencoder of Stable Diffusion takes about 3 KiB per pixel.
 */
const PIPELINE_PIXELS = 8 * 64 * 64;
const PIPELINE_TOKENS = 320;

/** Items of one run that together stay below `most`; at least one. */
const batchOf = (each: number, most: number): number =>
  Math.max(1, Math.min(PIPELINE_BATCH, Math.floor(most / each)));

/** Prompts of `tokens` tokens that are embedded in one run. */
export const promptBatchOf = (tokens: number): number => batchOf(tokens, PIPELINE_TOKENS);

/** Images of a size that are encoded or decoded in one run. */
export const imageBatchOf = ([height, width]: ImageSize): number =>
  batchOf(height * width, PIPELINE_PIXELS);

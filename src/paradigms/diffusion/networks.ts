// The networks around the UNet as the pipeline runs them: CLIP's text encoder and AutoencoderKL.

import { clampLatent } from '../../models/autoencoderTiny';
import { packRows, rowOf, tokenIds } from '../rows';
import type { CodingNetworks, LatentMoments } from '../paradigm';
import type { DiffusionBase } from './base';
import { buildDecodeGraph, buildEncodeGraph, buildTextGraph, buildTinyDecodeGraph } from './graphs';

/** AutoencoderKL's bounds of the log-variance. */
const LOG_VARIANCE = { min: -30, max: 20 } as const;

/**
 * Log-variance of a latent that was sampled: nothing is left to sample (AutoencoderKL's lower
 * bound).
 */
export const SAMPLED_LOG_VARIANCE = LOG_VARIANCE.min;

/** Mean and bounded log-variance of moments [h·w, 2C]. */
function splitMoments(moments: Float32Array, channels: number): LatentMoments {
  const positions = moments.length / (2 * channels);
  const mean = new Float32Array(positions * channels);
  const logVariance = new Float32Array(positions * channels);
  for (let p = 0; p < positions; p++) {
    for (let ch = 0; ch < channels; ch++) {
      const at = p * 2 * channels + ch;
      mean[p * channels + ch] = moments[at]!;
      logVariance[p * channels + ch] = Math.min(
        LOG_VARIANCE.max,
        Math.max(LOG_VARIANCE.min, moments[at + channels]!),
      );
    }
  }
  return { mean, logVariance };
}

export function diffusionNetworks(model: DiffusionBase): CodingNetworks {
  return {
    text: {
      graph: (batch) => buildTextGraph(model.textEncoder, batch, model.contextTokens),
      inputs: (prompts, batch) => ({ ids: tokenIds(model, prompts, batch) }),
      outputs: ['hidden'],
      result: ({ hidden }, i, batch) => ({ hidden: rowOf(hidden!, i, batch), pooled: null }),
    },
    encoder: {
      graph: (batch) => buildEncodeGraph(model.vae, batch, model.imageSize),
      inputs: (images, batch) => ({ pixels: packRows(images, batch) }),
      outputs: ['moments'],
      result: ({ moments }, i, batch) =>
        splitMoments(rowOf(moments!, i, batch), model.latentChannels),
    },
    decoder: {
      graph: (batch) => buildDecodeGraph(model.vae, batch, model.latentSize),
      inputs: (encoded, batch) => ({
        latents: packRows(
          encoded.map((one) => (one as LatentMoments).mean),
          batch,
        ),
      }),
      outputs: ['images'],
      result: ({ images }, i, batch) => rowOf(images!, i, batch),
    },
    tinyDecoder: model.tiny && {
      graph: (batch) => buildTinyDecodeGraph(model.tiny!, batch, model.latentSize),
      inputs: (encoded, batch) => ({
        latents: packRows(
          encoded.map((one) => {
            const { mean } = one as LatentMoments;
            return mean.map((value) => clampLatent(value * model.vae.scaling_factor));
          }),
          batch,
        ),
      }),
      outputs: ['images'],
      result: ({ images }, i, batch) => rowOf(images!, i, batch).map((value) => 2 * value - 1),
    },
  };
}

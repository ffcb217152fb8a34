// The networks around the transformer as the pipeline runs them: CLIP's text encoder with
// projection and the VQ autoencoder. The nearest codes are found on the host.

import { poolingMatrix } from '../../models/clipTextModel';
import { nearestCodes } from '../../models/nearestCode';
import type { CodingNetworks, ImageTokens } from '../paradigm';
import { packRows, rowOf, tokenIds } from '../rows';
import type { MaskgitBase } from './base';
import { buildPooledTextGraph, buildTokenDecodeGraph, buildTokenEncodeGraph } from './graphs';

export function maskgitNetworks(model: MaskgitBase): CodingNetworks {
  const length = model.latentSize[0] * model.latentSize[1];
  return {
    text: {
      graph: (batch) => buildPooledTextGraph(model.textEncoder, batch, model.contextTokens),
      inputs(prompts, batch) {
        const ids = tokenIds(model, prompts, batch);
        const { eos_token_id: end } = model.textEncoder;
        return { ids, pooling: poolingMatrix(ids, model.contextTokens, end) };
      },
      outputs: ['hidden', 'pooled'],
      result: ({ hidden, pooled }, i, batch) => ({
        hidden: rowOf(hidden!, i, batch),
        pooled: rowOf(pooled!, i, batch),
      }),
    },
    encoder: {
      graph: (batch) => buildTokenEncodeGraph(model.vqvae, batch, model.imageSize),
      inputs: (images, batch) => ({ pixels: packRows(images, batch) }),
      outputs: ['latents'],
      result: ({ latents }, i, batch) => ({
        tokens: nearestCodes(rowOf(latents!, i, batch), model.codebook, model.vqvae.vq_embed_dim),
      }),
    },
    decoder: {
      graph: (batch) => buildTokenDecodeGraph(model.vqvae, batch, model.latentSize),
      inputs(encoded, batch) {
        const tokens = new Int32Array(batch * length);
        encoded.forEach((one, i) => tokens.set((one as ImageTokens).tokens, i * length));
        return { tokens };
      },
      outputs: ['images'],
      result: ({ images }, i, batch) => rowOf(images!, i, batch),
    },
    tinyDecoder: null,
  };
}

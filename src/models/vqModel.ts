// VQModel of diffusers 0.27 (models/vq_model.py, vae.py), the image tokenizer of aMUSEd, as graphs:
// images -> latents before quantisation, and quantised latents or tokens -> images. The choice of
// the nearest code lies between the two, on the host (nearestCode.ts), since it is an argmin and
// not a number. Images are channels-last; aMUSEd's are in [0, 1], which the caller sees to.

import type { VQModelConfig } from '../formats/modelConfig';
import type { Tensor } from '../graph/graph';
import { decoder, encoder } from './autoencoderKl';
import type { Layers } from './layers';

/** The codebook's tensor in the checkpoint: [num_vq_embeddings, vq_embed_dim]. */
export const CODEBOOK = 'quantize.embedding.weight';

/** Side of an image in tokens' sides: 2^(blocks − 1). */
export function pixelsPerToken(config: VQModelConfig): number {
  return 2 ** (config.block_out_channels.length - 1);
}

/**
 * images [N,H,W,in_channels] -> latents [N,h,w,vq_embed_dim]. H and W must be multiples of
 * `pixelsPerToken`.
 */
export function encodeLatents(layers: Layers, config: VQModelConfig, images: Tensor): Tensor {
  return layers.linear(
    encoder(layers, config, images, config.latent_channels),
    'quant_conv',
    config.vq_embed_dim,
    { bias: true, conv1x1: true },
  );
}

/** Quantised latents [N,h,w,vq_embed_dim] -> images [N,H,W,out_channels]. */
export function decodeLatents(layers: Layers, config: VQModelConfig, quantised: Tensor): Tensor {
  return decoder(
    layers,
    config,
    layers.linear(quantised, 'post_quant_conv', config.latent_channels, {
      bias: true,
      conv1x1: true,
    }),
  );
}

/**
 * Codebook rows of tokens [N,h,w] (i32, below num_vq_embeddings) -> quantised latents
 * [N,h,w,vq_embed_dim].
 */
export function lookUp(layers: Layers, config: VQModelConfig, tokens: Tensor): Tensor {
  const { builder } = layers;
  const [n, height, width] = tokens.shape as [number, number, number];
  const table = layers.weight(CODEBOOK, [config.num_vq_embeddings, config.vq_embed_dim]);
  const rows = builder.embedTokens(table, null, builder.reshape(tokens, [n, height * width]));
  return builder.reshape(rows, [n, height, width, config.vq_embed_dim]);
}

/** tokens [N,h,w] (i32) -> images [N,H,W,out_channels]. */
export function decodeTokens(layers: Layers, config: VQModelConfig, tokens: Tensor): Tensor {
  return decodeLatents(layers, config, lookUp(layers, config, tokens));
}

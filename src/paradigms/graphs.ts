// The small inference graphs around the denoiser: text encoder, autoencoder's encoder and decoder,
// of both paradigms. Input and output names are those the pipelines use.

import type { AutoencoderKLConfig, ClipTextConfig, VQModelConfig } from '../formats/modelConfig';
import { GraphBuilder, type Graph } from '../graph/graph';
import { optimize } from '../graph/passes';
import { decode, encode } from '../models/autoencoderKl';
import { clipTextModel } from '../models/clipTextModel';
import { Layers } from '../models/layers';
import { decodeTokens, encodeLatents } from '../models/vqModel';

/**
 * ids [N,T] -> hidden [N,T,D], the last hidden state after the final norm (what Stable Diffusion
 * conditions on).
 */
export function buildTextGraph(config: ClipTextConfig, batch: number, tokens: number): Graph {
  const builder = new GraphBuilder();
  const ids = builder.input('ids', [batch, tokens], 'i32');
  const layers = new Layers(builder, { model: 'text_encoder' });
  builder.output('hidden', clipTextModel(layers, config, { ids, pooling: null }).lastHiddenState);
  return optimize(builder.build());
}

/** pixels [N,size,size,3] in [−1,1] -> moments [N,h,w,2C] = (mean, log-variance). */
export function buildEncodeGraph(config: AutoencoderKLConfig, batch: number, size: number): Graph {
  const builder = new GraphBuilder();
  const pixels = builder.input('pixels', [batch, size, size, config.in_channels]);
  builder.output('moments', encode(new Layers(builder, { model: 'vae' }), config, pixels));
  return optimize(builder.build());
}

/** latents [N,h,w,C] (divided by scaling_factor) -> images [N,H,W,3]. */
export function buildDecodeGraph(
  config: AutoencoderKLConfig,
  batch: number,
  latentSize: number,
): Graph {
  const builder = new GraphBuilder();
  const latents = builder.input('latents', [batch, latentSize, latentSize, config.latent_channels]);
  builder.output('images', decode(new Layers(builder, { model: 'vae' }), config, latents));
  return optimize(builder.build());
}

/**
 * ids [N,T], pooling [N,N·T] (poolingMatrix) -> hidden [N,T,D], the last hidden state but one, and
 * pooled [N,projection_dim]: what aMUSEd conditions on.
 */
export function buildPooledTextGraph(config: ClipTextConfig, batch: number, tokens: number): Graph {
  const builder = new GraphBuilder();
  const ids = builder.input('ids', [batch, tokens], 'i32');
  const pooling = builder.input('pooling', [batch, batch * tokens]);
  const outputs = clipTextModel(
    new Layers(builder, { model: 'text_encoder' }),
    config,
    { ids, pooling },
    { projection: true },
  );
  builder.output('hidden', outputs.hiddenStates.at(-2)!);
  builder.output('pooled', outputs.projected!);
  return optimize(builder.build());
}

/**
 * pixels [N,size,size,3] in [−1,1] -> latents [N,h,w,vq_embed_dim], before the nearest codes are
 * taken.
 */
export function buildTokenEncodeGraph(config: VQModelConfig, batch: number, size: number): Graph {
  const builder = new GraphBuilder();
  const pixels = builder.input('pixels', [batch, size, size, config.in_channels]);
  builder.output('latents', encodeLatents(new Layers(builder, { model: 'vqvae' }), config, pixels));
  return optimize(builder.build());
}

/** tokens [N,h,w] (i32) -> images [N,H,W,3]. */
export function buildTokenDecodeGraph(
  config: VQModelConfig,
  batch: number,
  latentSize: number,
): Graph {
  const builder = new GraphBuilder();
  const tokens = builder.input('tokens', [batch, latentSize, latentSize], 'i32');
  builder.output('images', decodeTokens(new Layers(builder, { model: 'vqvae' }), config, tokens));
  return optimize(builder.build());
}

// The inference graphs of a latent diffusion model: text encoder, autoencoder's encoder and
// decoder, and one prediction of the UNet. Latents [N,h,w,C], channels last.

import type {
  AutoencoderKLConfig,
  AutoencoderTinyConfig,
  ClipTextConfig,
  UNet2DConditionConfig,
} from '../../formats/modelConfig';
import { GraphBuilder, type Graph } from '../../graph/graph';
import { optimize } from '../../graph/passes';
import { decode, encode } from '../../models/autoencoderKl';
import { decodeTiny } from '../../models/autoencoderTiny';
import { clipTextModel } from '../../models/clipTextModel';
import { Layers, type AdapterBinding } from '../../models/layers';
import { unet2dCondition, unetInputs } from '../../models/unet2dCondition';
import type { ImageSize } from '../../domain/imageSize';

/** Name of the tiny autoencoder in graphs and weight sources, and of its folder. */
export const TINY = 'taesd';

/** What decides the shapes of a UNet's inputs. */
export interface UnetSize {
  readonly unet: UNet2DConditionConfig;
  readonly batch: number;
  /** Height and width of the latents. */
  readonly height: number;
  readonly width: number;
  readonly contextTokens: number;
}

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

/** pixels [N,H,W,3] in [−1,1] -> moments [N,h,w,2C] = (mean, log-variance). */
export function buildEncodeGraph(
  config: AutoencoderKLConfig,
  batch: number,
  size: ImageSize,
): Graph {
  const builder = new GraphBuilder();
  const pixels = builder.input('pixels', [batch, ...size, config.in_channels]);
  builder.output('moments', encode(new Layers(builder, { model: 'vae' }), config, pixels));
  return optimize(builder.build());
}

/** latents [N,h,w,C] (divided by scaling_factor) -> images [N,H,W,3]. */
export function buildDecodeGraph(
  config: AutoencoderKLConfig,
  batch: number,
  latentSize: ImageSize,
): Graph {
  const builder = new GraphBuilder();
  const latents = builder.input('latents', [batch, ...latentSize, config.latent_channels]);
  builder.output('images', decode(new Layers(builder, { model: 'vae' }), config, latents));
  return optimize(builder.build());
}

/** latents [N,h,w,C] as the UNet sees them, clamped -> images [N,H,W,3] in about [0,1]. */
export function buildTinyDecodeGraph(
  config: AutoencoderTinyConfig,
  batch: number,
  latentSize: ImageSize,
): Graph {
  const builder = new GraphBuilder();
  const latents = builder.input('latents', [batch, ...latentSize, config.latent_channels]);
  builder.output('images', decodeTiny(new Layers(builder, { model: TINY }), config, latents));
  return optimize(builder.build());
}

/**
 * Inputs: sample [N,h,w,C], timeProjection [N,C0], context [N,L,D]. Output: prediction [N,h,w,C].
 */
export function buildDenoiseGraph(
  options: UnetSize & { readonly adapters: AdapterBinding | null },
): Graph {
  const b = new GraphBuilder();
  const layers = new Layers(b, { model: 'unet', adapters: options.adapters });
  b.output(
    'prediction',
    unet2dCondition(layers, options.unet, unetInputs(b, options.unet, options)),
  );
  return optimize(b.build());
}

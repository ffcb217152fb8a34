// The inference graphs of an aMUSEd model: text encoder with projection, VQ autoencoder's encoder
// and decoder, and one prediction of the transformer: logits of every token.

import type { ClipTextConfig, UVit2DConfig, VQModelConfig } from '../../formats/modelConfig';
import { GraphBuilder, type Graph } from '../../graph/graph';
import { optimize } from '../../graph/passes';
import { clipTextModel } from '../../models/clipTextModel';
import { Layers, type AdapterBinding } from '../../models/layers';
import { uvit2d, uvitInputs } from '../../models/uvit2d';
import { decodeTokens, encodeLatents } from '../../models/vqModel';
import type { ImageSize } from '../../domain/imageSize';

/** What decides the shapes of a transformer's inputs. */
export interface MaskgitSize {
  readonly uvit: UVit2DConfig;
  readonly batch: number;
  readonly contextTokens: number;
  /** Height and width in tokens; default the config's sample_size. */
  readonly height?: number;
  readonly width?: number;
}

/** The sizes that uvitInputs takes. */
export function gridOf({
  uvit,
  batch,
  contextTokens,
  height = uvit.sample_size,
  width = uvit.sample_size,
}: MaskgitSize): { batch: number; height: number; width: number; contextTokens: number } {
  return { batch, height, width, contextTokens };
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
 * pixels [N,H,W,3] in [−1,1] -> latents [N,h,w,vq_embed_dim], before the nearest codes are
 * taken.
 */
export function buildTokenEncodeGraph(
  config: VQModelConfig,
  batch: number,
  size: ImageSize,
): Graph {
  const builder = new GraphBuilder();
  const pixels = builder.input('pixels', [batch, ...size, config.in_channels]);
  builder.output('latents', encodeLatents(new Layers(builder, { model: 'vqvae' }), config, pixels));
  return optimize(builder.build());
}

/** tokens [N,h,w] (i32) -> images [N,H,W,3]. */
export function buildTokenDecodeGraph(
  config: VQModelConfig,
  batch: number,
  latentSize: ImageSize,
): Graph {
  const builder = new GraphBuilder();
  const tokens = builder.input('tokens', [batch, ...latentSize], 'i32');
  builder.output('images', decodeTokens(new Layers(builder, { model: 'vqvae' }), config, tokens));
  return optimize(builder.build());
}

/**
 * Inputs: ids [N,H,W] (i32), encoderHiddenStates [N,T,D], conditioning [N,·]. Output: prediction
 * [N,H,W,codebook_size].
 */
export function buildTokenLogitsGraph(
  options: MaskgitSize & { readonly adapters: AdapterBinding | null },
): Graph {
  const b = new GraphBuilder();
  const layers = new Layers(b, { model: 'transformer', adapters: options.adapters });
  b.output(
    'prediction',
    uvit2d(layers, options.uvit, uvitInputs(b, options.uvit, gridOf(options))),
  );
  return optimize(b.build());
}

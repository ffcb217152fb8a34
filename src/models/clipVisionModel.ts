// CLIPVisionModel (transformers) as a graph: patches and a class token with learned positions, a
// norm, pre-norm transformer layers in which every token sees every other; the pooled row is the
// class token after a last norm. Pixels are channels-last.

import type { ClipVisionConfig } from '../formats/clipConfig';
import type { Tensor } from '../graph/graph';
import { clipEncoderLayer } from './clipEncoderLayer';
import type { Layers } from './layers';

export interface ClipVisionOutputs {
  /** Output of the last layer, without a norm, [N, 1+P, W]; the class token first. */
  readonly lastHiddenState: Tensor;
  /** post_layernorm of the class token, [N, W]. */
  readonly pooled: Tensor;
}

/**
 * Adds the image encoder to the graph of `layers`; pixels [N, image_size, image_size, 3],
 * normalised. Errors: throws for another size.
 */
export function clipVisionModel(
  layers: Layers,
  config: ClipVisionConfig,
  pixels: Tensor,
): ClipVisionOutputs {
  const { builder } = layers;
  const { hidden_size: width, patch_size: patch, image_size: size } = config;
  const [n, height, wide] = pixels.shape as [number, number, number];
  if (height !== size || wide !== size)
    throw new Error(`images of ${wide}×${height}, but the image encoder takes ${size}×${size}`);
  const edge = size / patch;
  const patches = layers.conv(
    pixels,
    'vision_model.embeddings.patch_embedding',
    width,
    { kernel: [patch, patch], stride: patch, pad: [0, 0, 0, 0] },
    { bias: false },
  );
  const classToken = layers.weight('vision_model.embeddings.class_embedding', [width]);
  const positions = layers.weight('vision_model.embeddings.position_embedding.weight', [
    edge * edge + 1,
    width,
  ]);
  let h = builder.prependToken(
    builder.reshape(patches, [n, edge * edge, width]),
    classToken,
    positions,
  );
  // transformers' spelling
  h = layers.layerNorm(h, 'vision_model.pre_layrnorm', config.layer_norm_eps);
  for (let i = 0; i < config.num_hidden_layers; i++)
    h = clipEncoderLayer(layers, `vision_model.encoder.layers.${i}`, h, config, false);
  const first = builder.slice(builder.reshape(h, [n, (edge * edge + 1) * width]), 0, width);
  return {
    lastHiddenState: h,
    pooled: layers.layerNorm(first, 'vision_model.post_layernorm', config.layer_norm_eps),
  };
}

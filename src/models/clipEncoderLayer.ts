// One layer of CLIP's text and image encoders (transformers' CLIPEncoderLayer): pre-norm attention
// and a two-layer perceptron.

import type { Tensor } from '../graph/graph';
import type { Layers } from './layers';

/** What a text_config and a vision_config have in common. */
export interface ClipEncoderConfig {
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_attention_heads: number;
  readonly hidden_act: 'quick_gelu' | 'gelu';
  readonly layer_norm_eps: number;
}

/** x [N,T,W] -> [N,T,W]; `causal`: a token sees only itself and those before it (text). */
export function clipEncoderLayer(
  layers: Layers,
  module: string,
  x: Tensor,
  config: ClipEncoderConfig,
  causal: boolean,
): Tensor {
  const { builder } = layers;
  const { hidden_size: width, num_attention_heads: heads, layer_norm_eps: eps } = config;
  const normed = layers.layerNorm(x, `${module}.layer_norm1`, eps);
  const project = (part: string): Tensor =>
    layers.linear(normed, `${module}.self_attn.${part}`, width, { bias: true });
  const { o } = builder.attention(project('q_proj'), project('k_proj'), project('v_proj'), {
    heads,
    scale: 1 / Math.sqrt(width / heads),
    causal,
  });
  const h = builder.add(x, layers.linear(o, `${module}.self_attn.out_proj`, width, { bias: true }));
  const inner = builder.activation(
    layers.linear(
      layers.layerNorm(h, `${module}.layer_norm2`, eps),
      `${module}.mlp.fc1`,
      config.intermediate_size,
      { bias: true },
    ),
    config.hidden_act,
  );
  return builder.add(h, layers.linear(inner, `${module}.mlp.fc2`, width, { bias: true }));
}

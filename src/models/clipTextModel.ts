// CLIPTextModel of transformers 4.45 (models/clip/modeling_clip.py) as a graph: token ids [N,T] ->
// hidden states [N,T,D], with
// the pooled embedding and the projection of CLIPTextModelWithProjection where asked. Causal
// attention; padding is not masked,
// as in Stable Diffusion. The pooled row is picked by a one-hot matrix made on the host
// (`poolingMatrix`), since it depends on the ids. Old checkpoints' `position_ids` tensor is never
// read: positions are 0…T−1.

import type { ClipTextConfig } from '../formats/modelConfig';
import type { Tensor } from '../graph/graph';
import { clipEncoderLayer } from './clipEncoderLayer';
import type { Layers } from './layers';

export interface ClipTextOutputs {
  /**
   * hidden_states[0] are the embeddings, hidden_states[i] the output of layer i; no final norm.
   * Each [N,T,D].
   */
  readonly hiddenStates: readonly Tensor[];
  /** final_layer_norm of the last: what Stable Diffusion conditions on. */
  readonly lastHiddenState: Tensor;
  /** Row of lastHiddenState at the end-of-text token [N,D]; null without `pooling`. */
  readonly pooled: Tensor | null;
  /** text_projection of the pooled row [N, projection_dim]; null unless asked. */
  readonly projected: Tensor | null;
}

export interface ClipTextInputs {
  /** Token ids [N,T], i32. */
  readonly ids: Tensor;
  /** One-hot rows [N, N·T] of `poolingMatrix`; null when no pooled output is wanted. */
  readonly pooling: Tensor | null;
}

/**
 * Adds the text encoder to the graph of `layers`. `projection`: also multiply the pooled row by
 * text_projection.
 */
export function clipTextModel(
  layers: Layers,
  config: ClipTextConfig,
  inputs: ClipTextInputs,
  options: { projection?: boolean } = {},
): ClipTextOutputs {
  const { builder } = layers;
  const width = config.hidden_size;
  const eps = config.layer_norm_eps;
  const [n, tokens] = inputs.ids.shape as [number, number];
  if (tokens > config.max_position_embeddings)
    throw new Error(
      `${tokens} tokens, but the text encoder has ${config.max_position_embeddings} positions`,
    );
  const table = layers.weight('text_model.embeddings.token_embedding.weight', [
    config.vocab_size,
    width,
  ]);
  const positions = layers.weight('text_model.embeddings.position_embedding.weight', [
    config.max_position_embeddings,
    width,
  ]);
  let h = builder.embedTokens(table, positions, inputs.ids);
  const hiddenStates = [h];
  for (let i = 0; i < config.num_hidden_layers; i++) {
    h = clipEncoderLayer(layers, `text_model.encoder.layers.${i}`, h, config, true);
    hiddenStates.push(h);
  }
  const lastHiddenState = layers.layerNorm(h, 'text_model.final_layer_norm', eps);
  const pooled =
    inputs.pooling &&
    builder.matmul(inputs.pooling, builder.reshape(lastHiddenState, [n * tokens, width]));
  if (options.projection && !pooled)
    throw new Error('the projection is of the pooled row: give the pooling input');
  const projected =
    options.projection && pooled
      ? layers.linear(pooled, 'text_projection', config.projection_dim, { bias: false })
      : null;
  return { hiddenStates, lastHiddenState, pooled, projected };
}

/**
 * Position of the pooled token: with eos_token_id 2 (configs older than transformers 4.31) the
 * first largest id, which in
 *  CLIP's vocabulary is the end-of-text token; else the first eos_token_id (position 0 if there is
 *  none, as argmax of zeros).
 */
export function pooledPosition(ids: ArrayLike<number>, eosTokenId: number): number {
  let best = 0;
  for (let t = 1; t < ids.length; t++) {
    const value = eosTokenId === 2 ? ids[t]! : Number(ids[t] === eosTokenId);
    if (value > (eosTokenId === 2 ? ids[best]! : Number(ids[best] === eosTokenId))) best = t;
  }
  return best;
}

/**
 * One-hot rows [N, N·T] that pick each sample's pooled token out of the flattened hidden states.
 */
export function poolingMatrix(ids: Int32Array, tokens: number, eosTokenId: number): Float32Array {
  const n = ids.length / tokens;
  const rows = new Float32Array(n * n * tokens);
  for (let sample = 0; sample < n; sample++) {
    const row = ids.subarray(sample * tokens, (sample + 1) * tokens);
    rows[sample * n * tokens + sample * tokens + pooledPosition(row, eosTokenId)] = 1;
  }
  return rows;
}

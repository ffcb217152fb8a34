// A whole model of open_clip in one safetensors file (HPSv2's, LAION's open_clip_model.safetensors)
// as transformers' CLIPModel has it: names, transposed projections, and the config that follows
// from the shapes. What shapes do not say (widths of heads, the activation) is open_clip's default
// unless an open_clip_config.json says otherwise.

import * as v from 'valibot';
import { parse } from './modelConfig';
import { asItIs, layerPlaces, underNames, type Place } from './openClipNames';
import type { TensorFile } from './safetensors';

/** Widths of the image encoder's heads that are not 64: ViT-H, ViT-g and ViT-bigG. */
const HEAD_WIDTHS: Readonly<Record<number, number>> = { 1280: 80, 1408: 88, 1664: 104 };
const HEAD_WIDTH = 64;

const ENDS: Readonly<Record<string, string>> = {
  'token_embedding.weight': 'text_model.embeddings.token_embedding.weight',
  positional_embedding: 'text_model.embeddings.position_embedding.weight',
  'ln_final.weight': 'text_model.final_layer_norm.weight',
  'ln_final.bias': 'text_model.final_layer_norm.bias',
  'visual.class_embedding': 'vision_model.embeddings.class_embedding',
  'visual.positional_embedding': 'vision_model.embeddings.position_embedding.weight',
  'visual.conv1.weight': 'vision_model.embeddings.patch_embedding.weight',
  'visual.ln_pre.weight': 'vision_model.pre_layrnorm.weight',
  'visual.ln_pre.bias': 'vision_model.pre_layrnorm.bias',
  'visual.ln_post.weight': 'vision_model.post_layernorm.weight',
  'visual.ln_post.bias': 'vision_model.post_layernorm.bias',
};
const PROJECTIONS: Readonly<Record<string, string>> = {
  text_projection: 'text_projection.weight',
  'visual.proj': 'visual_projection.weight',
};
const LAYER = /^(visual\.)?transformer\.resblocks\.(\d+)\.(.+)$/;

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const configSchema = v.object({
  model_cfg: v.object({
    quick_gelu: v.optional(v.boolean(), false),
    vision_cfg: v.optional(v.object({ head_width: v.optional(positive) }), {}),
    text_cfg: v.optional(v.object({ heads: v.optional(positive) }), {}),
  }),
});

/** Whether these are the tensors of a whole open_clip model. */
export const isOpenClip = ({ tensors }: Pick<TensorFile, 'tensors'>): boolean =>
  ['visual.conv1.weight', 'visual.proj', 'text_projection'].every((name) => tensors.has(name));

function placesOf(name: string): [string, Place][] {
  const end = ENDS[name];
  if (end) return [[end, asItIs(name)]];
  const projection = PROJECTIONS[name];
  if (projection) return [[projection, { name, third: null, transposed: true }]];
  const layer = LAYER.exec(name);
  if (!layer) return [];
  const model = layer[1] === undefined ? 'text_model' : 'vision_model';
  return layerPlaces(name, layer[3]!, `${model}.encoder.layers.${layer[2]}.`);
}

/** The file under CLIPModel's names. */
export const openClipAsTransformers = (file: TensorFile): TensorFile =>
  underNames(file, new Map([...file.tensors.keys()].flatMap(placesOf)));

/**
 * config.json of the CLIPModel that the file is. `stated`: its open_clip_config.json, null where
 * there is none. Errors: Unsupported where that is none.
 */
export function openClipConfig({ tensors }: TensorFile, stated: unknown): object {
  const said = stated === null ? null : parse(configSchema, stated, 'openClip').model_cfg;
  const shape = (name: string): readonly number[] => tensors.get(name)?.shape ?? [];
  const layers = (prefix: string | undefined): number =>
    [...tensors.keys()].filter(
      (name) => LAYER.exec(name)?.[1] === prefix && name.endsWith('.ln_1.weight'),
    ).length;
  const hidden_act = said?.quick_gelu ? 'quick_gelu' : 'gelu';
  const [vocab_size, textWidth = 0] = shape('token_embedding.weight');
  const [visionWidth = 0, , patch_size = 1] = shape('visual.conv1.weight');
  const [places = 1] = shape('visual.positional_embedding');
  const headWidth = said?.vision_cfg.head_width ?? HEAD_WIDTHS[visionWidth] ?? HEAD_WIDTH;
  return {
    model_type: 'clip',
    projection_dim: shape('text_projection')[1],
    text_config: {
      hidden_size: textWidth,
      intermediate_size: shape('transformer.resblocks.0.mlp.c_fc.weight')[0],
      num_hidden_layers: layers(undefined),
      num_attention_heads: said?.text_cfg.heads ?? Math.round(textWidth / HEAD_WIDTH),
      max_position_embeddings: shape('positional_embedding')[0],
      vocab_size,
      hidden_act,
      // The end token, the largest id: transformers' rule for 2.
      eos_token_id: 2,
    },
    vision_config: {
      hidden_size: visionWidth,
      intermediate_size: shape('visual.transformer.resblocks.0.mlp.c_fc.weight')[0],
      num_hidden_layers: layers('visual.'),
      num_attention_heads: Math.round(visionWidth / headWidth),
      image_size: Math.round(Math.sqrt(places - 1)) * patch_size,
      patch_size,
      hidden_act,
    },
  };
}

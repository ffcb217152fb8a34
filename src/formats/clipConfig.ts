// config.json of a CLIPModel and preprocessor_config.json of its CLIPImageProcessor as typed
// records, with the defaults of transformers 4.45 for absent keys. What the studio has no code for
// is refused by name and value.

import * as v from 'valibot';
import { StudioError } from '../errors';
import { formatErrors } from '../strings/errors/formats';
import { parse, parseClipTextConfig, type ClipTextConfig } from './modelConfig';

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));

const visionSchema = v.object({
  hidden_size: v.optional(positive, 768),
  intermediate_size: v.optional(positive, 3072),
  num_hidden_layers: v.optional(positive, 12),
  num_attention_heads: v.optional(positive, 12),
  num_channels: v.optional(v.literal(3), 3),
  image_size: v.optional(positive, 224),
  patch_size: v.optional(positive, 32),
  hidden_act: v.optional(v.picklist(['quick_gelu', 'gelu']), 'quick_gelu'),
  layer_norm_eps: v.optional(v.pipe(v.number(), v.finite()), 1e-5),
});
export type ClipVisionConfig = v.InferOutput<typeof visionSchema>;

/** Checked on their own, each by its schema. */
const part = v.optional(v.unknown(), null);
const clipSchema = v.object({
  model_type: v.optional(v.literal('clip'), 'clip'),
  projection_dim: v.optional(positive, 512),
  text_config: part,
  vision_config: part,
  // Where these older keys are there, transformers lets them win over the two above.
  text_config_dict: part,
  vision_config_dict: part,
});

export interface ClipConfig {
  readonly projection_dim: number;
  /** Its projection_dim is that of the whole model. */
  readonly text: ClipTextConfig;
  readonly vision: ClipVisionConfig;
}

const pair = v.object({ height: positive, width: positive });
const three = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.length(3));
const processorSchema = v.object({
  do_resize: v.optional(v.boolean(), true),
  size: v.optional(v.union([positive, v.object({ shortest_edge: positive })]), 224),
  /** PIL's number of its bicubic filter. */
  resample: v.optional(v.literal(3), 3),
  do_center_crop: v.optional(v.boolean(), true),
  crop_size: v.optional(v.union([positive, pair]), 224),
  do_rescale: v.optional(v.boolean(), true),
  rescale_factor: v.optional(v.pipe(v.number(), v.finite()), 1 / 255),
  do_normalize: v.optional(v.boolean(), true),
  image_mean: v.optional(three, [0.48145466, 0.4578275, 0.40821073]),
  image_std: v.optional(
    v.pipe(
      three,
      v.check((values) => values.every((value) => value !== 0), 'no 0'),
    ),
    [0.26862954, 0.26130258, 0.27577711],
  ),
});

export interface ClipImageProcessorConfig {
  /** Length the shortest edge is resized to; null leaves images as they are. */
  readonly shortestEdge: number | null;
  /** Centre crop [height, width]; null = none. */
  readonly crop: readonly [number, number] | null;
  /** value = (byte·rescale − mean)/std, a channel each. */
  readonly rescale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

const said = () => formatErrors.config;

/** config.json of a CLIPModel. Errors: Unsupported naming the key and value. */
export function parseClipConfig(json: unknown): ClipConfig {
  const whole = parse(clipSchema, json, 'clip', said().useClip);
  const vision = parse(
    visionSchema,
    whole.vision_config_dict ?? whole.vision_config ?? {},
    'clipVision',
    said().useClip,
  );
  const text = {
    ...parseClipTextConfig(whole.text_config_dict ?? whole.text_config ?? {}),
    projection_dim: whole.projection_dim,
  };
  if (vision.image_size % vision.patch_size !== 0)
    throw new StudioError(
      'Unsupported',
      ...said().noWholePatches(vision.image_size, vision.patch_size),
    );
  const parts = { text, vision };
  for (const part of ['text', 'vision'] as const) {
    const { hidden_size, num_attention_heads } = parts[part];
    if (hidden_size % num_attention_heads !== 0)
      throw new StudioError(
        'Unsupported',
        ...said().noWholeHeads(part, hidden_size, num_attention_heads),
      );
  }
  return { projection_dim: whole.projection_dim, text, vision };
}

/**
 * preprocessor_config.json of a CLIPImageProcessor (or the older CLIPFeatureExtractor). Errors:
 * Unsupported naming the key and value.
 */
export function parseClipImageProcessorConfig(json: unknown): ClipImageProcessorConfig {
  const config = parse(processorSchema, json, 'clipProcessor', said().useClip);
  const { size, crop_size: crop } = config;
  return {
    shortestEdge: !config.do_resize ? null : typeof size === 'number' ? size : size.shortest_edge,
    crop: !config.do_center_crop
      ? null
      : typeof crop === 'number'
        ? [crop, crop]
        : [crop.height, crop.width],
    rescale: config.do_rescale ? config.rescale_factor : 1,
    mean: config.do_normalize ? config.image_mean : [0, 0, 0],
    std: config.do_normalize ? config.image_std : [1, 1, 1],
  };
}

// config.json files of diffusers and transformers as typed records in their own snake_case names,
// with the reference libraries' defaults (diffusers 0.27, transformers 4.45) for absent keys. What
// the studio has no code for is refused by name and value, so that a model never runs with half of
// its options silently ignored.

import * as v from 'valibot';
import { StudioError } from '../errors';
import { formatErrors } from '../strings/errors/formats';
import { wanted } from '../strings/issueSays';
import { show } from '../strings/show';

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const widths = v.pipe(v.array(positive), v.minLength(1));
const orNull = <T extends v.GenericSchema>(schema: T) =>
  v.optional(v.nullable(schema), null as never);

const unetSchema = v.object({
  sample_size: v.optional(v.nullable(v.union([positive, v.array(positive)])), null),
  in_channels: v.optional(positive, 4),
  out_channels: v.optional(positive, 4),
  center_input_sample: v.optional(v.literal(false), false),
  flip_sin_to_cos: v.optional(v.boolean(), true),
  freq_shift: v.optional(v.number(), 0),
  down_block_types: v.optional(v.array(v.picklist(['CrossAttnDownBlock2D', 'DownBlock2D'])), [
    'CrossAttnDownBlock2D',
    'CrossAttnDownBlock2D',
    'CrossAttnDownBlock2D',
    'DownBlock2D',
  ]),
  /** null: no middle block at all, as in the small distilled models (BK-SDM, tiny-sd). */
  mid_block_type: v.optional(
    v.nullable(v.literal('UNetMidBlock2DCrossAttn')),
    'UNetMidBlock2DCrossAttn',
  ),
  up_block_types: v.optional(v.array(v.picklist(['CrossAttnUpBlock2D', 'UpBlock2D'])), [
    'UpBlock2D',
    'CrossAttnUpBlock2D',
    'CrossAttnUpBlock2D',
    'CrossAttnUpBlock2D',
  ]),
  only_cross_attention: orNull(v.literal(false)),
  block_out_channels: v.optional(widths, [320, 640, 1280, 1280]),
  layers_per_block: v.optional(v.union([positive, v.array(positive)]), 2),
  downsample_padding: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 1),
  mid_block_scale_factor: v.optional(v.literal(1), 1),
  act_fn: v.optional(v.literal('silu'), 'silu'),
  norm_num_groups: v.optional(positive, 32),
  norm_eps: v.optional(v.number(), 1e-5),
  cross_attention_dim: v.optional(positive, 1280),
  transformer_layers_per_block: v.optional(v.union([positive, v.array(positive)]), 1),
  /**
   * The number of heads in Stable Diffusion 1.x configs, whatever its name says (diffusers keeps
   * this for old files).
   */
  attention_head_dim: v.optional(v.union([positive, v.array(positive)]), 8),
  num_attention_heads: orNull(v.union([positive, v.array(positive)])),
  use_linear_projection: v.optional(v.boolean(), false),
  upcast_attention: v.optional(v.boolean(), false),
  conv_in_kernel: v.optional(positive, 3),
  conv_out_kernel: v.optional(positive, 3),
  resnet_time_scale_shift: v.optional(v.literal('default'), 'default'),
  resnet_skip_time_act: v.optional(v.literal(false), false),
  resnet_out_scale_factor: v.optional(v.literal(1), 1),
  time_embedding_type: v.optional(v.literal('positional'), 'positional'),
  time_embedding_dim: orNull(positive),
  time_embedding_act_fn: v.optional(v.null(), null),
  timestep_post_act: v.optional(v.null(), null),
  time_cond_proj_dim: v.optional(v.null(), null),
  dual_cross_attention: v.optional(v.literal(false), false),
  class_embed_type: v.optional(v.null(), null),
  num_class_embeds: v.optional(v.null(), null),
  class_embeddings_concat: v.optional(v.literal(false), false),
  addition_embed_type: v.optional(v.null(), null),
  encoder_hid_dim: v.optional(v.null(), null),
  encoder_hid_dim_type: v.optional(v.null(), null),
  reverse_transformer_layers_per_block: v.optional(v.null(), null),
  attention_type: v.optional(v.literal('default'), 'default'),
  cross_attention_norm: v.optional(v.null(), null),
  mid_block_only_cross_attention: orNull(v.literal(false)),
});

const vaeSchema = v.object({
  in_channels: v.optional(positive, 3),
  out_channels: v.optional(positive, 3),
  down_block_types: v.optional(v.array(v.literal('DownEncoderBlock2D')), ['DownEncoderBlock2D']),
  up_block_types: v.optional(v.array(v.literal('UpDecoderBlock2D')), ['UpDecoderBlock2D']),
  block_out_channels: v.optional(widths, [64]),
  layers_per_block: v.optional(positive, 1),
  act_fn: v.optional(v.literal('silu'), 'silu'),
  latent_channels: v.optional(positive, 4),
  norm_num_groups: v.optional(positive, 32),
  sample_size: v.optional(positive, 32),
  scaling_factor: v.optional(v.pipe(v.number(), v.finite()), 0.18215),
  latents_mean: v.optional(v.null(), null),
  latents_std: v.optional(v.null(), null),
  mid_block_add_attention: v.optional(v.boolean(), true),
});

const tinySchema = v.object({
  out_channels: v.optional(v.literal(3), 3),
  decoder_block_out_channels: v.optional(widths, [64, 64, 64, 64]),
  act_fn: v.optional(v.literal('relu'), 'relu'),
  upsample_fn: v.optional(v.literal('nearest'), 'nearest'),
  latent_channels: v.optional(positive, 4),
  upsampling_scaling_factor: v.optional(v.literal(2), 2),
  num_decoder_blocks: v.optional(widths, [3, 3, 3, 1]),
  scaling_factor: v.optional(v.literal(1), 1),
  shift_factor: v.optional(v.literal(0), 0),
});

const vqSchema = v.object({
  in_channels: v.optional(positive, 3),
  out_channels: v.optional(positive, 3),
  down_block_types: v.optional(v.array(v.literal('DownEncoderBlock2D')), ['DownEncoderBlock2D']),
  up_block_types: v.optional(v.array(v.literal('UpDecoderBlock2D')), ['UpDecoderBlock2D']),
  block_out_channels: v.optional(widths, [64]),
  layers_per_block: v.optional(positive, 1),
  act_fn: v.optional(v.literal('silu'), 'silu'),
  latent_channels: v.optional(positive, 3),
  sample_size: v.optional(positive, 32),
  num_vq_embeddings: v.optional(positive, 256),
  norm_num_groups: v.optional(positive, 32),
  vq_embed_dim: orNull(positive),
  norm_type: v.optional(v.literal('group'), 'group'),
  mid_block_add_attention: v.optional(v.boolean(), true),
});

const uvitSchema = v.object({
  hidden_size: v.optional(positive, 1024),
  use_bias: v.optional(v.boolean(), false),
  cond_embed_dim: v.optional(positive, 768),
  micro_cond_encode_dim: v.optional(positive, 256),
  micro_cond_embed_dim: v.optional(positive, 1280),
  encoder_hidden_size: v.optional(positive, 768),
  vocab_size: v.optional(positive, 8256),
  codebook_size: v.optional(positive, 8192),
  in_channels: v.optional(positive, 768),
  block_out_channels: v.optional(positive, 768),
  num_res_blocks: v.optional(positive, 3),
  downsample: v.optional(v.boolean(), false),
  upsample: v.optional(v.boolean(), false),
  block_num_heads: v.optional(positive, 12),
  num_hidden_layers: v.optional(positive, 22),
  num_attention_heads: v.optional(positive, 16),
  intermediate_size: v.optional(positive, 2816),
  layer_norm_eps: v.optional(v.pipe(v.number(), v.minValue(0)), 1e-6),
  ln_elementwise_affine: v.optional(v.boolean(), true),
  sample_size: v.optional(positive, 64),
});

const amusedSchedulerSchema = v.object({
  mask_token_id: v.pipe(v.number(), v.integer(), v.minValue(0)),
  masking_schedule: v.optional(v.picklist(['cosine', 'linear']), 'cosine'),
});

const clipTextSchema = v.object({
  vocab_size: v.optional(positive, 49408),
  hidden_size: v.optional(positive, 512),
  intermediate_size: v.optional(positive, 2048),
  projection_dim: v.optional(positive, 512),
  num_hidden_layers: v.optional(positive, 12),
  num_attention_heads: v.optional(positive, 8),
  max_position_embeddings: v.optional(positive, 77),
  hidden_act: v.optional(v.picklist(['quick_gelu', 'gelu']), 'quick_gelu'),
  layer_norm_eps: v.optional(v.number(), 1e-5),
  bos_token_id: v.optional(v.number(), 49406),
  eos_token_id: v.optional(v.number(), 49407),
  pad_token_id: v.optional(v.number(), 1),
});

export type UNet2DConditionConfig = Omit<v.InferOutput<typeof unetSchema>, 'sample_size'> & {
  readonly sample_size: number | null;
};
export type AutoencoderKLConfig = v.InferOutput<typeof vaeSchema>;
export type AutoencoderTinyConfig = v.InferOutput<typeof tinySchema>;
export type VQModelConfig = Omit<v.InferOutput<typeof vqSchema>, 'vq_embed_dim'> & {
  readonly vq_embed_dim: number;
};
export type UVit2DConfig = v.InferOutput<typeof uvitSchema>;
export type AmusedSchedulerConfig = v.InferOutput<typeof amusedSchedulerSchema>;
export type ClipTextConfig = v.InferOutput<typeof clipTextSchema>;

/** A config, as formatErrors calls it. */
export type ConfigName = keyof (typeof formatErrors)['config']['names'];

const said = () => formatErrors.config;

/** `json` by a schema. Errors: Unsupported naming the key and value of the `what` config. */
export function parse<S extends v.GenericSchema>(
  schema: S,
  json: unknown,
  what: ConfigName,
  remedy = said().useStableDiffusion,
): v.InferOutput<S> {
  // An array is an object to the schema, with every key absent.
  const result = v.safeParse(schema, Array.isArray(json) ? null : json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const key = v.getDotPath(issue);
  const name = said().names[what];
  const value = show(JSON.stringify(issue.input) ?? '');
  throw new StudioError(
    'Unsupported',
    key === null ? said().notObject(name) : said().noCodeFor(name, show(key), value, wanted(issue)),
    remedy,
  );
}

function unevenBlocks(
  what: ConfigName,
  config: Pick<
    v.InferOutput<typeof unetSchema> | v.InferOutput<typeof vqSchema>,
    'down_block_types' | 'up_block_types' | 'block_out_channels'
  >,
): StudioError {
  return new StudioError(
    'Unsupported',
    ...said().unevenBlocks(
      said().names[what],
      config.down_block_types.length,
      config.up_block_types.length,
      config.block_out_channels.length,
    ),
  );
}

/** UNet2DConditionModel's config.json. Errors: Unsupported naming the key and value. */
export function parseUNet2DConditionConfig(json: unknown): UNet2DConditionConfig {
  const config = parse(unetSchema, json, 'unet');
  const size = config.sample_size;
  const square = Array.isArray(size) ? (size[0] === size[1] ? size[0]! : null) : size;
  if (
    config.down_block_types.length !== config.block_out_channels.length ||
    config.up_block_types.length !== config.block_out_channels.length
  ) {
    throw unevenBlocks('unet', config);
  }
  if (config.in_channels !== config.out_channels) {
    const { in_channels: taken, out_channels: given } = config;
    throw new StudioError(
      'Unsupported',
      ...(taken === given * 2 + 1
        ? said().inpainting(taken, given)
        : said().seesAnotherImage(taken, given)),
    );
  }
  return { ...config, sample_size: square };
}

/** AutoencoderKL's config.json. Errors as above. */
export function parseAutoencoderKLConfig(json: unknown): AutoencoderKLConfig {
  return parse(vaeSchema, json, 'autoencoder');
}

/**
 * The decoder's part of AutoencoderTiny's config.json. Errors: Unsupported naming the key and
 * value, or that blocks and widths are not equally many or equally wide.
 */
export function parseAutoencoderTinyConfig(json: unknown): AutoencoderTinyConfig {
  const config = parse(tinySchema, json, 'tinyAutoencoder');
  const { decoder_block_out_channels: levels, num_decoder_blocks: blocks } = config;
  if (levels.length !== blocks.length || levels.some((width) => width !== levels[0]))
    throw new StudioError(
      'Unsupported',
      ...said().unevenTiny(JSON.stringify(levels), JSON.stringify(blocks)),
    );
  return config;
}

/**
 * CLIPTextModel's (or …WithProjection's) config.json, or the text_config of a CLIPModel. Errors as
 * above.
 */
export function parseClipTextConfig(json: unknown): ClipTextConfig {
  return parse(clipTextSchema, json, 'textEncoder');
}

/**
 * VQModel's config.json; vq_embed_dim is latent_channels where the file has none. Errors as above.
 */
export function parseVQModelConfig(json: unknown): VQModelConfig {
  const config = parse(vqSchema, json, 'vqAutoencoder');
  const blocks = config.block_out_channels.length;
  if (config.down_block_types.length !== blocks || config.up_block_types.length !== blocks) {
    throw unevenBlocks('vqAutoencoder', config);
  }
  return { ...config, vq_embed_dim: config.vq_embed_dim ?? config.latent_channels };
}

/**
 * UVit2DModel's config.json. Errors: Unsupported naming the keys whose values do not fit together.
 */
export function parseUVit2DConfig(json: unknown): UVit2DConfig {
  const config = parse(uvitSchema, json, 'transformer');
  const dividing = [
    ['hidden_size', 'num_attention_heads'],
    ['block_out_channels', 'block_num_heads'],
    ['micro_cond_embed_dim', 'micro_cond_encode_dim'],
  ] as const;
  for (const [whole, part] of dividing) {
    if (config[whole] % config[part] !== 0)
      throw new StudioError(
        'Unsupported',
        ...said().doesNotDivide(whole, config[whole], part, config[part]),
      );
  }
  if (config.vocab_size <= config.codebook_size) {
    throw new StudioError(
      'Unsupported',
      ...said().noMaskToken(config.vocab_size, config.codebook_size),
    );
  }
  return config;
}

/** scheduler_config.json of AmusedScheduler. Errors as above. */
export function parseAmusedSchedulerConfig(json: unknown): AmusedSchedulerConfig {
  return parse(amusedSchedulerSchema, json, 'maskgitScheduler');
}

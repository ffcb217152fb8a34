// Tensor names of single-file checkpoints as CompVis' Latent Diffusion wrote them and A1111,
// ComfyUI and kohya's scripts still do, by diffusers' names; the reverse of diffusers'
// scripts/convert_original_stable_diffusion_to_diffusers.py. Names follow from the UNet's config
// alone. EMA twins (model_ema.*) and schedules (betas …) are never named.

import type { AutoencoderKLConfig, UNet2DConditionConfig } from './modelConfig';

const RESNET: readonly (readonly [string, string])[] = [
  ['norm1', 'in_layers.0'],
  ['conv1', 'in_layers.2'],
  ['time_emb_proj', 'emb_layers.1'],
  ['norm2', 'out_layers.0'],
  ['conv2', 'out_layers.3'],
  ['conv_shortcut', 'skip_connection'],
];
const ENDS: readonly (readonly [string, string])[] = [
  ['conv_in', 'input_blocks.0.0'],
  ['time_embedding.linear_1', 'time_embed.0'],
  ['time_embedding.linear_2', 'time_embed.2'],
  ['time_embedding.cond_proj', 'time_embed.cond_proj'],
  ['conv_norm_out', 'out.0'],
  ['conv_out', 'out.2'],
];

const swap = (name: string, pairs: readonly (readonly [string, string])[]): string => {
  const found = pairs.find(([from]) => name === from || name.startsWith(`${from}.`));
  return found ? found[1] + name.slice(found[0].length) : name;
};

const BLOCK =
  /^(down|up)_blocks\.(\d+)\.(resnets|attentions|downsamplers|upsamplers)\.(\d+)\.(.*)$/;
const MID = /^mid_block\.(resnets|attentions)\.(\d+)\.(.*)$/;

/** `model.diffusion_model.` name of a UNet2DConditionModel's tensor. */
export function ldmUnetName(name: string, config: UNet2DConditionConfig): string {
  const prefix = 'model.diffusion_model.';
  const blocks = config.block_out_channels.length;
  const layers = (block: number): number =>
    typeof config.layers_per_block === 'number'
      ? config.layers_per_block
      : config.layers_per_block[block]!;
  const mid = MID.exec(name);
  if (mid) {
    const [, part, index, rest] = mid as unknown as [string, string, string, string];
    return part === 'resnets'
      ? `${prefix}middle_block.${2 * Number(index)}.${swap(rest, RESNET)}`
      : `${prefix}middle_block.1.${rest}`;
  }
  const found = BLOCK.exec(name);
  if (!found) return prefix + swap(name, ENDS);
  const [, way, blockText, part, indexText, rest] = found as unknown as string[];
  const [block, index] = [Number(blockText), Number(indexText)];
  const inner = part === 'resnets' ? swap(rest!, RESNET) : rest!;
  if (way === 'down') {
    let at = 1 + index;
    for (let before = 0; before < block; before++) at += layers(before) + 1;
    if (part === 'downsamplers')
      return `${prefix}input_blocks.${at + layers(block)}.0.op${rest!.slice(4)}`;
    return `${prefix}input_blocks.${at}.${part === 'resnets' ? 0 : 1}.${inner}`;
  }
  let at = index;
  for (let before = 0; before < block; before++) at += layers(blocks - 1 - before) + 1;
  if (part === 'upsamplers') {
    const slot = config.up_block_types[block]!.startsWith('CrossAttn') ? 2 : 1;
    return `${prefix}output_blocks.${at + layers(blocks - 1 - block)}.${slot}.${rest}`;
  }
  return `${prefix}output_blocks.${at}.${part === 'resnets' ? 0 : 1}.${inner}`;
}

const VAE_ATTENTION: readonly (readonly [string, string])[] = [
  ['group_norm', 'norm'],
  ['to_q', 'q'],
  ['to_k', 'k'],
  ['to_v', 'v'],
  ['to_out.0', 'proj_out'],
];

/** `first_stage_model.` name of an AutoencoderKL's tensor. */
export function ldmVaeName(name: string, config: AutoencoderKLConfig): string {
  const last = config.block_out_channels.length - 1;
  const renamed = name
    .replace(/\.conv_shortcut\./, '.nin_shortcut.')
    .replace(/\.conv_norm_out\./, '.norm_out.')
    .replace(/^(encoder)\.down_blocks\.(\d+)\.resnets\.(\d+)\./, '$1.down.$2.block.$3.')
    .replace(/^(encoder)\.down_blocks\.(\d+)\.downsamplers\.0\./, '$1.down.$2.downsample.')
    .replace(
      /^(decoder)\.up_blocks\.(\d+)\.resnets\.(\d+)\./,
      (_, side: string, block: string, index: string) =>
        `${side}.up.${last - Number(block)}.block.${index}.`,
    )
    .replace(
      /^(decoder)\.up_blocks\.(\d+)\.upsamplers\.0\./,
      (_, side: string, block: string) => `${side}.up.${last - Number(block)}.upsample.`,
    )
    .replace(
      /\.mid_block\.resnets\.(\d+)\./,
      (_, index: string) => `.mid.block_${Number(index) + 1}.`,
    )
    .replace(
      /\.mid_block\.attentions\.0\.(.*)$/,
      (_, rest: string) => `.mid.attn_1.${swap(rest, VAE_ATTENTION)}`,
    );
  return `first_stage_model.${renamed}`;
}

/** `cond_stage_model.transformer.` name of a CLIPTextModel's tensor (Stable Diffusion 1.x). */
export function ldmTextName(name: string): string {
  return `cond_stage_model.transformer.${name}`;
}

/** The tensors by which a single-file checkpoint is known, one of each component. */
export const LDM_MARKS = {
  unet: 'model.diffusion_model.input_blocks.0.0.weight',
  vae: 'first_stage_model.decoder.conv_in.weight',
  text_encoder: 'cond_stage_model.transformer.text_model.embeddings.token_embedding.weight',
} as const;
/** Stable Diffusion 2.x and XL: OpenCLIP's names, and a second text encoder. */
export const OPEN_CLIP_MARK = 'cond_stage_model.model.token_embedding.weight';
export const SDXL_MARK = 'conditioner.embedders.1.model.token_embedding.weight';

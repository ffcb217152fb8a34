// CompVis' names of Stable Diffusion 1.5's tensors, one of each kind, as they stand in
// v1-5-pruned-emaonly.safetensors (diffusers' convert_original_stable_diffusion_to_diffusers.py).

import { expect, it } from 'vitest';
import { ldmTextName, ldmUnetName, ldmVaeName } from './ldmNames';
import { parseAutoencoderKLConfig, parseUNet2DConditionConfig } from './modelConfig';

const unet = parseUNet2DConditionConfig({ cross_attention_dim: 768 });
const vae = parseAutoencoderKLConfig({
  block_out_channels: [128, 256, 512, 512],
  down_block_types: Array.from({ length: 4 }, () => 'DownEncoderBlock2D'),
  up_block_types: Array.from({ length: 4 }, () => 'UpDecoderBlock2D'),
  layers_per_block: 2,
});

it.each([
  ['conv_in.weight', 'input_blocks.0.0.weight'],
  ['time_embedding.linear_2.bias', 'time_embed.2.bias'],
  ['down_blocks.0.resnets.1.conv1.weight', 'input_blocks.2.0.in_layers.2.weight'],
  ['down_blocks.0.downsamplers.0.conv.weight', 'input_blocks.3.0.op.weight'],
  [
    'down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.weight',
    'input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight',
  ],
  ['down_blocks.3.resnets.1.time_emb_proj.bias', 'input_blocks.11.0.emb_layers.1.bias'],
  ['mid_block.resnets.1.norm2.weight', 'middle_block.2.out_layers.0.weight'],
  ['mid_block.attentions.0.proj_in.weight', 'middle_block.1.proj_in.weight'],
  ['up_blocks.0.upsamplers.0.conv.weight', 'output_blocks.2.1.conv.weight'],
  ['up_blocks.1.upsamplers.0.conv.weight', 'output_blocks.5.2.conv.weight'],
  ['up_blocks.3.resnets.2.conv_shortcut.weight', 'output_blocks.11.0.skip_connection.weight'],
  ['conv_norm_out.weight', 'out.0.weight'],
  ['conv_out.bias', 'out.2.bias'],
])('UNet %s', (name, ldm) => {
  expect(ldmUnetName(name, unet)).toBe(`model.diffusion_model.${ldm}`);
});

it.each([
  [
    'encoder.down_blocks.1.resnets.0.conv_shortcut.weight',
    'encoder.down.1.block.0.nin_shortcut.weight',
  ],
  ['encoder.down_blocks.2.downsamplers.0.conv.bias', 'encoder.down.2.downsample.conv.bias'],
  ['decoder.up_blocks.0.resnets.2.norm1.weight', 'decoder.up.3.block.2.norm1.weight'],
  ['decoder.up_blocks.2.upsamplers.0.conv.weight', 'decoder.up.1.upsample.conv.weight'],
  ['decoder.mid_block.resnets.1.conv2.bias', 'decoder.mid.block_2.conv2.bias'],
  ['encoder.mid_block.attentions.0.to_out.0.weight', 'encoder.mid.attn_1.proj_out.weight'],
  ['encoder.mid_block.attentions.0.group_norm.bias', 'encoder.mid.attn_1.norm.bias'],
  ['decoder.conv_norm_out.weight', 'decoder.norm_out.weight'],
  ['quant_conv.weight', 'quant_conv.weight'],
])('autoencoder %s', (name, ldm) => {
  expect(ldmVaeName(name, vae)).toBe(`first_stage_model.${ldm}`);
});

it('text encoder', () => {
  expect(ldmTextName('text_model.final_layer_norm.bias')).toBe(
    'cond_stage_model.transformer.text_model.final_layer_norm.bias',
  );
});

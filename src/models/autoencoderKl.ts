// AutoencoderKL of diffusers 0.27 (autoencoders/autoencoder_kl.py, vae.py) as two graphs: encoder
// and decoder, sizes from config.json. Images [N,H,W,3] in about [−1,1], latents [N,h,w,C].
// `encode` gives the moments [N,h,w,2C] = (mean, log-variance, not clamped); scaling_factor is
// applied by the caller. Downsampling pads zeros on the right and bottom only. All norms use eps
// 1e-6. The convolutional halves, `encoder` and `decoder`, are VQModel's too (vqModel.ts).

import { StudioError } from '../errors';
import { modelErrors } from '../strings/errors/models';
import type { AutoencoderKLConfig } from '../formats/modelConfig';
import { lastAxis, type Tensor } from '../graph/graph';
import type { Layers } from './layers';

/**
 * Single-head attention over all positions with its own norm and residual (diffusers `Attention` in
 * `UNetMidBlock2D`).
 */
function attention(layers: Layers, x: Tensor, module: string, groups: number): Tensor {
  const { builder } = layers;
  const [n, height, width, channels] = x.shape as [number, number, number, number];
  const normed = builder.reshape(
    layers.groupNorm(x, `${module}.group_norm`, { groups, eps: 1e-6, silu: false }),
    [n, height * width, channels],
  );
  const project = (part: string): Tensor =>
    layers.linear(normed, `${module}.${part}`, channels, { bias: true });
  const { o } = builder.attention(project('to_q'), project('to_k'), project('to_v'), {
    heads: 1,
    scale: 1 / Math.sqrt(channels),
    causal: false,
  });
  const out = layers.linear(o, `${module}.to_out.0`, channels, { bias: true });
  return layers.tap(module, builder.add(builder.reshape(out, x.shape), x));
}

/** The sizes the convolutional halves read: those of AutoencoderKL and VQModel alike. */
export type CoderConfig = Pick<
  AutoencoderKLConfig,
  | 'block_out_channels'
  | 'layers_per_block'
  | 'norm_num_groups'
  | 'mid_block_add_attention'
  | 'down_block_types'
  | 'up_block_types'
  | 'out_channels'
>;

function midBlock(layers: Layers, x: Tensor, module: string, config: CoderConfig): Tensor {
  const norm = { groups: config.norm_num_groups, eps: 1e-6 };
  const width = lastAxis(x);
  let h = layers.resnet(x, `${module}.resnets.0`, width, null, norm);
  if (config.mid_block_add_attention)
    h = attention(layers, h, `${module}.attentions.0`, norm.groups);
  return layers.tap(module, layers.resnet(h, `${module}.resnets.1`, width, null, norm));
}

function wantBlocks(types: readonly string[], known: string): void {
  const other = types.find((type) => type !== known);
  if (other) throw new StudioError('Unsupported', ...modelErrors.autoencoderBlock(other, known));
}

/** diffusers `Encoder`: images [N,H,W,in_channels] -> [N,h,w,outChannels], before quant_conv. */
export function encoder(
  layers: Layers,
  config: CoderConfig,
  images: Tensor,
  outChannels: number,
): Tensor {
  wantBlocks(config.down_block_types, 'DownEncoderBlock2D');
  const widths = config.block_out_channels;
  const norm = { groups: config.norm_num_groups, eps: 1e-6 };
  let h = layers.conv3x3(images, 'encoder.conv_in', widths[0]!);
  widths.forEach((width, block) => {
    const module = `encoder.down_blocks.${block}`;
    for (let i = 0; i < config.layers_per_block; i++)
      h = layers.resnet(h, `${module}.resnets.${i}`, width, null, norm);
    if (block < widths.length - 1) h = layers.downsample(h, `${module}.downsamplers.0`, 0);
    layers.tap(module, h);
  });
  h = midBlock(layers, h, 'encoder.mid_block', config);
  return layers.conv3x3(
    layers.groupNorm(h, 'encoder.conv_norm_out', { ...norm, silu: true }),
    'encoder.conv_out',
    outChannels,
  );
}

/** diffusers `Decoder`: what post_quant_conv gives [N,h,w,·] -> images [N,H,W,out_channels]. */
export function decoder(layers: Layers, config: CoderConfig, x: Tensor): Tensor {
  wantBlocks(config.up_block_types, 'UpDecoderBlock2D');
  const widths = [...config.block_out_channels].reverse();
  const norm = { groups: config.norm_num_groups, eps: 1e-6 };
  let h = midBlock(
    layers,
    layers.conv3x3(x, 'decoder.conv_in', widths[0]!),
    'decoder.mid_block',
    config,
  );
  widths.forEach((width, block) => {
    const module = `decoder.up_blocks.${block}`;
    for (let i = 0; i < config.layers_per_block + 1; i++)
      h = layers.resnet(h, `${module}.resnets.${i}`, width, null, norm);
    if (block < widths.length - 1)
      h = layers.upsample(h, `${module}.upsamplers.0`, [h.shape[1]! * 2, h.shape[2]! * 2]);
    layers.tap(module, h);
  });
  return layers.conv3x3(
    layers.groupNorm(h, 'decoder.conv_norm_out', { ...norm, silu: true }),
    'decoder.conv_out',
    config.out_channels,
  );
}

/**
 * images [N,H,W,in_channels] -> moments [N,h,w,2·latent_channels]. H and W must be multiples of the
 * downsampling factor.
 */
export function encode(layers: Layers, config: AutoencoderKLConfig, images: Tensor): Tensor {
  const channels = 2 * config.latent_channels;
  return layers.linear(encoder(layers, config, images, channels), 'quant_conv', channels, {
    bias: true,
    conv1x1: true,
  });
}

/**
 * latents [N,h,w,latent_channels] (already divided by scaling_factor) -> images
 * [N,H,W,out_channels].
 */
export function decode(layers: Layers, config: AutoencoderKLConfig, latents: Tensor): Tensor {
  return decoder(
    layers,
    config,
    layers.linear(latents, 'post_quant_conv', config.latent_channels, {
      bias: true,
      conv1x1: true,
    }),
  );
}

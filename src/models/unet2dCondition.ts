// UNet2DConditionModel of diffusers 0.27 (unets/unet_2d_condition.py, unet_2d_blocks.py,
// transformer_2d.py, attention.py) as a graph: the Stable Diffusion 1.x/2.x block types, sizes from
// config.json. Sample [N,H,W,C] channels-last, context [N,L,D], time projection [N,C0] made on the
// host (timestepEmbedding.ts). Odd sizes are upsampled to the skip's size, as diffusers does. Base
// layers only compute; where adapters are bound, `Layers.linear` adds them. Other block types are
// refused.

import { StudioError } from '../errors';
import { modelErrors } from '../strings/errors/models';
import type { UNet2DConditionConfig } from '../formats/modelConfig';
import { GraphBuilder, lastAxis, type Tensor } from '../graph/graph';
import { Layers } from './layers';
import type { LinearModule } from './lora';

export interface UNetInputs {
  /** Noisy latents [N,H,W,in_channels]. */
  readonly sample: Tensor;
  /** Sinusoidal embedding of the timesteps [N, block_out_channels[0]]. */
  readonly timeProjection: Tensor;
  /** Text embeddings [N,L,cross_attention_dim]. */
  readonly context: Tensor;
}

/** Value for block i where the config gives one for all or one each. */
function perBlock(value: number | readonly number[], index: number): number {
  const found = typeof value === 'number' ? value : value[index];
  if (found === undefined)
    throw new StudioError('BadModel', ...modelErrors.tooFewValues(`${value}`, index));
  return found;
}

class UNet {
  private readonly widths: readonly number[];
  private readonly norm: { groups: number; eps: number };
  /** SiLU of the time embedding, shared by all residual blocks. */
  private embedding!: Tensor;

  constructor(
    private readonly layers: Layers,
    private readonly config: UNet2DConditionConfig,
    private readonly inputs: UNetInputs,
  ) {
    this.widths = config.block_out_channels;
    this.norm = { groups: config.norm_num_groups, eps: config.norm_eps };
  }

  /**
   * In diffusers' SD 1.x configs `attention_head_dim` is the number of heads; `num_attention_heads`
   * overrides it.
   */
  private heads(block: number): number {
    return perBlock(this.config.num_attention_heads ?? this.config.attention_head_dim, block);
  }

  private depth(block: number): number {
    return perBlock(this.config.transformer_layers_per_block, block);
  }

  private resnet(x: Tensor, module: string, out: number, outputScale = 1): Tensor {
    return this.layers.builder.module(module, () =>
      this.layers.resnet(x, module, out, this.embedding, { ...this.norm, outputScale }),
    );
  }

  /**
   * `BasicTransformerBlock`: self-attention, cross-attention, GEGLU feed-forward, each after a
   * LayerNorm and added to x.
   */
  private transformerBlock(x: Tensor, module: string, heads: number): Tensor {
    const { layers } = this;
    const { builder } = layers;
    const attention = { heads, bias: false, outBias: true };
    const self = layers.layerNorm(x, `${module}.norm1`, 1e-5);
    let h = builder.add(x, layers.attention(self, self, `${module}.attn1`, attention));
    h = builder.add(
      h,
      layers.attention(
        layers.layerNorm(h, `${module}.norm2`, 1e-5),
        this.inputs.context,
        `${module}.attn2`,
        attention,
      ),
    );
    const ff = layers.feedForward(
      layers.layerNorm(h, `${module}.norm3`, 1e-5),
      `${module}.ff`,
      4 * lastAxis(x),
      { bias: true },
    );
    return layers.tap(module, builder.add(h, ff));
  }

  /**
   * `Transformer2DModel`: norm, proj_in, blocks, proj_out, residual. proj_in and proj_out are
   * linears or 1×1 convolutions.
   */
  private transformer(x: Tensor, module: string, heads: number, depth: number): Tensor {
    return this.layers.builder.module(module, () =>
      this.transformerLayers(x, module, heads, depth),
    );
  }

  private transformerLayers(x: Tensor, module: string, heads: number, depth: number): Tensor {
    const { layers } = this;
    const { builder } = layers;
    const [n, height, width, channels] = x.shape as [number, number, number, number];
    const conv1x1 = !this.config.use_linear_projection;
    const normed = layers.groupNorm(x, `${module}.norm`, {
      groups: this.config.norm_num_groups,
      eps: 1e-6,
      silu: false,
    });
    let h = layers.linear(
      builder.reshape(normed, [n, height * width, channels]),
      `${module}.proj_in`,
      channels,
      { bias: true, conv1x1 },
    );
    for (let i = 0; i < depth; i++)
      h = this.transformerBlock(h, `${module}.transformer_blocks.${i}`, heads);
    const projected = layers.linear(h, `${module}.proj_out`, channels, { bias: true, conv1x1 });
    return layers.tap(module, builder.add(builder.reshape(projected, x.shape), x));
  }

  private time(): void {
    const { layers, inputs } = this;
    const width = this.config.time_embedding_dim ?? 4 * this.widths[0]!;
    layers.tap('time_proj', inputs.timeProjection);
    const hidden = layers.builder.activation(
      layers.linear(inputs.timeProjection, 'time_embedding.linear_1', width, { bias: true }),
      'silu',
    );
    const embedding = layers.tap(
      'time_embedding',
      layers.linear(hidden, 'time_embedding.linear_2', width, { bias: true }),
    );
    this.embedding = layers.builder.activation(embedding, 'silu');
  }

  private downBlock(x: Tensor, block: number, skips: Tensor[]): Tensor {
    const { layers, config } = this;
    const type = config.down_block_types[block]!;
    const module = `down_blocks.${block}`;
    let h = x;
    for (let i = 0; i < perBlock(config.layers_per_block, block); i++) {
      h = this.resnet(
        h,
        `${module}.resnets.${i}`,
        this.widths[block]!,
        config.resnet_out_scale_factor,
      );
      if (type === 'CrossAttnDownBlock2D')
        h = this.transformer(h, `${module}.attentions.${i}`, this.heads(block), this.depth(block));
      else if (type !== 'DownBlock2D') throw unsupported(type);
      skips.push(h);
    }
    if (block < this.widths.length - 1) {
      h = layers.downsample(h, `${module}.downsamplers.0`, config.downsample_padding);
      skips.push(h);
    }
    return layers.tap(module, h);
  }

  private midBlock(x: Tensor): Tensor {
    const { layers, config } = this;
    const last = this.widths.length - 1;
    const width = this.widths[last]!;
    let h = this.resnet(x, 'mid_block.resnets.0', width, config.mid_block_scale_factor);
    h = this.transformer(h, 'mid_block.attentions.0', this.heads(last), this.depth(last));
    return layers.tap(
      'mid_block',
      this.resnet(h, 'mid_block.resnets.1', width, config.mid_block_scale_factor),
    );
  }

  private upBlock(x: Tensor, index: number, skips: Tensor[]): Tensor {
    const { layers, config } = this;
    const mirrored = this.widths.length - 1 - index;
    const type = config.up_block_types[index]!;
    const module = `up_blocks.${index}`;
    let h = x;
    for (let i = 0; i < perBlock(config.layers_per_block, mirrored) + 1; i++) {
      const resnet = `${module}.resnets.${i}`;
      h = layers.builder.module(resnet, () =>
        this.resnet(
          layers.builder.concat(h, skips.pop()!),
          resnet,
          this.widths[mirrored]!,
          config.resnet_out_scale_factor,
        ),
      );
      if (type === 'CrossAttnUpBlock2D')
        h = this.transformer(
          h,
          `${module}.attentions.${i}`,
          this.heads(mirrored),
          this.depth(mirrored),
        );
      else if (type !== 'UpBlock2D') throw unsupported(type);
    }
    const next = skips.at(-1);
    if (next) h = layers.upsample(h, `${module}.upsamplers.0`, [next.shape[1]!, next.shape[2]!]);
    return layers.tap(module, h);
  }

  /** The network's prediction [N,H,W,out_channels]. */
  build(): Tensor {
    const { layers, config, inputs } = this;
    this.time();
    const kernel = (
      size: number,
    ): { kernel: [number, number]; stride: number; pad: [number, number, number, number] } => {
      const pad = (size - 1) / 2;
      return { kernel: [size, size], stride: 1, pad: [pad, pad, pad, pad] };
    };
    let h = layers.conv(inputs.sample, 'conv_in', this.widths[0]!, kernel(config.conv_in_kernel));
    const skips = [h];
    for (let block = 0; block < this.widths.length; block++) h = this.downBlock(h, block, skips);
    if (config.mid_block_type !== null) h = this.midBlock(h);
    for (let index = 0; index < this.widths.length; index++) h = this.upBlock(h, index, skips);
    const normed = layers.groupNorm(h, 'conv_norm_out', { ...this.norm, silu: true });
    return layers.conv(normed, 'conv_out', config.out_channels, kernel(config.conv_out_kernel));
  }
}

function unsupported(type: string): StudioError {
  return new StudioError('Unsupported', ...modelErrors.unetBlock(type));
}

/** Adds the UNet to the graph of `layers`; returns the prediction [N,H,W,out_channels]. */
export function unet2dCondition(
  layers: Layers,
  config: UNet2DConditionConfig,
  inputs: UNetInputs,
): Tensor {
  if (config.act_fn !== 'silu')
    throw new StudioError('Unsupported', ...modelErrors.activation(config.act_fn));
  return new UNet(layers, config, inputs).build();
}

/** Declares the three inputs of a UNet under the names `sample`, `timeProjection`, `context`. */
export function unetInputs(
  builder: GraphBuilder,
  config: UNet2DConditionConfig,
  size: { batch: number; height: number; width: number; contextTokens: number },
): UNetInputs {
  return {
    sample: builder.input('sample', [size.batch, size.height, size.width, config.in_channels]),
    timeProjection: builder.input('timeProjection', [size.batch, config.block_out_channels[0]!]),
    context: builder.input('context', [size.batch, size.contextTokens, config.cross_attention_dim]),
  };
}

/** Every linear layer and 1×1 convolution of the UNet, in the order the network runs them. */
export function listModules(config: UNet2DConditionConfig): LinearModule[] {
  const builder = new GraphBuilder();
  const layers = new Layers(builder, { model: 'unet' });
  const size = 2 ** config.block_out_channels.length;
  unet2dCondition(
    layers,
    config,
    unetInputs(builder, config, { batch: 1, height: size, width: size, contextTokens: 1 }),
  );
  return layers.modules;
}

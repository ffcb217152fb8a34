// UVit2DModel of diffusers 0.27 (unets/uvit_2d.py with attention.py, normalization.py, down- and
// upsampling.py), the transformer of aMUSEd (Patil et al. 2024), as a graph: ids of masked image
// tokens [N,H,W] -> logits [N,H,W,codebook_size], sizes from config.json. Convolutional blocks
// (ConvNeXt V2 with cross-attention) around transformer layers; text by cross-attention, pooled
// text and micro-conditions by scale and shift. Those are inputs made on the host
// (`microConditioning`). Not the sampler: schedules/amused.ts.

import { StudioError } from '../errors';
import { modelErrors } from '../strings/errors/models';
import type { UVit2DConfig } from '../formats/modelConfig';
import { GraphBuilder, lastAxis, type Tensor } from '../graph/graph';
import { Layers } from './layers';
import type { LinearModule } from './lora';
import { timestepEmbedding } from './timestepEmbedding';

export interface UVitInputs {
  /** Image tokens [N,H,W], i32: codes, or the mask token vocab_size − 1. */
  readonly ids: Tensor;
  /**
   * Text embeddings [N,T,encoder_hidden_size] (aMUSEd: CLIP's hidden states before the last layer).
   */
  readonly encoderHiddenStates: Tensor;
  /** Rows of `microConditioning` [N, cond_embed_dim + micro_cond_embed_dim]. */
  readonly conditioning: Tensor;
}

/** The norm eps of SkipFFTransformerBlock, whatever the config says. */
const SKIP_BLOCK_EPS = 1e-6;
/** Width of a ConvNeXt block's inner layer, in channels. */
const INNER_FACTOR = 4;

class UVit {
  private readonly bias: { bias: boolean };
  private readonly scale: { scale: boolean };
  /** SiLU of the conditioning's embedding [N,hidden], what every adaptive layer reads. */
  private condition!: Tensor;
  /** Text [N,T,hidden]. */
  private context!: Tensor;

  constructor(
    private readonly layers: Layers,
    private readonly config: UVit2DConfig,
    private readonly inputs: UVitInputs,
  ) {
    this.bias = { bias: config.use_bias };
    this.scale = { scale: config.ln_elementwise_affine };
  }

  private rmsNorm(x: Tensor, module: string): Tensor {
    return this.layers.rmsNorm(x, module, this.config.layer_norm_eps, this.scale);
  }

  /** Scale and shift of x by a linear map of the conditioning. */
  private modulated(x: Tensor, module: string): Tensor {
    return this.layers.builder.scaleShiftPerSample(
      x,
      this.layers.linear(this.condition, module, 2 * lastAxis(x), this.bias),
    );
  }

  private conditions(): void {
    const { layers, config, inputs } = this;
    const text = layers.linear(
      inputs.encoderHiddenStates,
      'encoder_proj',
      config.hidden_size,
      this.bias,
    );
    this.context = this.rmsNorm(text, 'encoder_proj_layer_norm');
    const hidden = layers.builder.activation(
      layers.linear(inputs.conditioning, 'cond_embed.linear_1', config.hidden_size, this.bias),
      'silu',
    );
    const embedding = layers.tap(
      'cond_embed',
      layers.linear(hidden, 'cond_embed.linear_2', config.hidden_size, this.bias),
    );
    this.condition = layers.builder.activation(embedding, 'silu');
  }

  /** `UVit2DConvEmbed`: token embeddings, norm, 1×1 convolution. */
  private embed(): Tensor {
    const { layers, config } = this;
    const { builder } = layers;
    const [n, height, width] = this.inputs.ids.shape as [number, number, number];
    const table = layers.weight('embed.embeddings.weight', [config.vocab_size, config.in_channels]);
    const tokens = builder.embedTokens(
      table,
      null,
      builder.reshape(this.inputs.ids, [n, height * width]),
    );
    const normed = this.rmsNorm(
      builder.reshape(tokens, [n, height, width, config.in_channels]),
      'embed.layer_norm',
    );
    return layers.tap(
      'embed',
      layers.linear(normed, 'embed.conv', config.block_out_channels, {
        ...this.bias,
        conv1x1: true,
      }),
    );
  }

  /** A block whose activations may be computed again (graph/recompute.ts). */
  private part(module: string, build: (module: string) => Tensor): Tensor {
    return this.layers.builder.module(module, () => build(module));
  }

  /** `ConvNextBlock` on [N,H,W,C]. */
  private convNext(x: Tensor, module: string): Tensor {
    const { layers } = this;
    const channels = lastAxis(x);
    const normed = this.rmsNorm(
      layers.depthwise3x3(x, `${module}.depthwise`, this.bias),
      `${module}.norm`,
    );
    const inner = layers.builder.activation(
      layers.linear(normed, `${module}.channelwise_linear_1`, INNER_FACTOR * channels, this.bias),
      'gelu',
    );
    const h = layers.linear(
      layers.globalResponseNorm(inner, `${module}.channelwise_norm`),
      `${module}.channelwise_linear_2`,
      channels,
      this.bias,
    );
    return layers.tap(
      module,
      this.modulated(layers.builder.add(x, h), `${module}.cond_embeds_mapper`),
    );
  }

  /**
   * `SkipFFTransformerBlock` on [N,T,C]: two cross-attentions and no feed-forward; the text is
   * mapped to C where its width differs.
   */
  private skipTransformer(x: Tensor, module: string): Tensor {
    const { layers, config } = this;
    const { builder } = layers;
    const channels = lastAxis(x);
    const text =
      config.hidden_size === channels
        ? this.context
        : layers.linear(
            builder.activation(this.context, 'silu'),
            `${module}.kv_mapper`,
            channels,
            this.bias,
          );
    const attention = {
      heads: config.block_num_heads,
      bias: config.use_bias,
      outBias: config.use_bias,
    };
    let h = x;
    for (const part of [1, 2])
      h = builder.add(
        h,
        layers.attention(
          layers.rmsNorm(h, `${module}.norm${part}`, SKIP_BLOCK_EPS),
          text,
          `${module}.attn${part}`,
          attention,
        ),
      );
    return layers.tap(module, h);
  }

  /**
   * `UVitBlock`: (half the size), pairs of convolutional and attention blocks, (twice the size).
   */
  private block(
    x: Tensor,
    module: 'down_block' | 'up_block',
    resample: 'down' | 'up' | null,
  ): Tensor {
    const { layers, config } = this;
    let h = x;
    if (resample === 'down') {
      const normed = this.rmsNorm(h, `${module}.downsample.norm`);
      h = layers.tap(
        `${module}.downsample`,
        layers.conv(
          normed,
          `${module}.downsample.conv`,
          lastAxis(h),
          { kernel: [2, 2], stride: 2, pad: [0, 0, 1, 1] },
          this.bias,
        ),
      );
    }
    for (let i = 0; i < config.num_res_blocks; i++) {
      h = this.part(`${module}.res_blocks.${i}`, (name) => this.convNext(h, name));
      const [n, height, width, channels] = h.shape as [number, number, number, number];
      const rows = layers.builder.reshape(h, [n, height * width, channels]);
      const attended = this.part(`${module}.attention_blocks.${i}`, (name) =>
        this.skipTransformer(rows, name),
      );
      h = layers.builder.reshape(attended, [n, height, width, channels]);
    }
    if (resample === 'up') {
      const normed = this.rmsNorm(h, `${module}.upsample.norm`);
      h = layers.tap(
        `${module}.upsample`,
        layers.transposedConv(normed, `${module}.upsample.conv`, lastAxis(h), {
          kernel: 2,
          ...this.bias,
        }),
      );
    }
    return layers.tap(module, h);
  }

  /**
   * `BasicTransformerBlock` with `ada_norm_continuous`: RMS norms before the attentions, a layer
   * norm before the feed-forward.
   */
  private transformerLayer(x: Tensor, module: string): Tensor {
    const { layers, config } = this;
    const { builder } = layers;
    const attention = {
      heads: config.num_attention_heads,
      bias: config.use_bias,
      outBias: config.use_bias,
    };
    const adaptive = (normed: Tensor, norm: string): Tensor =>
      layers.tap(`${module}.${norm}`, this.modulated(normed, `${module}.${norm}.linear`));
    const self = adaptive(this.rmsNorm(x, `${module}.norm1.norm`), 'norm1');
    let h = builder.add(x, layers.attention(self, self, `${module}.attn1`, attention));
    h = builder.add(
      h,
      layers.attention(
        adaptive(this.rmsNorm(h, `${module}.norm2.norm`), 'norm2'),
        this.context,
        `${module}.attn2`,
        attention,
      ),
    );
    const affine = config.ln_elementwise_affine;
    const normed = layers.layerNorm(h, `${module}.norm3.norm`, config.layer_norm_eps, {
      scale: affine,
      shift: affine && config.use_bias,
    });
    return layers.tap(
      module,
      builder.add(
        h,
        layers.feedForward(
          adaptive(normed, 'norm3'),
          `${module}.ff`,
          config.intermediate_size,
          this.bias,
        ),
      ),
    );
  }

  /** Logits over the codebook. */
  build(): Tensor {
    const { layers, config } = this;
    const { builder } = layers;
    this.conditions();
    let h = this.block(this.embed(), 'down_block', config.downsample ? 'down' : null);
    const inner = h.shape as [number, number, number, number];
    const [n, height, width, channels] = inner;
    h = this.rmsNorm(builder.reshape(h, [n, height * width, channels]), 'project_to_hidden_norm');
    h = layers.linear(h, 'project_to_hidden', config.hidden_size, this.bias);
    for (let i = 0; i < config.num_hidden_layers; i++)
      h = this.part(`transformer_layers.${i}`, (name) => this.transformerLayer(h, name));
    h = layers.linear(
      this.rmsNorm(h, 'project_from_hidden_norm'),
      'project_from_hidden',
      channels,
      this.bias,
    );
    h = this.block(builder.reshape(h, inner), 'up_block', config.upsample ? 'up' : null);
    h = layers.linear(h, 'mlm_layer.conv1', config.in_channels, { ...this.bias, conv1x1: true });
    h = this.rmsNorm(h, 'mlm_layer.layer_norm');
    return layers.tap(
      'mlm_layer',
      layers.linear(h, 'mlm_layer.conv2', config.codebook_size, { ...this.bias, conv1x1: true }),
    );
  }
}

/**
 * Adds the network to the graph of `layers`; returns the logits [N,H′,W′,codebook_size]. H′ = H
 * unless only one of downsample and
 *  upsample is set (or both, and H is odd: then H + 1).
 */
export function uvit2d(layers: Layers, config: UVit2DConfig, inputs: UVitInputs): Tensor {
  return new UVit(layers, config, inputs).build();
}

export interface UVitSize {
  readonly batch: number;
  /** Height and width in tokens. */
  readonly height: number;
  readonly width: number;
  readonly contextTokens: number;
}

/**
 * Declares the three inputs of a UVit under the names `ids`, `encoderHiddenStates`, `conditioning`.
 */
export function uvitInputs(
  builder: GraphBuilder,
  config: UVit2DConfig,
  size: UVitSize,
): UVitInputs {
  return {
    ids: builder.input('ids', [size.batch, size.height, size.width], 'i32'),
    encoderHiddenStates: builder.input('encoderHiddenStates', [
      size.batch,
      size.contextTokens,
      config.encoder_hidden_size,
    ]),
    conditioning: builder.input('conditioning', [
      size.batch,
      config.cond_embed_dim + config.micro_cond_embed_dim,
    ]),
  };
}

/** The token that stands for an unknown one: the last of the vocabulary. */
export function maskTokenId(config: UVit2DConfig): number {
  return config.vocab_size - 1;
}

/**
 * Rows of the input `conditioning`: per sample the pooled text embedding [cond_embed_dim], then the
 * sinusoidal embeddings of its
 *  micro-conditions (aMUSEd: original width and height, crop's top and left, aesthetic score), as
 *  many as micro_cond_embed_dim has room for. Errors: StudioError BadModel when the lengths do not
 *  fit the config.
 */
export function microConditioning(
  config: UVit2DConfig,
  pooled: readonly ArrayLike<number>[],
  microConditions: readonly (readonly number[])[],
): Float32Array {
  const {
    cond_embed_dim: width,
    micro_cond_encode_dim: encoded,
    micro_cond_embed_dim: micro,
  } = config;
  const rows = new Float32Array(pooled.length * (width + micro));
  pooled.forEach((text, sample) => {
    const conditions = microConditions[sample] ?? [];
    if (text.length !== width || conditions.length * encoded !== micro) {
      throw new StudioError(
        'BadModel',
        ...modelErrors.otherPooled(text.length, conditions.length, width, micro / encoded),
      );
    }
    rows.set(Float32Array.from(text), sample * (width + micro));
    rows.set(timestepEmbedding(conditions, encoded, true, 0), sample * (width + micro) + width);
  });
  return rows;
}

/**
 * True for the linear layers that read the conditioning: no derivative reaches their adapters, so a
 * run cannot train them.
 */
export function readsConditioning(module: string): boolean {
  return /(^cond_embed\.|\.cond_embeds_mapper$|\.norm\d\.linear$)/.test(module);
}

/** Every linear layer and 1×1 convolution of the network, in the order it runs them. */
export function listModules(config: UVit2DConfig): LinearModule[] {
  const builder = new GraphBuilder();
  const layers = new Layers(builder, { model: 'transformer' });
  uvit2d(
    layers,
    config,
    uvitInputs(builder, config, { batch: 1, height: 2, width: 2, contextTokens: 1 }),
  );
  return layers.modules;
}

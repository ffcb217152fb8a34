// The layers networks are made of, each named as the module in the diffusers or transformers
// checkpoint: linear (with its low-rank adapter where one is attached), convolutions, norms,
// attention, feed-forward and the residual block. Activations are [N,H,W,C] or [N,T,C]. One
// `Layers` is one pass of one model: the reference pass is another `Layers` over the same builder,
// without adapters or with frozen ones. Adapters: y = W·x + b + scale·B·(A·x), Hu et al. 2021
// (LoRA) eq. 3.

import { lastAxis, type GraphBuilder, type Shape, type Tensor } from '../graph/graph';
import type { ConvGeometry } from '../graph/ops';
import type { AdapterEntry, AdapterPlan, LinearModule } from './lora';

/**
 * Adapters read from the flat state `state`, laid out by `plan`. `scale` = alpha/rank, default 1.
 */
export interface AdapterBinding {
  readonly state: string;
  readonly plan: AdapterPlan;
  readonly scale?: number;
}

/** The two matrices of an adapter in the graph: a [rank, in], b [out, rank]. */
export interface AttachedAdapter {
  readonly entry: AdapterEntry;
  readonly a: Tensor;
  readonly b: Tensor;
}

/**
 * Told the output of every named module, for parity with recorded activations. Tapped tensors may
 * keep their nodes from fusing.
 */
export type Tap = (module: string, tensor: Tensor) => void;

export interface LayersOptions {
  /**
   * Name of the model in the executor's weight sources: 'unet', 'transformer', 'vae', 'vqvae',
   * 'text_encoder'.
   */
  readonly model: string;
  readonly adapters?: AdapterBinding | null;
  readonly tap?: Tap;
}

export class Layers {
  /** Every linear layer and 1×1 convolution met so far, in order. */
  readonly modules: LinearModule[] = [];
  /** Adapters attached so far. */
  readonly attached: AttachedAdapter[] = [];
  private readonly entries: ReadonlyMap<string, AdapterEntry>;

  constructor(
    readonly builder: GraphBuilder,
    private readonly options: LayersOptions,
  ) {
    const { adapters } = options;
    this.entries = new Map(adapters?.plan.entries.map((entry) => [entry.module, entry]));
    if (adapters) builder.declareState(adapters.state, adapters.plan.length);
  }

  /** True when module outputs are being recorded. */
  get tapping(): boolean {
    return this.options.tap !== undefined;
  }

  /** Reports a module's output and returns it. */
  tap(module: string, tensor: Tensor): Tensor {
    this.options.tap?.(module, tensor);
    return tensor;
  }

  /** A frozen tensor of the model as it is stored: norm scales, biases, embedding tables. */
  weight(name: string, shape: Shape): Tensor {
    return this.builder.weight(this.options.model, name, 'stored', shape);
  }

  /**
   * x[…,in] -> […,out], also for 1×1 convolutions (weight [out,in] or [out,in,1,1] in the file).
   */
  linear(
    x: Tensor,
    module: string,
    out: number,
    options: { bias: boolean; conv1x1?: boolean },
  ): Tensor {
    const { builder } = this;
    const width = lastAxis(x);
    this.modules.push({ module, in: width, out, conv1x1: options.conv1x1 ?? false });
    const weight = builder.weight(this.options.model, `${module}.weight`, 'linear', [width, out]);
    const y = builder.matmul(x, weight, {
      bias: options.bias ? this.weight(`${module}.bias`, [out]) : null,
    });
    const entry = this.entries.get(module);
    return this.tap(module, entry ? this.adapted(x, y, entry) : y);
  }

  private adapted(x: Tensor, y: Tensor, entry: AdapterEntry): Tensor {
    const { builder } = this;
    const { state, scale = 1 } = this.options.adapters!;
    if (entry.inFeatures !== lastAxis(x) || entry.outFeatures !== lastAxis(y)) {
      throw new Error(
        `adapter of ${entry.module} is [${entry.outFeatures}, ${entry.inFeatures}], the layer ` +
          `is [${lastAxis(y)}, ${lastAxis(x)}]`,
      );
    }
    const a = builder.state(
      state,
      entry.offsetA,
      [entry.rank, entry.inFeatures],
      `${entry.module}.lora_A`,
    );
    const b = builder.state(
      state,
      entry.offsetB,
      [entry.outFeatures, entry.rank],
      `${entry.module}.lora_B`,
    );
    this.attached.push({ entry, a, b });
    return builder.matmul(builder.matmul(x, a, { transposeB: true }), b, {
      transposeB: true,
      scale,
      residual: y,
    });
  }

  /** Convolution; weight [O,I,kh,kw] in the file. With bias unless said otherwise. */
  conv(
    x: Tensor,
    module: string,
    out: number,
    geometry: ConvGeometry,
    options: { bias: boolean } = { bias: true },
  ): Tensor {
    const [kh, kw] = geometry.kernel;
    const weight = this.builder.weight(this.options.model, `${module}.weight`, 'conv', [
      kh * kw * lastAxis(x),
      out,
    ]);
    return this.tap(
      module,
      this.builder.conv2d(x, weight, geometry, {
        bias: options.bias ? this.weight(`${module}.bias`, [out]) : null,
      }),
    );
  }

  /**
   * Transposed convolution (torch ConvTranspose2d, no padding) with kernel = stride; weight
   * [I,O,k,k] in the file.
   */
  transposedConv(
    x: Tensor,
    module: string,
    out: number,
    options: { kernel: number; bias: boolean },
  ): Tensor {
    const { builder } = this;
    const { kernel, bias } = options;
    const [n, height, width, channels] = x.shape as [number, number, number, number];
    // The filter of the convolution out -> channels that this is the derivative of.
    const weight = builder.weight(this.options.model, `${module}.weight`, 'conv', [
      kernel * kernel * out,
      channels,
    ]);
    const y = builder.conv2dInput(
      x,
      weight,
      { kernel: [kernel, kernel], stride: kernel, pad: [0, 0, 0, 0] },
      [height * kernel, width * kernel],
    );
    // The bias as a row a sample: ones[N,1]·bias[1,O].
    const rows = bias
      ? builder.matmul(builder.constant(1, [n, 1]), this.weight(`${module}.bias`, [1, out]))
      : null;
    return this.tap(module, rows ? builder.addPerSample(y, rows) : y);
  }

  /** 3×3 convolution of each channel by itself, padding 1; weight [C,1,3,3] in the file. */
  depthwise3x3(x: Tensor, module: string, options: { bias: boolean }): Tensor {
    const channels = lastAxis(x);
    const weight = this.builder.weight(this.options.model, `${module}.weight`, 'conv', [
      9,
      channels,
    ]);
    const bias = options.bias ? this.weight(`${module}.bias`, [channels]) : null;
    return this.tap(
      module,
      this.builder.depthwiseConv2d(x, weight, { kernel: [3, 3], pad: [1, 1, 1, 1] }, { bias }),
    );
  }

  /** 3×3 convolution, padding 1. */
  conv3x3(x: Tensor, module: string, out: number): Tensor {
    return this.conv(x, module, out, { kernel: [3, 3], stride: 1, pad: [1, 1, 1, 1] });
  }

  /**
   * diffusers `Downsample2D`: 3×3 at stride 2; padding 0 means zeros on the right and bottom only.
   */
  downsample(x: Tensor, module: string, padding: number): Tensor {
    const pad =
      padding === 0 ? ([0, 0, 1, 1] as const) : ([padding, padding, padding, padding] as const);
    return this.tap(
      module,
      this.conv(x, `${module}.conv`, lastAxis(x), { kernel: [3, 3], stride: 2, pad }),
    );
  }

  /** diffusers `Upsample2D`: nearest to `size`, then 3×3. */
  upsample(x: Tensor, module: string, size: readonly [number, number]): Tensor {
    return this.tap(
      module,
      this.conv3x3(this.builder.upsampleNearest(x, size), `${module}.conv`, lastAxis(x)),
    );
  }

  groupNorm(
    x: Tensor,
    module: string,
    options: { groups: number; eps: number; silu: boolean },
  ): Tensor {
    const gamma = this.weight(`${module}.weight`, [lastAxis(x)]);
    const beta = this.weight(`${module}.bias`, [lastAxis(x)]);
    // The module is the norm alone: what a tap wants is the value before the fused SiLU.
    if (this.tapping)
      this.tap(module, this.builder.groupNorm(x, gamma, beta, { ...options, silu: false }).y);
    return this.builder.groupNorm(x, gamma, beta, options).y;
  }

  /** Layer norm; its scale and shift are in the file unless said otherwise. */
  layerNorm(
    x: Tensor,
    module: string,
    eps: number,
    options: { scale: boolean; shift: boolean } = { scale: true, shift: true },
  ): Tensor {
    const shape = [lastAxis(x)];
    const gamma = options.scale
      ? this.weight(`${module}.weight`, shape)
      : this.builder.constant(1, shape);
    const beta = options.shift
      ? this.weight(`${module}.bias`, shape)
      : this.builder.constant(0, shape);
    return this.tap(module, this.builder.layerNorm(x, gamma, beta, eps).y);
  }

  /** RMS norm; its scale is in the file unless said otherwise. */
  rmsNorm(
    x: Tensor,
    module: string,
    eps: number,
    options: { scale: boolean } = { scale: true },
  ): Tensor {
    const gamma = options.scale
      ? this.weight(`${module}.weight`, [lastAxis(x)])
      : this.builder.constant(1, [lastAxis(x)]);
    return this.tap(module, this.builder.rmsNorm(x, gamma, eps).y);
  }

  /**
   * Global response norm over the positions of x[N,H,W,C]; gamma and beta [1,1,1,C] in the file.
   */
  globalResponseNorm(x: Tensor, module: string): Tensor {
    const channels = lastAxis(x);
    return this.tap(
      module,
      this.builder.globalResponseNorm(
        x,
        this.weight(`${module}.gamma`, [channels]),
        this.weight(`${module}.beta`, [channels]),
      ).y,
    );
  }

  /**
   * diffusers `Attention` on [N,T,C]: queries of x, keys and values of `source`. `bias` of the
   * three projections, `outBias` of to_out.
   */
  attention(
    x: Tensor,
    source: Tensor,
    module: string,
    options: { heads: number; bias: boolean; outBias: boolean },
  ): Tensor {
    const { heads, bias, outBias } = options;
    const width = lastAxis(x);
    const q = this.linear(x, `${module}.to_q`, width, { bias });
    const k = this.linear(source, `${module}.to_k`, width, { bias });
    const v = this.linear(source, `${module}.to_v`, width, { bias });
    const { o } = this.builder.attention(q, k, v, {
      heads,
      scale: 1 / Math.sqrt(width / heads),
      causal: false,
    });
    return this.tap(module, this.linear(o, `${module}.to_out.0`, width, { bias: outBias }));
  }

  /** diffusers `FeedForward` with GEGLU: x[…,C] -> `inner` gated features -> [...,C]. */
  feedForward(x: Tensor, module: string, inner: number, options: { bias: boolean }): Tensor {
    const gated = this.builder.geglu(this.linear(x, `${module}.net.0.proj`, 2 * inner, options));
    return this.tap(module, this.linear(gated, `${module}.net.2`, lastAxis(x), options));
  }

  /**
   * diffusers `ResnetBlock2D` ("default" time shift): x -> [N,H,W,out]. `embedding` is SiLU of the
   * time embedding, or null.
   */
  resnet(
    x: Tensor,
    module: string,
    out: number,
    embedding: Tensor | null,
    options: { groups: number; eps: number; outputScale?: number },
  ): Tensor {
    const { builder } = this;
    const { groups, eps, outputScale = 1 } = options;
    let h = this.conv3x3(
      this.groupNorm(x, `${module}.norm1`, { groups, eps, silu: true }),
      `${module}.conv1`,
      out,
    );
    if (embedding)
      h = builder.addPerSample(
        h,
        this.linear(embedding, `${module}.time_emb_proj`, out, { bias: true }),
      );
    h = this.conv3x3(
      this.groupNorm(h, `${module}.norm2`, { groups, eps, silu: true }),
      `${module}.conv2`,
      out,
    );
    const skip =
      lastAxis(x) === out
        ? x
        : this.linear(x, `${module}.conv_shortcut`, out, { bias: true, conv1x1: true });
    return this.tap(module, builder.add(skip, h, 1 / outputScale, 1 / outputScale));
  }
}

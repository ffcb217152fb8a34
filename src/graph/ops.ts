// The closed list of operations a graph may contain, with the exact meaning every executor must
// give them.
// Letters: N batch, H·W positions, C channels, M rows (all leading axes multiplied), K inner size,
// T tokens,
// R rank, G groups, V codes of a codebook, D = numbers per sample. Activations are stored
// channels-last: [N, H, W, C] or [N, T, C]. `inputs` are named in this order; a `?` means the slot
// may be null. All arithmetic is float32.

import type { ObjectiveTerms } from './objectiveTerms';

/**
 * Elementwise activation functions. `gelu` is the exact erf form; `quick_gelu` is x·σ(1.702x)
 * (CLIP); `relu` has slope 0 at 0.
 */
export type ActivationName = 'silu' | 'gelu' | 'quick_gelu' | 'relu';

/** Geometry of a convolution. `pad` = [top, left, bottom, right]. */
export interface ConvGeometry {
  readonly kernel: readonly [number, number];
  readonly stride: number;
  readonly pad: readonly [number, number, number, number];
}

/** Geometry of a depthwise convolution of stride 1. `pad` = [top, left, bottom, right]. */
export type DepthwiseGeometry = Pick<ConvGeometry, 'kernel' | 'pad'>;

/** A matrix [rows, columns] in a flat state. */
export interface MatrixPlace {
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}

export type Op =
  /**
   * inputs a, b, bias?[N], residual?[M,N] -> scale·op(a)·op(b) + bias + residual.
   *  a is read as [M,K] (leading axes flattened), or [K,M] when transposeA; b is [K,N], or [N,K]
   *  when transposeB.
   */
  | {
      readonly kind: 'matmul';
      readonly transposeA: boolean;
      readonly transposeB: boolean;
      readonly scale: number;
    }
  /**
   * inputs x[N,H,W,Ci], w[kh·kw·Ci, Co] (rows in order ky, kx, ci), bias?[Co],
   * residual?[N,Ho,Wo,Co] -> [N,Ho,Wo,Co].
   */
  | ({ readonly kind: 'conv2d' } & ConvGeometry)
  /**
   * Derivative of conv2d by its input: inputs dy[N,Ho,Wo,Co], w[kh·kw·Ci, Co] (conv2d's own
   * filter), residual?[N,H,W,Ci] -> dx[N,H,W,Ci]; dx[y,x] = Σ w[ky,kx]·dy[(y+top−ky)/stride,
   *  (x+left−kx)/stride] where the quotient is whole and in range.
   */
  | ({ readonly kind: 'conv2dInput'; readonly inputSize: readonly [number, number] } & ConvGeometry)
  /**
   * Stride 1. Inputs x[N,H,W,C], w[kh·kw, C] (rows in order ky, kx), bias?[C] -> [N,Ho,Wo,C]; each
   * channel with its own filter.
   */
  | ({ readonly kind: 'depthwiseConv2d' } & DepthwiseGeometry)
  /**
   * Derivative of depthwiseConv2d by its input: inputs dy[N,Ho,Wo,C], w[kh·kw, C] (not flipped) ->
   * dx[N,H,W,C].
   */
  | ({ readonly kind: 'depthwiseConv2dInput' } & DepthwiseGeometry)
  /**
   * inputs x[N,…,C], gamma[C], beta[C] -> y like x, stats[N,G,2] = (mean, 1/√(var+eps)); biased
   * variance over positions
   *  and the C/G channels of a group; y = act((x−mean)·rstd·gamma+beta), act = SiLU when `silu`.
   */
  | {
      readonly kind: 'groupNorm';
      readonly groups: number;
      readonly eps: number;
      readonly silu: boolean;
    }
  /** inputs dy, x, stats, gamma, beta -> dx (gamma and beta are frozen). */
  | {
      readonly kind: 'groupNormInput';
      readonly groups: number;
      readonly eps: number;
      readonly silu: boolean;
    }
  /** inputs x[…,C], gamma[C], beta[C] -> y, stats[rows,2] = (mean, rstd). */
  | { readonly kind: 'layerNorm'; readonly eps: number }
  /** inputs dy, x, stats, gamma -> dx. */
  | { readonly kind: 'layerNormInput'; readonly eps: number }
  /** inputs x[…,C], gamma[C] -> y = x·rstd·gamma, stats[rows] = rstd = 1/√(mean_C(x²)+eps). */
  | { readonly kind: 'rmsNorm'; readonly eps: number }
  /** inputs dy, x, stats, gamma -> dx. */
  | { readonly kind: 'rmsNormInput'; readonly eps: number }
  /**
   * inputs x[N,…,C], gamma[C], beta[C] -> y = gamma·x·nx + beta + x, stats[N,C] = gx, with gx = √(Σ
   * x²) over positions and
   *  nx = gx/(mean_C(gx)+eps) (ConvNeXt V2, Woo et al. 2023, Algorithm 1).
   */
  | { readonly kind: 'globalResponseNorm'; readonly eps: number }
  /** inputs dy, x, stats, gamma -> dx (gamma and beta are frozen). */
  | { readonly kind: 'globalResponseNormInput'; readonly eps: number }
  /** inputs q[N,Tq,heads·d], k[N,Tk,heads·d], v[N,Tk,heads·d] -> o[N,Tq,heads·d], lse[N,heads,Tq];
   *  per head softmax(scale·q·kᵀ)·v; `causal` masks keys after the query. */
  | {
      readonly kind: 'attention';
      readonly heads: number;
      readonly scale: number;
      readonly causal: boolean;
    }
  /** inputs dO, q, k, v, o, lse -> dq, dk, dv. */
  | {
      readonly kind: 'attentionInput';
      readonly heads: number;
      readonly scale: number;
      readonly causal: boolean;
    }
  /** inputs x[…,2F] = (value, gate) -> value·gelu(gate), [...,F] (GEGLU, exact gelu). */
  | { readonly kind: 'geglu' }
  /** inputs dy[…,F], x[…,2F] -> dx[…,2F]. */
  | { readonly kind: 'gegluInput' }
  /** inputs x -> act(x). */
  | { readonly kind: 'activation'; readonly name: ActivationName }
  /** inputs dy, x -> dy·act′(x). */
  | { readonly kind: 'activationInput'; readonly name: ActivationName }
  /**
   * inputs x[N,H,W,C] -> [N,size[0],size[1],C]; source index = floor(i·H/size) (torch `nearest`).
   */
  | { readonly kind: 'upsampleNearest'; readonly size: readonly [number, number] }
  /** inputs dy[N,Ho,Wo,C] -> dx[N,size[0],size[1],C] (sums). */
  | { readonly kind: 'upsampleNearestInput'; readonly size: readonly [number, number] }
  /** inputs a[…,Ca], b[…,Cb] -> [...,Ca+Cb]. */
  | { readonly kind: 'concat' }
  /** inputs x[…,C] -> x[…, start:start+length]. */
  | { readonly kind: 'slice'; readonly start: number; readonly length: number }
  /** inputs a, b of one shape -> scaleA·a + scaleB·b. */
  | { readonly kind: 'add'; readonly scaleA: number; readonly scaleB: number }
  /** inputs x[N,…,C], e[N,C] -> x + e at every position. */
  | { readonly kind: 'addPerSample' }
  /** inputs dy[N,…,C] -> [N,C], summed over positions. */
  | { readonly kind: 'sumPositions' }
  /**
   * inputs x[N,…,C], e[N,2C] = (scale, shift) -> x·(1+scale) + shift at every position (adaptive
   * norms; e is frozen).
   */
  | { readonly kind: 'scaleShiftPerSample' }
  /** inputs dy[N,…,C], e[N,2C] = (scale, shift) -> dy·(1+scale); the shift is not read. */
  | { readonly kind: 'scalePerSample' }
  /**
   * inputs x[N,T,C], token[C], positions[T+1,C] -> concat(token, x) + positions, [N,T+1,C] (CLIP's
   * vision embeddings).
   */
  | { readonly kind: 'prependToken' }
  /** inputs table[V,C], positions?[Tmax,C], ids[N,T] (i32) -> table[id] + positions[t], [N,T,C]. */
  | { readonly kind: 'embedTokens' }
  /**
   * inputs x[N,…], y like x, coefficients[N,2] -> c0·x + c1·y per sample (forward noising DDPM eq.
   * 4, velocity, sampler steps).
   */
  | { readonly kind: 'mixPerSample' }
  /**
   * inputs policy[N,…], reference?[N,…], target[N,…], k[N] -> errors[N,3] = (m, r, a): m =
   * k·mean_D(policy−target)²,
   *  r likewise of the reference, a = −(m−r)/T the log-ratio in nats (docs/losses.md 1.0). Without
   *  a reference r = m and a = 0.
   */
  | { readonly kind: 'sampleErrors' }
  /**
   * inputs errors[N,3], scores[N], numbers[P], table?[N,columns] -> terms[N,6] = (loss, z, label,
   *  weight, dloss/dz, g) of the training method in `terms`: mean loss = L, g = dL/dm_i times the
   *  number gradientScale. `numbers` are those of numberNames(terms), in that order.
   */
  | { readonly kind: 'objective'; readonly terms: ObjectiveTerms }
  /**
   * inputs policy[N,…], target[N,…], k[N], terms[N,6], reference?[N,…] -> dL/dpolicy =
   *  g·k·(2/D)·(policy−target), g = terms[:,5]. With a reference, of methods that read both
   *  predictions: k·(2/D)·(g·(policy−target) + h·(reference−target)), h = terms[:,4].
   */
  | { readonly kind: 'sampleErrorsInput' }
  /**
   * inputs policy[N,…], reference[N,…], target[N,…], k[N] -> distances[N,4] = (d, a₊, a₋, a): d =
   *  k·mean_D(policy−reference)², a± = √k·mean_D|p±−target| of p₊ = β·policy + (1−β)·reference and
   *  p₋ = (1+β)·reference − β·policy, β the uniform `mixture`, and a that of the reference (docs/
   *  losses.md 1.20, `nft`).
   */
  | { readonly kind: 'predictionDistances' }
  /**
   * Masked-token counterpart of sampleErrors. Inputs policy[N,…,V] (logits), reference? like
   * policy, tokens[N,L] (i32), mask[N,L]
   *  (f32, 1 = masked), k[N]; L = the middle axes multiplied -> errors[N,3] = (m, r, a), lse[N,L]:
   *  m = −k·mean over masked positions of log softmax(policy)[token], r likewise of the reference,
   *  a = −(m−r)/T (MaskGIT runs set T = 1); without a reference r = m and a = 0; a sample with no
   *  masked position has m = r = a = 0. lse is the policy's log Σ exp over V at
   *  masked positions, 0 elsewhere. k = |M| makes the mean a sum (docs/losses.md 1.0, 1.17).
   */
  | { readonly kind: 'maskedLogProb' }
  /**
   * inputs policy[N,…,V], tokens[N,L] (i32), mask[N,L], k[N], terms[N,6], lse[N,L] -> dL/dpolicy =
   *  g·k/|M|·(softmax(policy) − onehot(token)) at masked positions, 0 elsewhere; g = terms[:,5] =
   *  dL/dm.
   */
  | { readonly kind: 'maskedLogProbInput' }
  /**
   * inputs gradients (flat state) -> norm[4] = (‖g‖₂, clip factor min(1, maxGradNorm/(‖g‖₂+1e-6)),
   * 1 if not finite else 0, 0).
   *  maxGradNorm ≤ 0 means no clipping. Not finite is found by bit test.
   *  torch.nn.utils.clip_grad_norm_.
   */
  | { readonly kind: 'gradientNorm' }
  /**
   * In place. inputs parameters, gradients, m, v (flat states of one length), norm[4]; no output.
   * Decoupled weight decay as
   *  torch.optim.AdamW: p −= lr·wd·p; m,v; p −= lr·(m/bias1)/(√(v/bias2)+eps), gradient times
   *  norm[1]; skipped when norm[2] = 1. `coupled`: wd·p is added to that gradient instead, as
   *  torch.optim.Adam.
   */
  | { readonly kind: 'adamw'; readonly coupled: boolean }
  /**
   * In place. inputs parameters, gradients, buffer (flat states of one length), norm[4]; no output.
   * As torch.optim.SGD: g = gradient·norm[1]
   *  + wd·p; buffer = momentum·buffer + gradientShare·g; p −= lr·buffer, or lr·(g +
   *  momentum·buffer) with `nesterov`; skipped when norm[2] = 1.
   */
  | { readonly kind: 'sgd'; readonly nesterov: boolean }
  /**
   * In place. inputs parameters, gradients, rowMeans, columnMeans (flat states of one length),
   * norm[4]; no output. Adafactor without first moment and relative step (Shazeer & Stern 2018, as
   *  transformers.Adafactor) on each of `matrices`, with g = gradient·norm[1] and b the uniform
   *  adafactorDecay: row = b·row + (1−b)·mean_columns(g² + 10⁻³⁰), column likewise, u =
   *  g/√(row/mean(row)·column), p −= lr·wd·p, p −= lr·u/max(1, RMS(u)). Row i of a matrix has its
   *  mean at offset + i of rowMeans, column j at offset + j of columnMeans. Numbers outside the
   *  matrices are left alone; skipped when norm[2] = 1.
   */
  | { readonly kind: 'adafactor'; readonly matrices: readonly MatrixPlace[] };

export type OpKind = Op['kind'];

/**
 * Numbers that differ from step to step and are the same in every executor: T of the log-ratio,
 * those of the optimizer, β of predictionDistances. A training method has its own numbers
 * (objectiveTerms.ts).
 */
export const UNIFORM_NAMES = [
  'temperature',
  'learningRate',
  'adamBeta1',
  'adamBeta2',
  'adamEpsilon',
  'weightDecay',
  'biasCorrection1',
  'biasCorrection2',
  'maxGradNorm',
  'momentum',
  'gradientShare',
  'mixture',
  'adafactorDecay',
] as const;
export type UniformName = (typeof UNIFORM_NAMES)[number];
export type Uniforms = Readonly<Record<UniformName, number>>;

export const DEFAULT_UNIFORMS: Uniforms = {
  temperature: 1e-3,
  learningRate: 1e-3,
  adamBeta1: 0.9,
  adamBeta2: 0.999,
  adamEpsilon: 1e-8,
  weightDecay: 0.01,
  biasCorrection1: 1,
  biasCorrection2: 1,
  maxGradNorm: 1,
  momentum: 0.9,
  gradientShare: 1,
  mixture: 1,
  adafactorDecay: 0,
};

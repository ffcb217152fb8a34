// The operations that networks are made of, and their derivatives by the input: a method each,
// which checks shapes. What they compute is said in ops.ts.

import { fail, NodeBuilder, sameShape } from './nodeBuilder';
import type { ActivationName, ConvGeometry, DepthwiseGeometry } from './ops';
import { lastAxis, sizeOf, type Tensor } from './structure';

/** Builds networks. Methods take and give tensors. */
export class NetworkBuilder extends NodeBuilder {
  /**
   * scale·op(a)·op(b) + bias + residual; see ops.ts. Result keeps a's leading axes unless
   * transposeA.
   */
  matmul(
    a: Tensor,
    b: Tensor,
    options: {
      transposeA?: boolean;
      transposeB?: boolean;
      scale?: number;
      bias?: Tensor | null;
      residual?: Tensor | null;
    } = {},
  ): Tensor {
    const {
      transposeA = false,
      transposeB = false,
      scale = 1,
      bias = null,
      residual = null,
    } = options;
    const columnsA = lastAxis(a);
    const rowsA = sizeOf(a.shape) / columnsA;
    const columnsB = lastAxis(b);
    const rowsB = sizeOf(b.shape) / columnsB;
    const inner = transposeA ? rowsA : columnsA;
    const n = transposeB ? rowsB : columnsB;
    if (inner !== (transposeB ? columnsB : rowsB))
      fail(
        `matmul [${a.shape}]${transposeA ? 'ᵀ' : ''} × [${b.shape}]${transposeB ? 'ᵀ' : ''}: ` +
          `${a.name} × ${b.name}`,
      );
    const shape = transposeA ? [columnsA, n] : [...a.shape.slice(0, -1), n];
    if (bias && sizeOf(bias.shape) !== n)
      fail(`bias ${bias.name} has ${sizeOf(bias.shape)} numbers, ${n} wanted`);
    if (residual && sizeOf(residual.shape) !== sizeOf(shape))
      fail(`residual ${residual.name} [${residual.shape}] does not fit [${shape}]`);
    return this.one(
      { kind: 'matmul', transposeA, transposeB, scale },
      [a, b, bias, residual],
      shape,
    );
  }

  /** Convolution; w is [kh·kw·Ci, Co]. */
  conv2d(
    x: Tensor,
    w: Tensor,
    geometry: ConvGeometry,
    options: { bias?: Tensor | null; residual?: Tensor | null } = {},
  ): Tensor {
    const [n, h, width, ci] = x.shape as [number, number, number, number];
    const [kh, kw] = geometry.kernel;
    const [top, left, bottom, right] = geometry.pad;
    if (x.shape.length !== 4 || w.shape[0] !== kh * kw * ci)
      fail(`conv2d of [${x.shape}] with w [${w.shape}]`);
    const shape = [
      n,
      Math.floor((h + top + bottom - kh) / geometry.stride) + 1,
      Math.floor((width + left + right - kw) / geometry.stride) + 1,
      lastAxis(w),
    ];
    return this.one(
      { kind: 'conv2d', kernel: geometry.kernel, stride: geometry.stride, pad: geometry.pad },
      [x, w, options.bias ?? null, options.residual ?? null],
      shape,
    );
  }

  /**
   * Derivative of conv2d by its input of spatial size `inputSize`; w is conv2d's, [kh·kw·Ci, Co].
   */
  conv2dInput(
    dy: Tensor,
    w: Tensor,
    geometry: ConvGeometry,
    inputSize: readonly [number, number],
    residual: Tensor | null = null,
  ): Tensor {
    const [n] = dy.shape as [number, number, number, number];
    const ci = w.shape[0]! / (geometry.kernel[0] * geometry.kernel[1]);
    if (lastAxis(w) !== lastAxis(dy) || !Number.isInteger(ci))
      fail(`conv2dInput of [${dy.shape}] with w [${w.shape}]`);
    return this.one(
      {
        kind: 'conv2dInput',
        kernel: geometry.kernel,
        stride: geometry.stride,
        pad: geometry.pad,
        inputSize,
      },
      [dy, w, residual],
      [n, inputSize[0], inputSize[1], ci],
    );
  }

  /** Depthwise convolution of stride 1; w is [kh·kw, C] (layout `conv` of a stored [C,1,kh,kw]). */
  depthwiseConv2d(
    x: Tensor,
    w: Tensor,
    geometry: DepthwiseGeometry,
    options: { bias?: Tensor | null } = {},
  ): Tensor {
    const [n, h, width, c] = x.shape as [number, number, number, number];
    const [kh, kw] = geometry.kernel;
    const [top, left, bottom, right] = geometry.pad;
    const bias = options.bias ?? null;
    if (x.shape.length !== 4 || w.shape[0] !== kh * kw || lastAxis(w) !== c)
      fail(
        `depthwiseConv2d of [${x.shape}] with w [${w.shape}] of ${w.name}, [${kh * kw},${c}] ` +
          'wanted',
      );
    if (top >= kh || bottom >= kh || left >= kw || right >= kw)
      fail(`depthwiseConv2d: pad [${geometry.pad}] reaches past a kernel of [${geometry.kernel}]`);
    if (bias && sizeOf(bias.shape) !== c)
      fail(`bias ${bias.name} has ${sizeOf(bias.shape)} numbers, ${c} wanted`);
    return this.one(
      { kind: 'depthwiseConv2d', kernel: geometry.kernel, pad: geometry.pad },
      [x, w, bias],
      [n, h + top + bottom - kh + 1, width + left + right - kw + 1, c],
    );
  }

  /** Derivative of depthwiseConv2d by its input; w as there. */
  depthwiseConv2dInput(dy: Tensor, w: Tensor, geometry: DepthwiseGeometry): Tensor {
    const [n, ho, wo, c] = dy.shape as [number, number, number, number];
    const [kh, kw] = geometry.kernel;
    const [top, left, bottom, right] = geometry.pad;
    if (dy.shape.length !== 4 || w.shape[0] !== kh * kw || lastAxis(w) !== c)
      fail(`depthwiseConv2dInput of [${dy.shape}] with w [${w.shape}] of ${w.name}`);
    return this.one(
      { kind: 'depthwiseConv2dInput', kernel: geometry.kernel, pad: geometry.pad },
      [dy, w],
      [n, ho + kh - 1 - top - bottom, wo + kw - 1 - left - right, c],
    );
  }

  /** Group normalisation (+ SiLU); returns y and the statistics kept for the derivative. */
  groupNorm(
    x: Tensor,
    gamma: Tensor,
    beta: Tensor,
    options: { groups: number; eps: number; silu: boolean },
  ): { y: Tensor; stats: Tensor } {
    if (lastAxis(x) % options.groups !== 0)
      fail(`groupNorm: ${lastAxis(x)} channels in ${options.groups} groups`);
    const [y, stats] = this.node(
      { kind: 'groupNorm', ...options },
      [x, gamma, beta],
      [x.shape, [x.shape[0]!, options.groups, 2]],
      'groupNorm',
    );
    return { y: y!, stats: stats! };
  }

  groupNormInput(
    dy: Tensor,
    x: Tensor,
    stats: Tensor,
    gamma: Tensor,
    beta: Tensor,
    options: { groups: number; eps: number; silu: boolean },
  ): Tensor {
    return this.one({ kind: 'groupNormInput', ...options }, [dy, x, stats, gamma, beta], x.shape);
  }

  /** Layer normalisation over the last axis. */
  layerNorm(x: Tensor, gamma: Tensor, beta: Tensor, eps: number): { y: Tensor; stats: Tensor } {
    const [y, stats] = this.node(
      { kind: 'layerNorm', eps },
      [x, gamma, beta],
      [x.shape, [sizeOf(x.shape) / lastAxis(x), 2]],
      'layerNorm',
    );
    return { y: y!, stats: stats! };
  }

  layerNormInput(dy: Tensor, x: Tensor, stats: Tensor, gamma: Tensor, eps: number): Tensor {
    return this.one({ kind: 'layerNormInput', eps }, [dy, x, stats, gamma], x.shape);
  }

  /**
   * RMS normalisation over the last axis; returns y and the reciprocal root mean squares kept for
   * the derivative.
   */
  rmsNorm(x: Tensor, gamma: Tensor, eps: number): { y: Tensor; stats: Tensor } {
    if (sizeOf(gamma.shape) !== lastAxis(x))
      fail(`rmsNorm: gamma ${gamma.name} [${gamma.shape}] on [${x.shape}]`);
    const [y, stats] = this.node(
      { kind: 'rmsNorm', eps },
      [x, gamma],
      [x.shape, [sizeOf(x.shape) / lastAxis(x)]],
      'rmsNorm',
    );
    return { y: y!, stats: stats! };
  }

  rmsNormInput(dy: Tensor, x: Tensor, stats: Tensor, gamma: Tensor, eps: number): Tensor {
    return this.one({ kind: 'rmsNormInput', eps }, [dy, x, stats, gamma], x.shape);
  }

  /**
   * Global response normalisation over the positions of x[N,…,C]; returns y and the channels' norms
   * kept for the derivative.
   */
  globalResponseNorm(
    x: Tensor,
    gamma: Tensor,
    beta: Tensor,
    eps = 1e-6,
  ): { y: Tensor; stats: Tensor } {
    for (const vector of [gamma, beta])
      if (sizeOf(vector.shape) !== lastAxis(x))
        fail(`globalResponseNorm: ${vector.name} [${vector.shape}] on [${x.shape}]`);
    const [y, stats] = this.node(
      { kind: 'globalResponseNorm', eps },
      [x, gamma, beta],
      [x.shape, [x.shape[0]!, lastAxis(x)]],
      'globalResponseNorm',
    );
    return { y: y!, stats: stats! };
  }

  globalResponseNormInput(
    dy: Tensor,
    x: Tensor,
    stats: Tensor,
    gamma: Tensor,
    eps: number,
  ): Tensor {
    return this.one({ kind: 'globalResponseNormInput', eps }, [dy, x, stats, gamma], x.shape);
  }

  /** Multi-head attention on [N,T,heads·d]; returns o and the log-sum-exp per row. */
  attention(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    options: { heads: number; scale: number; causal: boolean },
  ): { o: Tensor; lse: Tensor } {
    if (q.shape.length !== 3 || k.shape.length !== 3 || lastAxis(q) !== lastAxis(k))
      fail(`attention of q [${q.shape}], k [${k.shape}], v [${v.shape}]`);
    sameShape(k, v, 'attention k, v');
    const [o, lse] = this.node(
      { kind: 'attention', ...options },
      [q, k, v],
      [q.shape, [q.shape[0]!, options.heads, q.shape[1]!]],
      'attention',
    );
    return { o: o!, lse: lse! };
  }

  attentionInput(
    dO: Tensor,
    q: Tensor,
    k: Tensor,
    v: Tensor,
    o: Tensor,
    lse: Tensor,
    options: { heads: number; scale: number; causal: boolean },
  ): { dq: Tensor; dk: Tensor; dv: Tensor } {
    const [dq, dk, dv] = this.node(
      { kind: 'attentionInput', ...options },
      [dO, q, k, v, o, lse],
      [q.shape, k.shape, v.shape],
      'attentionInput',
    );
    return { dq: dq!, dk: dk!, dv: dv! };
  }

  geglu(x: Tensor): Tensor {
    return this.one({ kind: 'geglu' }, [x], [...x.shape.slice(0, -1), lastAxis(x) / 2]);
  }

  gegluInput(dy: Tensor, x: Tensor): Tensor {
    return this.one({ kind: 'gegluInput' }, [dy, x], x.shape);
  }

  activation(x: Tensor, name: ActivationName): Tensor {
    return this.one({ kind: 'activation', name }, [x], x.shape);
  }

  activationInput(dy: Tensor, x: Tensor, name: ActivationName): Tensor {
    return this.one({ kind: 'activationInput', name }, [dy, x], x.shape);
  }

  upsampleNearest(x: Tensor, size: readonly [number, number]): Tensor {
    return this.one(
      { kind: 'upsampleNearest', size },
      [x],
      [x.shape[0]!, size[0], size[1], lastAxis(x)],
    );
  }

  upsampleNearestInput(dy: Tensor, size: readonly [number, number]): Tensor {
    return this.one(
      { kind: 'upsampleNearestInput', size },
      [dy],
      [dy.shape[0]!, size[0], size[1], lastAxis(dy)],
    );
  }

  /** Joins the last axes. */
  concat(a: Tensor, b: Tensor): Tensor {
    return this.one(
      { kind: 'concat' },
      [a, b],
      [...a.shape.slice(0, -1), lastAxis(a) + lastAxis(b)],
    );
  }

  /** Part of the last axis. */
  slice(x: Tensor, start: number, length: number): Tensor {
    if (start + length > lastAxis(x)) fail(`slice ${start}+${length} of [${x.shape}]`);
    return this.one({ kind: 'slice', start, length }, [x], [...x.shape.slice(0, -1), length]);
  }

  add(a: Tensor, b: Tensor, scaleA = 1, scaleB = 1): Tensor {
    sameShape(a, b, 'add');
    return this.one({ kind: 'add', scaleA, scaleB }, [a, b], a.shape);
  }

  /** Adds e[N,C] to every position of x[N,…,C]. */
  addPerSample(x: Tensor, e: Tensor): Tensor {
    if (sizeOf(e.shape) !== x.shape[0]! * lastAxis(x))
      fail(`addPerSample: e [${e.shape}] on [${x.shape}]`);
    return this.one({ kind: 'addPerSample' }, [x, e], x.shape);
  }

  sumPositions(dy: Tensor): Tensor {
    return this.one({ kind: 'sumPositions' }, [dy], [dy.shape[0]!, lastAxis(dy)]);
  }

  /** x·(1+scale) + shift at every position of x[N,…,C], e[N,2C] = (scale, shift). */
  scaleShiftPerSample(x: Tensor, e: Tensor): Tensor {
    if (sizeOf(e.shape) !== 2 * x.shape[0]! * lastAxis(x))
      fail(`scaleShiftPerSample: e [${e.shape}] on [${x.shape}]`);
    return this.one({ kind: 'scaleShiftPerSample' }, [x, e], x.shape);
  }

  scalePerSample(dy: Tensor, e: Tensor): Tensor {
    if (sizeOf(e.shape) !== 2 * dy.shape[0]! * lastAxis(dy))
      fail(`scalePerSample: e [${e.shape}] on [${dy.shape}]`);
    return this.one({ kind: 'scalePerSample' }, [dy, e], dy.shape);
  }

  /** concat(token, x) + positions along the tokens of x[N,T,C]. */
  prependToken(x: Tensor, token: Tensor, positions: Tensor): Tensor {
    const [n, t, c] = x.shape as [number, number, number];
    if (
      x.shape.length !== 3 ||
      sizeOf(token.shape) !== c ||
      lastAxis(positions) !== c ||
      sizeOf(positions.shape) !== (t + 1) * c
    ) {
      fail(
        `prependToken: token [${token.shape}] and positions [${positions.shape}] on [${x.shape}]`,
      );
    }
    return this.one({ kind: 'prependToken' }, [x, token, positions], [n, t + 1, c]);
  }

  /** Rows of a table by id, plus the position's row where `positions` is given. */
  embedTokens(table: Tensor, positions: Tensor | null, ids: Tensor): Tensor {
    if (ids.dtype !== 'i32' || ids.shape.length !== 2)
      fail(`embedTokens wants i32 ids [N,T], got ${ids.dtype} [${ids.shape}]`);
    return this.one(
      { kind: 'embedTokens' },
      [table, positions, ids],
      [...ids.shape, lastAxis(table)],
    );
  }
}

// The static graph: tensors, nodes and a builder with one method an operation. It knows shapes, not
// devices: nothing here runs. A graph is built for one batch size and resolution; an executor plans
// buffers for it and runs it. Frozen weights are named by (model, tensor, layout) and fetched by
// the executor; adapters are slices of a flat state.

import { columnsRead, DISTANCE_COLUMNS, numberNames, type ObjectiveTerms } from './objectiveTerms';
import type { ActivationName, ConvGeometry, DepthwiseGeometry, MatrixPlace, Op } from './ops';

export type Shape = readonly number[];
export type DType = 'f32' | 'i32';

/**
 * How a checkpoint's tensor is laid out for the kernels.
 *  `stored`: as in the file. `linear`: [out,in] (or [out,in,1,1]) -> [in,out]. `conv`: [O,I,kh,kw]
 *  -> [kh·kw·I, O] (rows ky,kx,i); a depthwise filter [C,1,kh,kw] -> [kh·kw, C].
 *  Derivatives read the same layout as the forward operation, so a weight is stored once.
 */
export type WeightLayout = 'stored' | 'linear' | 'conv';

export type TensorSource =
  | { readonly kind: 'input' }
  /** Frozen tensor `tensor` of the model called `model` in the executor's weight sources. */
  | {
      readonly kind: 'weight';
      readonly model: string;
      readonly tensor: string;
      readonly layout: WeightLayout;
    }
  /** `offset` (in numbers, a multiple of 64) into the flat persistent state `state`. */
  | { readonly kind: 'state'; readonly state: string; readonly offset: number }
  /** Same numbers as `of`, other shape. */
  | { readonly kind: 'view'; readonly of: Tensor }
  | { readonly kind: 'node'; readonly node: GraphNode; readonly index: number };

export interface Tensor {
  readonly id: number;
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly source: TensorSource;
}

export interface GraphNode {
  readonly id: number;
  readonly op: Op;
  readonly inputs: readonly (Tensor | null)[];
  readonly outputs: readonly Tensor[];
  /** The part of a network it belongs to: what may be computed again as a whole (recompute.ts). */
  readonly module: string | null;
}

/**
 * A node result that must be written into a persistent state (a gradient into the flat gradient
 * buffer).
 */
export interface Pin {
  readonly tensor: Tensor;
  readonly state: string;
  readonly offset: number;
}

/**
 * A finished graph. `nodes` are in an order in which they can run. `states` gives each flat state's
 * length in numbers.
 */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly Tensor[];
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly states: Readonly<Record<string, number>>;
  readonly pins: readonly Pin[];
}

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The tensor that owns the storage: views are followed to their source. */
export function storageOf(tensor: Tensor): Tensor {
  let owner = tensor;
  while (owner.source.kind === 'view') owner = owner.source.of;
  return owner;
}

/** Frozen weights a graph reads, each once. */
export function weightsOf(graph: Graph): Set<Tensor> {
  const all = [...graph.nodes.flatMap((node) => node.inputs), ...Object.values(graph.outputs)];
  const owners = all.flatMap((tensor) => (tensor ? [storageOf(tensor)] : []));
  return new Set(owners.filter(({ source }) => source.kind === 'weight'));
}

/** Last axis length. */
export function lastAxis(tensor: Tensor): number {
  return tensor.shape[tensor.shape.length - 1] ?? 1;
}

/**
 * The model name under which a graph's constants are asked for: their tensors are called
 * VALUE×COUNT (see executor.ts).
 */
export const CONSTANTS = 'constant';

/**
 * Offsets in flat states are multiples of this many numbers, so that they can be bound as buffer
 * ranges (256 bytes).
 */
export const STATE_ALIGNMENT = 64;

/** `length` rounded up to the alignment of flat states. */
export function alignedLength(length: number): number {
  return Math.ceil(length / STATE_ALIGNMENT) * STATE_ALIGNMENT;
}

function fail(message: string): never {
  throw new Error(`graph: ${message}`);
}

function sameShape(a: Tensor, b: Tensor, what: string): void {
  if (sizeOf(a.shape) !== sizeOf(b.shape) || lastAxis(a) !== lastAxis(b)) {
    fail(`${what}: shapes [${a.shape}] of ${a.name} and [${b.shape}] of ${b.name} differ`);
  }
}

/** Builds a graph. Methods take and give tensors; shapes are checked as the graph is built. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly inputs: Tensor[] = [];
  readonly outputs: Record<string, Tensor> = {};
  readonly states: Record<string, number> = {};
  readonly pins: Pin[] = [];
  private nextId = 0;
  private readonly weights = new Map<string, Tensor>();
  private currentModule: string | null = null;

  /** Nodes that `build` adds belong to a module, the outermost of those named. */
  module<Result>(name: string, build: () => Result): Result {
    if (this.currentModule !== null) return build();
    this.currentModule = name;
    try {
      return build();
    } finally {
      this.currentModule = null;
    }
  }

  private tensor(name: string, shape: Shape, source: TensorSource, dtype: DType = 'f32'): Tensor {
    if (shape.some((length) => !Number.isInteger(length) || length < 1))
      fail(`${name} has shape [${shape}]`);
    return { id: this.nextId++, name, shape, dtype, source };
  }

  /** Tensor uploaded before each run. */
  input(name: string, shape: Shape, dtype: DType = 'f32'): Tensor {
    if (this.inputs.some((known) => known.name === name)) fail(`two inputs are called ${name}`);
    const tensor = this.tensor(name, shape, { kind: 'input' }, dtype);
    this.inputs.push(tensor);
    return tensor;
  }

  /** Frozen tensor of a checkpoint; `shape` is the shape after `layout`. */
  weight(model: string, tensor: string, layout: WeightLayout, shape: Shape): Tensor {
    const key = `${model}/${tensor}/${layout}`;
    const known = this.weights.get(key);
    if (known) return known;
    const made = this.tensor(key, shape, { kind: 'weight', model, tensor, layout });
    this.weights.set(key, made);
    return made;
  }

  /**
   * A frozen tensor of one number repeated: the scale or shift of a norm whose checkpoint keeps
   * none.
   */
  constant(value: number, shape: Shape): Tensor {
    return this.weight(CONSTANTS, `${value}×${sizeOf(shape)}`, 'stored', shape);
  }

  /** Declares a flat persistent state of `length` numbers (shared between programs by its name). */
  declareState(state: string, length: number): void {
    const known = this.states[state];
    if (known !== undefined && known !== length)
      fail(`state ${state} declared with ${known} and ${length} numbers`);
    this.states[state] = length;
  }

  /** A slice of a flat state as a tensor. */
  state(state: string, offset: number, shape: Shape, name = state): Tensor {
    const length = this.states[state] ?? fail(`state ${state} is not declared`);
    if (offset % STATE_ALIGNMENT !== 0)
      fail(`offset ${offset} of ${name} is not a multiple of ${STATE_ALIGNMENT}`);
    if (offset + sizeOf(shape) > length)
      fail(`${name} ends past state ${state} of ${length} numbers`);
    return this.tensor(name, shape, { kind: 'state', state, offset });
  }

  /** The same numbers under another shape. */
  reshape(x: Tensor, shape: Shape): Tensor {
    if (sizeOf(shape) !== sizeOf(x.shape))
      fail(`cannot view [${x.shape}] of ${x.name} as [${shape}]`);
    return this.tensor(x.name, shape, { kind: 'view', of: x }, x.dtype);
  }

  /** Names a tensor as a result of the graph. */
  output(name: string, tensor: Tensor): void {
    this.outputs[name] = tensor;
  }

  /** Asks that a node's result be written into a flat state. */
  pin(tensor: Tensor, state: string, offset: number): void {
    if (storageOf(tensor).source.kind !== 'node')
      fail(`${tensor.name} is not computed and cannot be pinned`);
    this.pins.push({ tensor, state, offset });
  }

  /** Adds a node of any kind; the named methods below are the checked way. */
  node(
    op: Op,
    inputs: readonly (Tensor | null)[],
    shapes: readonly Shape[],
    name: string,
  ): readonly Tensor[] {
    const outputs: Tensor[] = [];
    const node: GraphNode = {
      id: this.nodes.length,
      op,
      inputs,
      outputs,
      module: this.currentModule,
    };
    shapes.forEach((shape, index) =>
      outputs.push(this.tensor(name, shape, { kind: 'node', node, index })),
    );
    this.nodes.push(node);
    return outputs;
  }

  private one(op: Op, inputs: readonly (Tensor | null)[], shape: Shape): Tensor {
    return this.node(op, inputs, [shape], op.kind)[0]!;
  }

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

  mixPerSample(x: Tensor, y: Tensor, coefficients: Tensor): Tensor {
    sameShape(x, y, 'mixPerSample');
    return this.one({ kind: 'mixPerSample' }, [x, y, coefficients], x.shape);
  }

  sampleErrors(policy: Tensor, reference: Tensor | null, target: Tensor, k: Tensor): Tensor {
    sameShape(policy, target, 'sampleErrors');
    return this.one(
      { kind: 'sampleErrors' },
      [policy, reference, target, k],
      [policy.shape[0]!, 3],
    );
  }

  /** Terms [N,6] of a training method; `table` [N,columns] where the method reads one. */
  objective(
    terms: ObjectiveTerms,
    errors: Tensor,
    scores: Tensor,
    numbers: Tensor,
    table: Tensor | null = null,
  ): Tensor {
    const n = errors.shape[0]!;
    const columns = columnsRead(terms, n);
    if (
      sizeOf(errors.shape) !== 3 * n ||
      sizeOf(scores.shape) !== n ||
      sizeOf(numbers.shape) !== numberNames(terms).length ||
      (table ? sizeOf(table.shape) : 0) !== n * columns
    )
      fail(
        `objective ${terms.id} of ${n} samples wants errors [${n},3], scores [${n}], ` +
          `${numberNames(terms).length} numbers and a table [${n},${columns}], got ` +
          `[${errors.shape}], [${scores.shape}], [${numbers.shape}] and ` +
          `${table ? `[${table.shape}]` : 'none'}`,
      );
    return this.one({ kind: 'objective', terms }, [errors, scores, numbers, table], [n, 6]);
  }

  /** dL/dpolicy [N,…] from terms [N,6]; `reference` where the method reads both predictions. */
  sampleErrorsInput(
    policy: Tensor,
    target: Tensor,
    k: Tensor,
    terms: Tensor,
    reference: Tensor | null = null,
  ): Tensor {
    if (reference) sameShape(policy, reference, 'sampleErrorsInput');
    return this.one(
      { kind: 'sampleErrorsInput' },
      [policy, target, k, terms, reference],
      policy.shape,
    );
  }

  /** Distances [N,4] of two predictions from each other and of their mixtures from the target. */
  predictionDistances(policy: Tensor, reference: Tensor, target: Tensor, k: Tensor): Tensor {
    sameShape(policy, reference, 'predictionDistances');
    sameShape(policy, target, 'predictionDistances');
    return this.one(
      { kind: 'predictionDistances' },
      [policy, reference, target, k],
      [policy.shape[0]!, DISTANCE_COLUMNS],
    );
  }

  /**
   * Mean masked log-probabilities of tokens under policy and reference logits [N,…,V] as
   * errors[N,3], and the policy's log-sum-exp [N,L].
   */
  maskedLogProb(
    policy: Tensor,
    reference: Tensor | null,
    tokens: Tensor,
    mask: Tensor,
    k: Tensor,
  ): { errors: Tensor; lse: Tensor } {
    if (reference) sameShape(policy, reference, 'maskedLogProb');
    const positions = this.maskedPositions('maskedLogProb', policy, tokens, mask, k);
    const [errors, lse] = this.node(
      { kind: 'maskedLogProb' },
      [policy, reference, tokens, mask, k],
      [[policy.shape[0]!, 3], positions],
      'maskedLogProb',
    );
    return { errors: errors!, lse: lse! };
  }

  maskedLogProbInput(
    policy: Tensor,
    tokens: Tensor,
    mask: Tensor,
    k: Tensor,
    terms: Tensor,
    lse: Tensor,
  ): Tensor {
    this.maskedPositions('maskedLogProbInput', policy, tokens, mask, k);
    return this.one(
      { kind: 'maskedLogProbInput' },
      [policy, tokens, mask, k, terms, lse],
      policy.shape,
    );
  }

  /** [N, L] of logits [N,…,V]; checks that tokens, mask and k belong to them. */
  private maskedPositions(
    what: string,
    policy: Tensor,
    tokens: Tensor,
    mask: Tensor,
    k: Tensor,
  ): Shape {
    const n = policy.shape[0]!;
    const l = sizeOf(policy.shape) / lastAxis(policy) / n;
    if (
      tokens.dtype !== 'i32' ||
      sizeOf(tokens.shape) !== n * l ||
      sizeOf(mask.shape) !== n * l ||
      sizeOf(k.shape) !== n
    ) {
      fail(
        `${what} of logits [${policy.shape}] wants i32 tokens [${n},${l}], mask [${n},${l}] ` +
          `and k [${n}], got ${tokens.dtype} [${tokens.shape}], [${mask.shape}] and [${k.shape}]`,
      );
    }
    return [n, l];
  }

  gradientNorm(gradients: Tensor): Tensor {
    return this.one({ kind: 'gradientNorm' }, [gradients], [4]);
  }

  /** Weight decay is decoupled as AdamW's unless `coupled`, as Adam's. */
  adamw(
    parameters: Tensor,
    gradients: Tensor,
    m: Tensor,
    v: Tensor,
    norm: Tensor,
    options: { coupled?: boolean } = {},
  ): void {
    this.node(
      { kind: 'adamw', coupled: options.coupled ?? false },
      [parameters, gradients, m, v, norm],
      [],
      'adamw',
    );
  }

  sgd(
    parameters: Tensor,
    gradients: Tensor,
    buffer: Tensor,
    norm: Tensor,
    options: { nesterov?: boolean } = {},
  ): void {
    this.node(
      { kind: 'sgd', nesterov: options.nesterov ?? false },
      [parameters, gradients, buffer, norm],
      [],
      'sgd',
    );
  }

  /** `matrices` lie in the four states of one length. */
  adafactor(
    parameters: Tensor,
    gradients: Tensor,
    rowMeans: Tensor,
    columnMeans: Tensor,
    norm: Tensor,
    matrices: readonly MatrixPlace[],
  ): void {
    this.node(
      { kind: 'adafactor', matrices },
      [parameters, gradients, rowMeans, columnMeans, norm],
      [],
      'adafactor',
    );
  }

  /** The finished graph. */
  build(): Graph {
    return {
      nodes: this.nodes,
      inputs: this.inputs,
      outputs: this.outputs,
      states: this.states,
      pins: this.pins,
    };
  }
}

// What a static graph is made of: tensors, nodes and where a tensor's numbers come from. It knows
// shapes, not devices: nothing here runs. A graph is built for one batch size and resolution; an
// executor plans buffers for it and runs it. Frozen weights are named by (model, tensor, layout)
// and fetched by the executor; adapters are slices of a flat state.

import type { Op } from './ops';

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

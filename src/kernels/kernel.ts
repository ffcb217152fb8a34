// The seam between kernels and the WGSL executor: a kernel lowers one graph node to a list of
// dispatches, and has a plain float64 reference with the same signature for every device to be
// tested against.
//
// Conventions of every .wgsl file: entry point `main`, @workgroup_size(64) one-dimensional;
// storage buffers at @group(0) @binding(0…) in the order of `bindings`; the node's constants
// (sizes, strides, flags) as a uniform struct at @group(1) @binding(0) when `params` is given; the
// step uniforms (struct of f32 in the order of UNIFORM_NAMES, as far as the kernel reads) at
// @group(1) @binding(1) when `stepUniforms` is true. The flat thread index is (workgroup_id.y ·
// num_workgroups.x + workgroup_id.x) · 64 + local_invocation_index: large grids are folded into two
// dimensions by the executor, so every kernel guards `index < count`. At most 7 storage bindings.

import type { GraphNode, Shape } from '../graph/graph';
import type { Op, OpKind, Uniforms } from '../graph/ops';

/** Opaque handle of a buffer range, given out by the executor's planner. */
export interface BufferRef {
  readonly ref: unknown;
}

export interface Binding {
  readonly buffer: BufferRef;
  readonly access: 'read' | 'read_write';
}

/** One compute dispatch. Equal `wgsl` + `constants` share one pipeline. */
export interface Dispatch {
  readonly label: string;
  /** Complete WGSL source (the weight placeholder already replaced). */
  readonly wgsl: string;
  /** Pipeline-overridable constants: few booleans only. */
  readonly constants?: Readonly<Record<string, number>>;
  readonly bindings: readonly Binding[];
  /** Words of the params struct: integers become u32, `{f: x}` becomes f32. */
  readonly params?: readonly (number | { readonly f: number })[];
  readonly stepUniforms?: boolean;
  /** Workgroups of 64 threads to launch (the executor folds above 65,535). */
  readonly workgroups: number;
}

/**
 * How a bound tensor is stored: `f16` = packed pairs read by unpack2x16float (frozen weights only).
 */
export type Storage = 'f32' | 'i32' | 'f16';

export interface LoweringContext {
  /** Buffer of input i; throws when the slot is null. */
  input(index: number): BufferRef;
  /** Storage of input i. */
  storage(index: number): Storage;
  output(index: number): BufferRef;
  /** Scratch that lives for this node only. */
  scratch(numbers: number): BufferRef;
  /** A buffer of a few zero numbers to bind where an optional input is null. */
  readonly nothing: BufferRef;
  /**
   * `portable`: no workgroup memory, no barriers (software adapters, unknown GPUs). `tuned`: may
   * use both.
   */
  readonly variant: 'portable' | 'tuned';
  /** True on a software adapter: large register tiles pay there and thread counts do not matter. */
  readonly software: boolean;
}

export type Lowering = (node: GraphNode, context: LoweringContext) => Dispatch[];

/** A tensor for the float64 references; i32 values are stored as numbers too. */
export interface ReferenceTensor {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/**
 * Plain loops in float64. Returns one array an output; in-place ops write into their inputs and
 * return [].
 */
export type Reference<K extends OpKind> = (
  op: Extract<Op, { kind: K }>,
  inputs: readonly (ReferenceTensor | null)[],
  outputShapes: readonly Shape[],
  uniforms: Uniforms,
) => Float64Array[];

// The seam between kernels and the WGSL executor: a kernel lowers one graph node to a list of
// dispatches, and has a plain float64 reference with the same signature for every device to be
// tested against.
//
// Conventions of every .wgsl file: entry point `main`, @workgroup_size(64) one-dimensional;
// storage buffers at @group(0) @binding(0…) in the order of `bindings`, at most 8; the node's
// constants (sizes, strides, flags) and the step uniforms it reads as one uniform struct `Params`
// at @group(0) @binding(8), in the order of `params`. Everything lies in one bind group with fixed
// offsets, so that a dispatch costs one setBindGroup. Shared pieces are included by name
// (prelude/prelude.ts); `threadIndex` of prelude/invocation.wgsl is the flat thread index.

import type { DeviceProfile } from './deviceProfile';
import type { GraphNode, Shape } from '../graph/graph';
import type { Op, OpKind, UniformName, Uniforms } from '../graph/ops';

/** Opaque handle of a buffer range, given out by the executor's planner. */
export interface BufferRef {
  readonly ref: unknown;
}

export interface Binding {
  readonly buffer: BufferRef;
  readonly access: 'read' | 'read_write';
}

/**
 * One word of a kernel's `Params`: an integer becomes u32, `{f}` an f32, `{uniform}` an f32 that
 * takes the value of that step uniform in every run.
 */
export type Param = number | { readonly f: number } | { readonly uniform: UniformName };

/** One compute dispatch. Equal `wgsl` + `constants` share one pipeline. */
export interface Dispatch {
  readonly label: string;
  /** WGSL source (the weight placeholder already replaced, includes not yet). */
  readonly wgsl: string;
  /** Pipeline-overridable constants: few booleans only. */
  readonly constants?: Readonly<Record<string, number>>;
  readonly bindings: readonly Binding[];
  /** Words of the `Params` struct, in its order. */
  readonly params: readonly Param[];
  /** Workgroups of 64 threads to launch (the executor folds above 65,535). */
  readonly workgroups: number;
}

/**
 * How a bound tensor is stored. Frozen weights alone may be `f16` (packed pairs, unpack2x16float)
 * or `int8` (four to a word, behind one f32 scale per column).
 */
export type Storage = 'f32' | 'i32' | 'f16' | 'int8';

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
  /** The device to choose kernels for. */
  readonly profile: DeviceProfile;
  /**
   * The kernel of `candidates` (the plain one first) that was measured to be fastest on this device
   * for this key, if any was.
   */
  choice(key: string, candidates: readonly string[]): string | undefined;
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

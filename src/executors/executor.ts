// What an executor promises: it takes a finished graph, the frozen weights it names and runs it,
// keeping flat states (adapters, gradients, moments) between runs and between programs. It is not
// told what the graph means. Each user of the device (a training run, a sampler, a scorer) works in
// a workspace of its own, so that several live side by side.

import { CONSTANTS, type Graph, type WeightLayout } from '../graph/graph';
import type { Uniforms } from '../graph/ops';
import type { DeviceUse } from './scheduler';

/** `reference` is the float64 interpreter of the tests; no screen offers it. */
export type ExecutorName = 'wgsl' | 'tfjs-cpu' | 'tfjs-wasm' | 'tfjs-webgpu' | 'reference';

/** One tensor of a checkpoint, as in the file. F16 data are raw bit patterns. */
export type StoredTensor =
  | { readonly dtype: 'F32'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly dtype: 'F16'; readonly shape: readonly number[]; readonly data: Uint16Array };

/**
 * The frozen weights of one model. `id` names their content (a hash): executors cache uploads by
 * it.
 */
export interface WeightSource {
  readonly id: string;
  /** Throws StudioError BadModel when the tensor is missing. */
  get(tensor: string): StoredTensor;
}

export interface CompileOptions {
  /** Weight sources by the model names the graph uses ('unet', 'vae', 'text_encoder'). */
  readonly weights: Readonly<Record<string, WeightSource>>;
  /**
   * `file` (default): f16 where the file is f16, else f32. `f16`: matmul, conv and embedding
   * weights rounded to f16.
   *  tfjs executors always compute and store f32.
   */
  readonly weightStorage?: 'file' | 'f16';
}

export type InputData = Readonly<Record<string, Float32Array | Int32Array>>;

/** Results of a run by output name, in the order of the tensor's shape. */
export type OutputData = Record<string, Float32Array>;

/** A planned graph. Its runs happen in the order of the calls. */
export interface Program {
  /** Dispatches (wgsl) or tfjs kernels per run, for the benchmark and the capability panel. */
  readonly dispatches: number;
  /** Bytes planned for activations. */
  readonly activationBytes: number;
  /**
   * Runs once with these inputs (all inputs, or those that change: earlier values are kept) and
   * uniforms (kept likewise), and resolves with the outputs named (all if none is given; `[]` reads
   * nothing back) as this very run computed them. Inputs are copied before the call returns, so
   * that the next run may be asked for at once. Errors: throws on unknown or missing inputs and
   * outputs; StudioError DeviceLost, OutOfMemory.
   */
  run(
    inputs: InputData,
    uniforms?: Partial<Uniforms>,
    outputs?: readonly string[],
  ): Promise<OutputData>;
  dispose(): void;
}

/**
 * One user's place on the device: flat states under names of its own, and the programs that use
 * them. What is asked of a workspace happens in the order of the calls: a state written before a
 * run is what the run sees.
 */
export interface Workspace {
  compile(graph: Graph, options: CompileOptions): Promise<Program>;
  /** Creates or overwrites a flat state; zeros without `data`, which is copied. */
  writeState(name: string, length: number, data?: Float32Array): void;
  readState(name: string): Promise<Float32Array>;
  dropState(name: string): void;
  /** Frees its programs and states. */
  dispose(): void;
}

/**
 * The device. It is itself a workspace (of training steps), for tests and tools that are its only
 * user; its `dispose` ends all workspaces and the device.
 */
export interface Executor extends Workspace {
  readonly name: ExecutorName;
  /**
   * Adapter or backend in words for the screen, e.g. "SwiftShader (software)" or "wasm, 1 thread,
   * SIMD".
   */
  readonly description: string;
  /** Opens a workspace whose runs share the device as `use` says (scheduler.ts). */
  openWorkspace(use: DeviceUse): Workspace;
  /** Resolves with the reason if the device is lost (never for tfjs-cpu and wasm). */
  readonly lost: Promise<string>;
}

/** Constants of a graph (GraphBuilder.constant): they are in no checkpoint. */
const constants: WeightSource = {
  id: CONSTANTS,
  get(tensor) {
    const [value, count] = tensor.split('×').map(Number) as [number, number];
    return { dtype: 'F32', shape: [count], data: new Float32Array(count).fill(value) };
  },
};

/**
 * Where the tensors of a model named in a graph come from; undefined when the caller gave none of
 * that name.
 */
export function weightSource(
  weights: CompileOptions['weights'],
  model: string,
): WeightSource | undefined {
  return model === CONSTANTS ? constants : weights[model];
}

/**
 * Shape a checkpoint tensor of rank 2 or 4 (any, if `stored`) has once laid out. Errors: throws
 * when the rank does not suit the layout.
 */
export function layoutShape(shape: readonly number[], layout: WeightLayout): number[] {
  if (layout === 'stored') return [...shape];
  const [o, i, kh = 1, kw = 1] = shape as [number, number, number?, number?];
  if (shape.length !== 2 && shape.length !== 4)
    throw new Error(`layout ${layout} wants a [O,I] or [O,I,kh,kw] tensor, got [${shape}]`);
  return [kh * kw * i, o];
}

/** Output rows laid out at a time: their source lines stay in the cache. */
const BLOCK = 16;

/**
 * Lays a checkpoint tensor out for the kernels (see WeightLayout). Works on f32 values, f16 bit
 * patterns and int8 alike. Errors: throws when the tensor's rank does not suit the layout.
 */
export function layoutWeight<A extends Float32Array | Uint16Array | Int8Array>(
  data: A,
  shape: readonly number[],
  layout: WeightLayout,
): { data: A; shape: number[] } {
  const laid = layoutShape(shape, layout);
  if (layout === 'stored') return { data, shape: laid };
  const [o, i, kh = 1, kw = 1] = shape as [number, number, number?, number?];
  const out = new (data.constructor as new (length: number) => A)(data.length);
  const taps = kh * kw;
  for (let first = 0; first < o; first += BLOCK) {
    const last = Math.min(o, first + BLOCK);
    for (let ii = 0; ii < i; ii++) {
      for (let tap = 0; tap < taps; tap++) {
        const row = (tap * i + ii) * o;
        for (let oo = first; oo < last; oo++) out[row + oo] = data[(oo * i + ii) * taps + tap]!;
      }
    }
  }
  return { data: out, shape: laid };
}

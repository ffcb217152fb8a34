// What an executor promises: it takes a finished graph, the frozen weights it names and runs it,
// keeping flat states (adapters, gradients, moments) between runs and between programs. It is not
// told what the graph means. Each user of the device (a training run, a sampler, a scorer) works in
// a workspace of its own, so that several live side by side.

import type { Graph } from '../graph/graph';
import type { Uniforms } from '../graph/ops';
import type { DeviceProfile } from '../kernels/deviceProfile';
import type { DeviceUse } from './scheduler';
import type { WeightSources } from './weights/weightSource';

/** `reference` is the float64 interpreter of the tests; no screen offers it. */
export type ExecutorName = 'wgsl' | 'tfjs-cpu' | 'tfjs-wasm' | 'tfjs-webgpu' | 'reference';

/** How matmul, convolution and embedding weights are kept on a GPU. */
export type WeightStorage = 'file' | 'f16' | 'int8';

export interface CompileOptions {
  /** Weight sources by the model names the graph uses ('unet', 'vae', 'text_encoder'). */
  readonly weights: WeightSources;
  /**
   * `file` (default): f16 where the file is f16, else f32. `f16`: matmul, conv and embedding
   * weights rounded to f16. `int8`: matmul and conv weights rounded to int8 with one scale per
   * output row, embeddings to f16. tfjs executors always compute and store f32.
   */
  readonly weightStorage?: WeightStorage;
  /** Measured kernels that an earlier program of this device ran (Program.kernels): kept. */
  readonly kernels?: Readonly<Record<string, string>>;
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
  /** Kernels that were chosen by measuring, by operation and sizes; empty where rules chose. */
  readonly kernels: Readonly<Record<string, string>>;
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
  /**
   * After the runs asked for so far: gives the memory of its results back until it runs again, so
   * that programs which take turns need that of one. Inputs stay.
   */
  rest(): Promise<void>;
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

/** What plans of graphs need to know of a GPU. */
export interface PlannableMemory {
  readonly profile: DeviceProfile;
  /** Bytes that can be had beside those in use, at most `wanted`. Errors: DeviceLost. */
  probeMemory(wanted: number): Promise<number>;
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
  /** Frees weights that no program uses now, not only when the next program is compiled. */
  freeUnusedWeights(): void;
  /** The GPU whose memory graphs can be planned for; null where there is none. */
  readonly memory: PlannableMemory | null;
  /** Resolves with the reason if the device is lost (never for tfjs-cpu and wasm). */
  readonly lost: Promise<string>;
}

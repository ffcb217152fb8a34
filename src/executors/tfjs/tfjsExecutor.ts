// The second executor of the same graphs, on TensorFlow.js: `cpu` is the oracle of the tests,
// `wasm` the fallback where there is no GPU (it trains too), `webgpu` a peer in benchmarks. Never
// uses tf.grads: derivatives are operations of the graph.

import type * as tf from '@tensorflow/tfjs-core';

import type { CompileOptions, Executor, ExecutorName, Program, Workspace } from '../executor';
import { DeviceScheduler, type DeviceUse, type Lane } from '../scheduler';
import type { Graph } from '../../graph/graph';
import { selectBackend, startBackend, type TfjsBackend, type TfjsOptions } from './backend';
import { composedTable } from './ops/composed/table';
import { heapTable } from './ops/heap/table';
import { heapView } from './ops/heap/heap';
import { FlatStates } from './states';
import { TfjsProgram } from './tfjsProgram';
import { WeightCache } from './weights';

export type { TfjsBackend, TfjsOptions, WasmPaths } from './backend';

/** What the workspaces of a backend share. */
interface Shared {
  readonly backend: TfjsBackend;
  readonly scheduler: DeviceScheduler;
  readonly weights: WeightCache;
}

class TfjsWorkspace implements Workspace {
  private readonly states: FlatStates;
  private readonly lane: Lane;
  private readonly programs = new Set<Program>();

  constructor(
    private readonly shared: Shared,
    use: DeviceUse,
    /** Told when it is disposed. */
    private readonly closed: (workspace: Workspace) => void,
  ) {
    this.lane = shared.scheduler.openLane(use);
    this.states = new FlatStates(
      shared.backend === 'wasm' ? (tensor: tf.Tensor) => heapView(tensor) : () => null,
    );
  }

  async compile(graph: Graph, options: CompileOptions): Promise<Program> {
    const { states, lane, shared } = this;
    const { backend, weights } = shared;
    const table = backend === 'wasm' ? heapTable : composedTable;
    const forget = (program: Program): void => void this.programs.delete(program);
    const host = { backend, table, states, lane, weights, forget };
    const program = await TfjsProgram.compile(host, graph, options);
    this.programs.add(program);
    return program;
  }

  writeState(name: string, length: number, data?: Float32Array): void {
    const { backend } = this.shared;
    selectBackend(backend);
    // A new state, or one of another length, is there at once for programs to be compiled.
    if (!this.states.has(name, length)) {
      this.states.write(name, length, data);
      return;
    }
    this.states.checkLength(name, length, data);
    const copy = data?.slice();
    void this.lane.run(() => {
      selectBackend(backend);
      if (this.states.has(name, length)) this.states.write(name, length, copy);
    }, 'reading');
  }

  readState(name: string): Promise<Float32Array> {
    return this.lane.run(() => {
      selectBackend(this.shared.backend);
      return this.states.read(name);
    }, 'reading');
  }

  dropState(name: string): void {
    this.states.drop(name);
  }

  dispose(): void {
    for (const program of this.programs) program.dispose();
    this.programs.clear();
    this.states.dispose();
    this.closed(this);
  }
}

class TfjsExecutor extends TfjsWorkspace implements Executor {
  readonly name: ExecutorName;
  readonly memory = null;
  readonly lost: Promise<string> = new Promise(() => {});
  private readonly opened = new Set<Workspace>();
  private readonly all: Shared;

  constructor(
    backend: TfjsBackend,
    readonly description: string,
  ) {
    const all = { backend, scheduler: new DeviceScheduler(), weights: new WeightCache(backend) };
    super(all, 'step', () => undefined);
    this.all = all;
    this.name = `tfjs-${backend}`;
  }

  openWorkspace(use: DeviceUse): Workspace {
    const opened = new TfjsWorkspace(this.all, use, () => this.opened.delete(opened));
    this.opened.add(opened);
    return opened;
  }

  /** The cache frees a weight with its last user. */
  freeUnusedWeights(): void {}

  override dispose(): void {
    for (const opened of this.opened) opened.dispose();
    super.dispose();
    this.all.weights.dispose();
  }
}

/**
 * Starts a tfjs backend (once per thread) and gives an executor with states and weights of its own.
 *  Errors: Unsupported when the backend cannot start here.
 */
export async function createTfjsExecutor(
  backend: TfjsBackend,
  options: TfjsOptions = {},
): Promise<Executor> {
  return new TfjsExecutor(backend, await startBackend(backend, options));
}

// The second executor of the same graphs, on TensorFlow.js: `cpu` is the oracle of the tests,
// `wasm` the fallback where there is no GPU (it trains too), `webgpu` a peer in benchmarks. Never
// uses tf.grads: derivatives are operations of the graph.

import type * as tf from '@tensorflow/tfjs-core';

import type { CompileOptions, Executor, ExecutorName, Program } from '../executor';
import type { Graph } from '../../graph/graph';
import { selectBackend, startBackend, type TfjsBackend, type TfjsOptions } from './backend';
import { composedTable } from './ops/composed/table';
import { heapTable } from './ops/heap/table';
import { heapView } from './ops/heap/heap';
import { FlatStates } from './states';
import { TfjsProgram } from './tfjsProgram';
import { WeightCache } from './weights';

export type { TfjsBackend, TfjsOptions, WasmPaths } from './backend';

class TfjsExecutor implements Executor {
  readonly name: ExecutorName;
  readonly lost: Promise<string> = new Promise(() => {});
  private readonly states: FlatStates;
  private readonly weights = new WeightCache();
  private readonly programs = new Set<Program>();

  constructor(
    private readonly backend: TfjsBackend,
    readonly description: string,
  ) {
    this.name = `tfjs-${backend}`;
    this.states = new FlatStates(
      backend === 'wasm' ? (tensor: tf.Tensor) => heapView(tensor) : () => null,
    );
  }

  async compile(graph: Graph, options: CompileOptions): Promise<Program> {
    const { backend, states, weights } = this;
    const table = backend === 'wasm' ? heapTable : composedTable;
    const forget = (program: Program): void => void this.programs.delete(program);
    const program = new TfjsProgram({ backend, table, states, weights, forget }, graph, options);
    this.programs.add(program);
    return program;
  }

  writeState(name: string, length: number, data?: Float32Array): void {
    selectBackend(this.backend);
    this.states.write(name, length, data);
  }

  async readState(name: string): Promise<Float32Array> {
    selectBackend(this.backend);
    return this.states.read(name);
  }

  dropState(name: string): void {
    this.states.drop(name);
  }

  dispose(): void {
    for (const program of this.programs) program.dispose();
    this.programs.clear();
    this.weights.dispose();
    this.states.dispose();
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

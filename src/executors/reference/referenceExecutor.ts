// The float64 executor: the oracle the other executors are tested against, behind the same
// interface.
// It keeps flat states in float64 between runs; only inputs and the results of `run` and
// `readState` pass through float32. Slow (plain loops, no plan): tests and small parity cases only.

import type { Graph } from '../../graph/graph';
import type { Uniforms } from '../../graph/ops';
import type { CompileOptions, Executor, InputData, OutputData, Program } from '../executor';
import { interpret, readWeights, type Numbers } from './interpret';

/** A compiled graph whose results can also be read in float64. */
export interface ReferenceProgram extends Program {
  /** Output values of the last run, unrounded. */
  values(name: string): Float64Array;
}

export class ReferenceExecutor implements Executor {
  readonly name = 'reference';
  readonly description = 'float64 reference';
  readonly memory = null;
  readonly lost = new Promise<string>(() => undefined);
  private readonly states = new Map<string, Float64Array>();

  async compile(graph: Graph, options: CompileOptions): Promise<ReferenceProgram> {
    for (const [name, length] of Object.entries(graph.states)) {
      const known = this.states.get(name);
      if (!known) this.states.set(name, new Float64Array(length));
      else if (known.length !== length)
        throw new Error(`state ${name} has ${known.length} numbers, the graph wants ${length}`);
    }
    const weight = await readWeights(graph, options.weights, options.weightStorage);
    const inputs: Record<string, Numbers> = {};
    let uniforms: Partial<Uniforms> = {};
    let results = new Map<string, Float64Array>();
    const values = (name: string): Float64Array => {
      const known = results.get(name);
      if (!known) throw new Error(`no output ${name}: has the program run?`);
      return known;
    };
    return {
      dispatches: graph.nodes.length,
      activationBytes: 0,
      kernels: {},
      run: (
        given: InputData,
        changed?: Partial<Uniforms>,
        names: readonly string[] = Object.keys(graph.outputs),
      ): Promise<OutputData> => {
        Object.assign(
          inputs,
          Object.fromEntries(Object.entries(given).map(([name, data]) => [name, data.slice()])),
        );
        uniforms = { ...uniforms, ...changed };
        const valuesOf = interpret(graph, { inputs, weight, states: this.states, uniforms });
        results = new Map(
          Object.entries(graph.outputs).map(([name, tensor]) => [name, valuesOf(tensor)]),
        );
        return Promise.resolve(
          Object.fromEntries(names.map((name) => [name, Float32Array.from(values(name))])),
        );
      },
      values,
      rest: () => Promise.resolve(),
      dispose: () => results.clear(),
    };
  }

  /** Nothing is shared, so a workspace is another of its kind. */
  openWorkspace(): ReferenceExecutor {
    return new ReferenceExecutor();
  }

  writeState(name: string, length: number, data?: Float32Array): void {
    if (data && data.length !== length)
      throw new Error(`state ${name}: ${data.length} numbers given, ${length} wanted`);
    const known = this.states.get(name);
    const state = known?.length === length ? known : new Float64Array(length);
    state.set(data ?? new Float64Array(length));
    this.states.set(name, state);
  }

  /** The state itself, in float64, not a copy. */
  state(name: string): Float64Array {
    const known = this.states.get(name);
    if (!known) throw new Error(`no state ${name}`);
    return known;
  }

  readState(name: string): Promise<Float32Array> {
    return Promise.resolve(Float32Array.from(this.state(name)));
  }

  dropState(name: string): void {
    this.states.delete(name);
  }

  /** It keeps no weights. */
  freeUnusedWeights(): void {}

  dispose(): void {
    this.states.clear();
  }
}

// Runs one graph node by node on the current tfjs backend. Every node runs in tf.tidy; its results
// are dropped after their last reader. A run is a job of its workspace's lane; on cpu and wasm,
// where it blocks the thread, it lets the thread's other events in every few milliseconds, between
// two nodes.

import * as tf from '@tensorflow/tfjs-core';

import { sizeOf, storageOf, type Graph, type Tensor } from '../../graph/graph';
import { DEFAULT_UNIFORMS, UNIFORM_NAMES, type OpKind, type Uniforms } from '../../graph/ops';
import type { CompileOptions, InputData, OutputData, Program } from '../executor';
import type { Lane } from '../scheduler';
import { selectBackend, type TfjsBackend } from './backend';
import type { NodeContext, OpImplementation, OpTable, StateRange } from './ops/implementation';
import { turnDue } from './nextTask';
import { describeFailure } from './describeFailure';
import { KernelCounter } from './kernelCounter';
import { planGraph, type Step, type TfjsPlan } from './plan';
import type { FlatStates } from './states';
import type { WeightCache } from './weights';

/** What a program shares with its workspace. */
export interface ProgramHost {
  readonly backend: TfjsBackend;
  readonly table: OpTable;
  readonly states: FlatStates;
  readonly lane: Lane;
  readonly weights: WeightCache;
  /** Told when a program is disposed. */
  forget(program: Program): void;
}

export class TfjsProgram implements Program {
  readonly activationBytes: number;
  readonly kernels = {};
  private readonly plan: TfjsPlan;
  private readonly weightKeys = new Map<number, string>();
  private readonly inputs = new Map<string, tf.Tensor>();
  private readonly values = new Map<number, tf.Tensor>();
  private uniforms: Uniforms = DEFAULT_UNIFORMS;
  private kernelCount: number | null = null;
  private disposed = false;

  private constructor(
    private readonly host: ProgramHost,
    private readonly graph: Graph,
  ) {
    selectBackend(host.backend);
    this.plan = planGraph(graph);
    this.activationBytes = this.plan.activationBytes;
    this.setUniforms(DEFAULT_UNIFORMS);
    for (const [name, length] of Object.entries(graph.states)) host.states.ensure(name, length);
  }

  /** Plans a graph and brings the weights it names. Errors: BadModel, or what their file says. */
  static async compile(
    host: ProgramHost,
    graph: Graph,
    options: CompileOptions,
  ): Promise<TfjsProgram> {
    const program = new TfjsProgram(host, graph);
    try {
      for (const weight of program.plan.weights)
        program.weightKeys.set(weight.id, await host.weights.acquire(weight, options.weights));
    } catch (error) {
      program.dispose();
      throw error;
    }
    return program;
  }

  /** tfjs kernels of one run, counted during the first; before it, the number of nodes. */
  get dispatches(): number {
    return this.kernelCount ?? this.plan.steps.length;
  }

  async run(
    inputs: InputData,
    uniforms: Partial<Uniforms> = {},
    outputs: readonly string[] = Object.keys(this.graph.outputs),
  ): Promise<OutputData> {
    this.throwIfDisposed();
    this.check(inputs, outputs);
    // Copied now: the caller may refill its arrays while earlier work is still being done.
    const copies = Object.entries(inputs).map(([name, data]) => [name, data.slice()] as const);
    const given = { ...uniforms };
    const reading = await this.host.lane.run(async () => {
      this.throwIfDisposed();
      selectBackend(this.host.backend);
      for (const [name, data] of copies) this.takeInput(name, data);
      this.checkComplete();
      this.setUniforms(given);
      const results = await this.compute(outputs);
      // Not awaited here: on webgpu later runs may be queued while the copy is under way.
      return { results: readAll(results) };
    });
    return reading.results;
  }

  /** Runs all nodes; the outputs named are the caller's to dispose. */
  private async compute(outputs: readonly string[]): Promise<Map<string, tf.Tensor>> {
    const counter = this.kernelCount === null ? new KernelCounter() : null;
    const results = new Map<string, tf.Tensor>();
    try {
      for (const step of this.plan.steps) {
        const turn = turnDue();
        if (turn) {
          await turn;
          this.throwIfDisposed();
          selectBackend(this.host.backend);
        }
        if (step.node.op.kind === 'objective' && this.host.backend === 'webgpu')
          await this.fetch(step);
        if (counter) counter.count(() => this.runStep(step));
        else this.runStep(step);
      }
      for (const name of outputs) {
        const tensor = this.graph.outputs[name]!;
        results.set(
          name,
          tf.tidy(() => tf.clone(this.resolve(tensor))),
        );
      }
      if (counter) this.kernelCount = counter.kernels;
      return results;
    } catch (error) {
      for (const result of results.values()) result.dispose();
      throw describeFailure(error);
    } finally {
      for (const value of this.values.values()) value.dispose();
      this.values.clear();
    }
  }

  /** Results are not kept between runs. */
  rest(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.host.forget(this);
    for (const input of this.inputs.values()) input.dispose();
    this.inputs.clear();
    for (const key of this.weightKeys.values()) this.host.weights.release(key);
  }

  private throwIfDisposed(): void {
    if (this.disposed) throw new Error('tfjs executor: this program was disposed');
  }

  /** Uniforms are float32 on every device, so that ties (score = τ) fall alike. */
  private setUniforms(change: Partial<Uniforms>): void {
    const next: Record<string, number> = { ...this.uniforms };
    for (const name of UNIFORM_NAMES) next[name] = Math.fround(change[name] ?? this.uniforms[name]);
    this.uniforms = next as Uniforms;
  }

  private check(inputs: InputData, outputs: readonly string[]): void {
    for (const [name, data] of Object.entries(inputs)) {
      const declared = this.graph.inputs.find((tensor) => tensor.name === name);
      if (!declared) throw new Error(`tfjs executor: the graph has no input called ${name}`);
      if (data.length !== sizeOf(declared.shape))
        throw new Error(
          `tfjs executor: input ${name} wants ${sizeOf(declared.shape)} numbers, got ` +
            `${data.length}`,
        );
    }
    for (const name of outputs)
      if (!this.graph.outputs[name])
        throw new Error(
          `tfjs executor: no output is called ${name}; there are ` +
            `${Object.keys(this.graph.outputs).join(', ')}`,
        );
  }

  private takeInput(name: string, data: Float32Array | Int32Array): void {
    const declared = this.graph.inputs.find((tensor) => tensor.name === name)!;
    const shape = [...declared.shape];
    const tensor =
      declared.dtype === 'i32'
        ? tf.tensor(data instanceof Int32Array ? data : Int32Array.from(data), shape, 'int32')
        : tf.tensor(data instanceof Float32Array ? data : Float32Array.from(data), shape);
    this.inputs.get(name)?.dispose();
    this.inputs.set(name, tf.keep(tensor));
  }

  private checkComplete(): void {
    const missing = this.graph.inputs.filter((tensor) => !this.inputs.has(tensor.name));
    if (missing.length > 0)
      throw new Error(
        `tfjs executor: inputs ${missing.map((tensor) => tensor.name).join(', ')} were never ` +
          'given',
      );
  }

  /** Runs inside tidy: the tensor with the graph's shape. */
  private resolve(tensor: Tensor): tf.Tensor {
    const owner = storageOf(tensor);
    const value = this.stored(owner);
    return sameShape(value.shape, tensor.shape) ? value : tf.reshape(value, [...tensor.shape]);
  }

  private stored(owner: Tensor): tf.Tensor {
    const { source } = owner;
    let value: tf.Tensor | undefined;
    if (source.kind === 'input') value = this.inputs.get(owner.name);
    else if (source.kind === 'weight')
      value = this.host.weights.get(this.weightKeys.get(owner.id)!);
    else if (source.kind === 'state')
      value = this.host.states.range(source.state, source.offset, sizeOf(owner.shape)).read();
    else value = this.values.get(owner.id);
    if (!value) throw new Error(`tfjs executor: ${owner.name} is not computed yet`);
    return value;
  }

  /** Brings a node's inputs to the host, for an operation that computes there. */
  private async fetch({ node }: Step): Promise<void> {
    for (const input of node.inputs) if (input) await this.stored(storageOf(input)).data();
    selectBackend(this.host.backend);
  }

  private runStep({ node, drop, pins }: Step): void {
    const implementation = this.host.table[node.op.kind] as OpImplementation<OpKind>;
    // An optimizer reads and writes its states where they lie; the norm, its last input, is a value
    // like others.
    const inPlace = ['adafactor', 'adamw', 'sgd'].includes(node.op.kind);
    const outputs = tf.tidy(() => {
      const inputs = node.inputs.map((input, index) =>
        input && !(inPlace && index < node.inputs.length - 1) ? this.resolve(input) : null,
      );
      return implementation(node.op, inputs, this.context(node.inputs, node.outputs));
    });
    node.outputs.forEach((output, index) => this.values.set(output.id, outputs[index]!));
    for (const pin of pins) {
      this.host.states
        .range(pin.state, pin.offset, sizeOf(pin.tensor.shape))
        .write(this.values.get(storageOf(pin.tensor).id)!);
    }
    for (const id of drop) {
      this.values.get(id)?.dispose();
      this.values.delete(id);
    }
  }

  private context(inputs: readonly (Tensor | null)[], outputs: readonly Tensor[]): NodeContext {
    const weightKey = (index: number): string | undefined => {
      const input = inputs[index];
      return input ? this.weightKeys.get(storageOf(input).id) : undefined;
    };
    return {
      uniforms: this.uniforms,
      outputShapes: outputs.map((output) => output.shape),
      frozen: (index) => weightKey(index) !== undefined,
      derived: (index, name, make) => {
        const key = weightKey(index);
        return key === undefined
          ? make(this.resolve(inputs[index]!))
          : this.host.weights.derived(key, name, make);
      },
      state: (index): StateRange => {
        const owner = storageOf(inputs[index]!);
        if (owner.source.kind !== 'state')
          throw new Error(`tfjs executor: ${owner.name} is not a flat state`);
        return this.host.states.range(owner.source.state, owner.source.offset, sizeOf(owner.shape));
      },
    };
  }
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** Reads tensors back and disposes them. */
async function readAll(results: ReadonlyMap<string, tf.Tensor>): Promise<OutputData> {
  try {
    return Object.fromEntries(
      await Promise.all(
        [...results].map(
          async ([name, tensor]) => [name, Float32Array.from(await tensor.data())] as const,
        ),
      ),
    );
  } finally {
    for (const result of results.values()) result.dispose();
  }
}

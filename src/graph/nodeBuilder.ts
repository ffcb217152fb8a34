// What every graph is built of, whatever its operations are: inputs, weights, states, views, nodes,
// results, and what is wrong with a shape.

import type { Op } from './ops';
import {
  CONSTANTS,
  lastAxis,
  sizeOf,
  STATE_ALIGNMENT,
  storageOf,
  type DType,
  type Graph,
  type GraphNode,
  type Pin,
  type Shape,
  type Tensor,
  type TensorSource,
  type WeightLayout,
} from './structure';

/** A graph that cannot be: a fault of who builds it. */
export function fail(message: string): never {
  throw new Error(`graph: ${message}`);
}

/** Errors: throws where two tensors have not the same numbers and last axis. */
export function sameShape(a: Tensor, b: Tensor, what: string): void {
  if (sizeOf(a.shape) !== sizeOf(b.shape) || lastAxis(a) !== lastAxis(b)) {
    fail(`${what}: shapes [${a.shape}] of ${a.name} and [${b.shape}] of ${b.name} differ`);
  }
}

/** Builds a graph node by node; its operations are NetworkBuilder's and GraphBuilder's. */
export class NodeBuilder {
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

  /** Adds a node of one result. */
  protected one(op: Op, inputs: readonly (Tensor | null)[], shape: Shape): Tensor {
    return this.node(op, inputs, [shape], op.kind)[0]!;
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

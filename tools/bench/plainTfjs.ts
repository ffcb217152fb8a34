// The same network as an ordinary TensorFlow.js user writes it: forward out of plain tfjs ops,
// derivatives by tf.variableGrads, tf.train.adam on one variable a matrix. The forward part of our
// graph is read node by node, so that it is surely the same network; attention and upsampling use
// tf.softmax and tf.image, as one would. No gradient clipping, no weight decay.

import * as tf from '@tensorflow/tfjs-core';
import type { InputData } from '../../src/executors/executor';
import { layoutWeight } from '../../src/executors/weights/layout';
import { sourceOf, type WeightSources } from '../../src/executors/weights/weightSource';
import { composedTable } from '../../src/executors/tfjs/ops/composed/table';
import type { NodeContext, OpImplementation } from '../../src/executors/tfjs/ops/implementation';
import { halvesToFloat32 } from '../../src/formats/float16';
import {
  storageOf,
  type Graph,
  type GraphNode,
  type Tensor,
  weightsOf,
} from '../../src/graph/graph';
import { DEFAULT_UNIFORMS, type OpKind } from '../../src/graph/ops';

/**
 * A forward graph: outputs `policy`, `reference`, `target`; inputs `k` and `scores` besides its
 * own.
 */
export interface PlainOptions {
  readonly graph: Graph;
  readonly weights: WeightSources;
  /** Flat adapters of the state `policy`. */
  readonly adapters: Float32Array;
  readonly beta: number;
  readonly c: number;
  readonly temperature: number;
  /** Adam's step size, or null: gradients only. */
  readonly learningRate: number | null;
}

function attention(node: GraphNode, inputs: readonly tf.Tensor[]): tf.Tensor {
  if (node.op.kind !== 'attention') throw new Error('not attention');
  const { heads, scale } = node.op;
  const [q, k, v] = inputs
    .slice(0, 3)
    .map((x) =>
      tf.transpose(
        tf.reshape(x, [x.shape[0]!, x.shape[1]!, heads, x.shape[2]! / heads]),
        [0, 2, 1, 3],
      ),
    );
  const p = tf.softmax(tf.mul(tf.matMul(q!, k!, false, true), scale));
  return tf.reshape(tf.transpose(tf.matMul(p, v!), [0, 2, 1, 3]), [...node.outputs[0]!.shape]);
}

export class PlainTfjs {
  private readonly variables = new Map<string, tf.Variable>();
  private readonly frozen = new Map<number, tf.Tensor>();
  private readonly optimizer: tf.Optimizer | null;
  private result: tf.Tensor | null = null;

  constructor(private readonly options: PlainOptions) {
    this.optimizer = options.learningRate === null ? null : tf.train.adam(options.learningRate);
  }

  /** One training step (or gradients only), enqueued. */
  step(inputs: InputData): void {
    const { graph } = this.options;
    this.result?.dispose();
    const result = tf.tidy(() => {
      const fed = new Map(
        graph.inputs.map((input) => [
          input.name,
          tf.tensor(inputs[input.name] as Float32Array, [...input.shape]),
        ]),
      );
      // The reference needs no derivatives: computed before the tape starts.
      const known = new Map<number, tf.Tensor>();
      const { reference, target } = graph.outputs;
      this.evaluate(reference!, known, fed);
      this.evaluate(target!, known, fed);
      const { value, grads } = tf.variableGrads(
        () => this.loss(known, fed),
        [...this.variablesOf(graph)],
      );
      if (this.optimizer) this.optimizer.applyGradients(grads);
      return value;
    });
    this.result = result;
  }

  /** The loss of the last step. */
  async read(): Promise<number> {
    return (await this.result!.data())[0]!;
  }

  dispose(): void {
    for (const tensor of [...this.variables.values(), ...this.frozen.values()]) tensor.dispose();
    this.result?.dispose();
    this.optimizer?.dispose();
  }

  /** Mean of w·softplus(∓z), z = β·(r − m)/T: the TGO objective with τ = 0, no clip, scale 1. */
  private loss(known: Map<number, tf.Tensor>, fed: Map<string, tf.Tensor>): tf.Scalar {
    const { graph, beta, c, temperature } = this.options;
    const policy = this.evaluate(graph.outputs['policy']!, new Map(known), fed);
    const [reference, target] = [graph.outputs['reference']!, graph.outputs['target']!].map(
      (tensor) => this.evaluate(tensor, known, fed),
    );
    const n = policy.shape[0]!;
    const error = (x: tf.Tensor): tf.Tensor =>
      tf.mul(
        fed.get('k')!,
        tf.mean(tf.squaredDifference(tf.reshape(x, [n, -1]), tf.reshape(target!, [n, -1])), 1),
      );
    const z = tf.mul(tf.sub(error(reference!), error(policy)), beta / temperature);
    const scores = fed.get('scores')!;
    const sign = tf.sub(1, tf.mul(tf.cast(tf.greaterEqual(scores, 0), 'float32'), 2));
    const weight = tf.add(tf.mul(tf.abs(scores), c), 1);
    return tf.mean(tf.mul(weight, tf.softplus(tf.mul(z, sign)))) as tf.Scalar;
  }

  private variablesOf(graph: Graph): Set<tf.Variable> {
    const found = new Set<tf.Variable>();
    const used = [...Object.values(graph.outputs), ...graph.nodes.flatMap((node) => node.inputs)];
    for (const tensor of used)
      if (tensor && storageOf(tensor).source.kind === 'state')
        found.add(this.variable(storageOf(tensor)));
    return found;
  }

  private variable(owner: Tensor): tf.Variable {
    if (owner.source.kind !== 'state') throw new Error(`${owner.name} is no adapter`);
    const { offset } = owner.source;
    const key = `adapter ${offset}`;
    let variable = this.variables.get(key);
    if (!variable) {
      const count = owner.shape.reduce((a, b) => a * b, 1);
      variable = tf.variable(
        tf.tensor(this.options.adapters.slice(offset, offset + count), [...owner.shape]),
        true,
      );
      this.variables.set(key, variable);
    }
    return variable;
  }

  /** Brings the frozen weights; before the first step. */
  async load(): Promise<void> {
    for (const owner of weightsOf(this.options.graph)) {
      if (owner.source.kind !== 'weight') continue;
      const { model, tensor, layout } = owner.source;
      const stored = await sourceOf(this.options.weights, model).read(tensor);
      const data = stored.dtype === 'F32' ? stored.data.slice() : halvesToFloat32(stored.data);
      const laid = layoutWeight(data, stored.shape, layout).data;
      this.frozen.set(owner.id, tf.keep(tf.tensor(laid, [...owner.shape])));
    }
  }

  private weight(owner: Tensor): tf.Tensor {
    const tensor = this.frozen.get(owner.id);
    if (!tensor) throw new Error(`${owner.name} was not loaded`);
    return tensor;
  }

  private evaluate(
    wanted: Tensor,
    values: Map<number, tf.Tensor>,
    fed: Map<string, tf.Tensor>,
  ): tf.Tensor {
    const resolve = (tensor: Tensor): tf.Tensor => {
      const owner = storageOf(tensor);
      const { source } = owner;
      if (source.kind === 'node' && !values.has(owner.id)) this.run(source.node, resolve, values);
      const value =
        source.kind === 'input'
          ? fed.get(owner.name)!
          : source.kind === 'weight'
            ? this.weight(owner)
            : source.kind === 'state'
              ? this.variable(owner)
              : values.get(owner.id)!;
      return value.shape.join() === tensor.shape.join()
        ? value
        : tf.reshape(value, [...tensor.shape]);
    };
    return resolve(wanted);
  }

  private run(
    node: GraphNode,
    resolve: (tensor: Tensor) => tf.Tensor,
    values: Map<number, tf.Tensor>,
  ): void {
    const inputs = node.inputs.map((input) => (input ? resolve(input) : null));
    let outputs: tf.Tensor[];
    if (node.op.kind === 'attention') outputs = [attention(node, inputs as tf.Tensor[])];
    else if (node.op.kind === 'upsampleNearest')
      outputs = [tf.image.resizeNearestNeighbor(inputs[0] as tf.Tensor4D, [...node.op.size])];
    else {
      const context: NodeContext = {
        uniforms: DEFAULT_UNIFORMS,
        outputShapes: node.outputs.map((output) => output.shape),
        derived: (index, _key, make) => make(inputs[index]!),
        frozen: () => false,
        state: () => {
          throw new Error('plain tfjs has variables, not states');
        },
      };
      outputs = (composedTable[node.op.kind] as OpImplementation<OpKind>)(node.op, inputs, context);
    }
    outputs.forEach((output, index) => values.set(node.outputs[index]!.id, output));
  }
}

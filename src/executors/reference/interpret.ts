// Interprets a graph node by node with the float64 references: the meaning of a graph, without
// buffers or plans. Nothing is rounded to float32. Pinned results are copied into their flat state
// as soon as their node has run, so later nodes that read the state (gradientNorm, adamw) see them.
// All values stay alive: for small graphs only.

import type { Graph, Tensor } from '../../graph/graph';
import { sizeOf, storageOf } from '../../graph/graph';
import { DEFAULT_UNIFORMS, type Uniforms } from '../../graph/ops';
import type { ReferenceTensor } from '../../kernels/kernel';
import { runReference } from '../../kernels/references';
import { layoutWeight, weightSource, type WeightSource } from '../executor';
import { halvesToFloat32, numberToHalf, halfToNumber } from '../../formats/float16';

export type Numbers = Float64Array | Float32Array | Int32Array;

/** What a graph is run on. `states` are read and written in place. */
export interface Bindings {
  readonly inputs: Readonly<Record<string, Numbers>>;
  /** Values of a frozen weight in the layout the tensor asks for. */
  readonly weight?: (tensor: Tensor) => Float64Array;
  readonly states?: ReadonlyMap<string, Float64Array>;
  readonly uniforms?: Partial<Uniforms>;
}

/**
 * Runs every node; returns the values of any tensor of the graph. Errors: throws on a missing
 * input, weight or state.
 */
export function interpret(graph: Graph, bindings: Bindings): (tensor: Tensor) => Float64Array {
  const uniforms: Uniforms = { ...DEFAULT_UNIFORMS, ...bindings.uniforms };
  const values = new Map<Tensor, Float64Array>();
  const valuesOf = (tensor: Tensor): Float64Array => {
    const owner = storageOf(tensor);
    let known = values.get(owner);
    if (!known) {
      known = fetch(owner, bindings);
      values.set(owner, known);
    }
    return known;
  };
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(
      (tensor): ReferenceTensor | null => tensor && { shape: tensor.shape, data: valuesOf(tensor) },
    );
    const results = runReference(node, inputs, uniforms);
    node.outputs.forEach((output, index) => {
      values.set(output, results[index]!);
      for (const pin of graph.pins) {
        if (storageOf(pin.tensor) === output)
          stateOf(pin.state, bindings).set(results[index]!, pin.offset);
      }
    });
  }
  return valuesOf;
}

function stateOf(state: string, bindings: Bindings): Float64Array {
  const values = bindings.states?.get(state);
  if (!values) throw new Error(`reference executor: state ${state} was not written`);
  return values;
}

/** Values of a tensor no node computes. */
function fetch(tensor: Tensor, bindings: Bindings): Float64Array {
  const { source } = tensor;
  if (source.kind === 'state') {
    return stateOf(source.state, bindings).subarray(
      source.offset,
      source.offset + sizeOf(tensor.shape),
    );
  }
  if (source.kind === 'weight') {
    if (!bindings.weight)
      throw new Error(`reference executor: no weights were given for ${tensor.name}`);
    return bindings.weight(tensor);
  }
  if (source.kind !== 'input')
    throw new Error(`reference executor: ${tensor.name} is read before its node has run`);
  const values = bindings.inputs[tensor.name];
  if (!values) throw new Error(`reference executor: input ${tensor.name} was not given`);
  if (values.length !== sizeOf(tensor.shape))
    throw new Error(
      `reference executor: input ${tensor.name} has ${values.length} numbers, ` +
        `[${tensor.shape}] wanted`,
    );
  return Float64Array.from(values);
}

/**
 * Reads and lays out frozen weights, once each. With `f16`, tensors of rank ≥ 2 (matmul, conv,
 * embedding) are rounded to half.
 */
export function weightReader(
  sources: Readonly<Record<string, WeightSource>>,
  storage: 'file' | 'f16' = 'file',
): (tensor: Tensor) => Float64Array {
  const cache = new Map<string, Float64Array>();
  return (tensor) => {
    const { source } = tensor;
    if (source.kind !== 'weight') throw new Error(`${tensor.name} is not a weight`);
    const key = `${source.model}/${source.tensor}/${source.layout}`;
    const known = cache.get(key);
    if (known) return known;
    const from = weightSource(sources, source.model);
    if (!from) throw new Error(`reference executor: no weights for model ${source.model}`);
    const stored = from.get(source.tensor);
    const plain = stored.dtype === 'F16' ? halvesToFloat32(stored.data) : stored.data;
    const laid = layoutWeight(plain, stored.shape, source.layout);
    if (laid.data.length !== sizeOf(tensor.shape))
      throw new Error(`${tensor.name} has shape [${laid.shape}], [${tensor.shape}] wanted`);
    const rounded = storage === 'f16' && stored.shape.length > 1;
    const values = Float64Array.from(laid.data, (value) =>
      rounded ? halfToNumber(numberToHalf(value)) : value,
    );
    cache.set(key, values);
    return values;
  };
}

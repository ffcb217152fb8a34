// Interprets a graph node by node with the float64 references: the meaning of a graph, without
// buffers or plans. Nothing is rounded to float32. Pinned results are copied into their flat state
// as soon as their node has run, so later nodes that read the state (gradientNorm, adamw) see them.
// All values stay alive: for small graphs only.

import type { Graph, Tensor } from '../../graph/graph';
import { sizeOf, storageOf, weightsOf } from '../../graph/graph';
import { DEFAULT_UNIFORMS, type Uniforms } from '../../graph/ops';
import type { ReferenceTensor, Storage } from '../../kernels/kernel';
import { runReference } from '../../kernels/references';
import type { WeightStorage } from '../executor';
import { layoutWeight } from '../weights/layout';
import { quantiseRows } from '../weights/quantise';
import { readableWeights, storageFor } from '../weights/storage';
import { sourceOf, type StoredTensor, type WeightSources } from '../weights/weightSource';
import { float32ToHalves, halvesToFloat32 } from '../../formats/float16';

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
 * Reads and lays out a graph's frozen weights, once each, rounded to what a GPU would store them
 * as.
 */
export async function readWeights(
  graph: Graph,
  sources: WeightSources,
  wanted: WeightStorage = 'file',
): Promise<(tensor: Tensor) => Float64Array> {
  const read = new Map<string, Float64Array>();
  const keyOf = (tensor: Tensor): string => {
    const { source } = tensor;
    if (source.kind !== 'weight') throw new Error(`${tensor.name} is not a weight`);
    return `${source.model}/${source.tensor}/${source.layout}`;
  };
  const readable = readableWeights(graph);
  for (const tensor of weightsOf(graph)) {
    const { source } = tensor;
    if (source.kind !== 'weight' || read.has(keyOf(tensor))) continue;
    const stored = await sourceOf(sources, source.model).read(source.tensor);
    const storage = storageFor(readable.get(tensor.id), stored, wanted);
    const plain = rounded(stored, storage);
    const laid = layoutWeight(plain, stored.shape, source.layout);
    if (laid.data.length !== sizeOf(tensor.shape))
      throw new Error(`${tensor.name} has shape [${laid.shape}], [${tensor.shape}] wanted`);
    read.set(keyOf(tensor), Float64Array.from(laid.data));
  }
  return (tensor) => {
    const values = read.get(keyOf(tensor));
    if (!values) throw new Error(`reference executor: ${tensor.name} is not in the graph`);
    return values;
  };
}

function rounded(stored: StoredTensor, storage: Storage): Float32Array {
  if (stored.dtype === 'F16' && storage !== 'int8') return halvesToFloat32(stored.data);
  const plain = stored.dtype === 'F16' ? halvesToFloat32(stored.data) : stored.data;
  if (storage === 'f16') return halvesToFloat32(float32ToHalves(plain));
  if (storage !== 'int8') return plain;
  const { values, scales } = quantiseRows(plain, stored.shape[0] ?? 1);
  const length = values.length / scales.length;
  return Float32Array.from(values, (value, i) => value * scales[Math.floor(i / length)]!);
}

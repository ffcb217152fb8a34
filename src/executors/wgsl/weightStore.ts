// Frozen weights on the GPU, uploaded once per (content id, tensor, layout, storage) and shared by
// all programs of an executor. F16 is kept as packed pairs where the kernels can read it (weights
// of products, convolutions, embeddings); norms, biases and positions are always f32. Freed when no
// program uses them and the next program is compiled.

import { StudioError } from '../../errors';
import { sizeOf, storageOf, type Graph, type Tensor } from '../../graph/graph';
import type { OpKind } from '../../graph/ops';
import type { Storage } from '../../kernels/kernel';
import { layoutWeight, weightSource, type CompileOptions, type StoredTensor } from '../executor';
import { float32ToHalves, halvesToFloat32 } from '../../formats/float16';

/** Input slot in which an op can read f16-stored weights. */
const HALF_SLOT: Partial<Record<OpKind, number>> = {
  matmul: 1,
  conv2d: 1,
  conv2dInput: 1,
  embedTokens: 0,
};

/** Weight tensors that every use could read as f16, by tensor id. */
function halfReadable(graph: Graph): Set<number> {
  const good = new Set<number>();
  const bad = new Set<number>();
  for (const node of graph.nodes) {
    node.inputs.forEach((input, slot) => {
      if (input) (HALF_SLOT[node.op.kind] === slot ? good : bad).add(storageOf(input).id);
    });
  }
  for (const output of Object.values(graph.outputs)) bad.add(storageOf(output).id);
  for (const id of bad) good.delete(id);
  return good;
}

interface StoredWeight {
  readonly source: string;
  readonly buffer: GPUBuffer;
  readonly bytes: number;
  users: number;
}

/** One weight as a program holds it. */
export interface HeldWeight {
  readonly key: string;
  readonly buffer: GPUBuffer;
  readonly storage: Storage;
}

export class WeightStore {
  private readonly weights = new Map<string, StoredWeight>();

  constructor(private readonly device: GPUDevice) {}

  /** Uploads what is missing and counts one use of each weight of the graph. Keyed by tensor id. */
  hold(graph: Graph, options: CompileOptions): Map<number, HeldWeight> {
    const held = new Map<number, HeldWeight>();
    const halves = halfReadable(graph);
    const tensors = new Set<Tensor>();
    for (const node of graph.nodes)
      for (const input of node.inputs) if (input) tensors.add(storageOf(input));
    for (const output of Object.values(graph.outputs)) tensors.add(storageOf(output));
    try {
      for (const tensor of tensors) {
        if (tensor.source.kind === 'weight' && !held.has(tensor.id))
          held.set(tensor.id, this.holdOne(tensor, halves.has(tensor.id), options));
      }
    } catch (error) {
      this.release(held.values());
      throw error;
    }
    return held;
  }

  release(held: Iterable<HeldWeight>): void {
    for (const weight of held) {
      const known = this.weights.get(weight.key);
      if (known) known.users--;
    }
  }

  /** Frees weights no program uses. */
  freeUnused(): void {
    for (const [key, weight] of this.weights) {
      if (weight.users > 0) continue;
      weight.buffer.destroy();
      this.weights.delete(key);
    }
  }

  dispose(): void {
    for (const weight of this.weights.values()) weight.buffer.destroy();
    this.weights.clear();
  }

  private holdOne(tensor: Tensor, halfReadable: boolean, options: CompileOptions): HeldWeight {
    if (tensor.source.kind !== 'weight') throw new Error(`wgsl: ${tensor.name} is no weight`);
    const { model, tensor: name, layout } = tensor.source;
    const source = weightSource(options.weights, model);
    if (!source)
      throw new StudioError(
        'BadModel',
        `The graph wants weights of "${model}", but none were given (given: ` +
          `${Object.keys(options.weights).join(', ') || 'none'}).`,
        'Load the whole model, with every part its configuration names.',
      );
    const stored = source.get(name);
    const storage: Storage =
      halfReadable && (stored.dtype === 'F16' || options.weightStorage === 'f16') ? 'f16' : 'f32';
    const key = `${source.id}/${name}/${layout}/${storage}`;
    let weight = this.weights.get(key);
    if (!weight) {
      weight = { ...this.upload(tensor, stored, storage), source: source.id, users: 0 };
      this.weights.set(key, weight);
    }
    weight.users++;
    return { key, buffer: weight.buffer, storage };
  }

  private upload(
    tensor: Tensor,
    stored: StoredTensor,
    storage: Storage,
  ): { buffer: GPUBuffer; bytes: number } {
    if (tensor.source.kind !== 'weight') throw new Error(`wgsl: ${tensor.name} is no weight`);
    const { layout } = tensor.source;
    const laid =
      stored.dtype === 'F16'
        ? layoutWeight(stored.data, stored.shape, layout)
        : layoutWeight(stored.data, stored.shape, layout);
    if (laid.data.length !== sizeOf(tensor.shape)) {
      throw new StudioError(
        'BadModel',
        `Weight ${tensor.name} has ${laid.data.length} numbers ([${stored.shape}] in the ` +
          `file), the network wants [${tensor.shape}].`,
        'Check that the configuration belongs to this checkpoint.',
      );
    }
    const data =
      storage === 'f16'
        ? laid.data instanceof Uint16Array
          ? laid.data
          : float32ToHalves(laid.data)
        : laid.data instanceof Uint16Array
          ? halvesToFloat32(laid.data)
          : laid.data;
    const bytes = Math.ceil(data.byteLength / 16) * 16;
    const buffer = this.device.createBuffer({
      label: tensor.name,
      size: bytes,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
      mappedAtCreation: true,
    });
    new Uint8Array(buffer.getMappedRange()).set(
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    );
    buffer.unmap();
    return { buffer, bytes };
  }
}

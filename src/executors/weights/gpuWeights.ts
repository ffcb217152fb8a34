// Frozen weights on the GPU, brought tensor by tensor and uploaded once per (content id, tensor,
// layout, storage), shared by all programs of an executor. Forward and derivative kernels read the
// same buffer. Those that no program uses any more are freed when the next program is compiled,
// before it brings its own.

import { StudioError } from '../../errors';
import { executorErrors } from '../../strings/errors/executors';
import { float32ToHalves, halvesToFloat32 } from '../../formats/float16';
import { sizeOf, weightsOf, type Graph, type Tensor } from '../../graph/graph';
import type { Storage } from '../../kernels/kernel';
import type { CompileOptions } from '../executor';
import { scoped } from '../wgsl/errorScopes';
import { layoutWeight } from './layout';
import { quantiseRows } from './quantise';
import { readableWeights, storageFor, storedBytes } from './storage';
import { sourceOf, type StoredTensor, type WeightSource } from './weightSource';

interface Brought {
  readonly buffer: GPUBuffer;
  /** Rejects when the device refused the buffer. */
  readonly checked: Promise<void>;
}

interface StoredWeight {
  readonly bytes: number;
  readonly brought: Promise<Brought>;
  users: number;
}

/** One weight as a program holds it. */
export interface HeldWeight {
  readonly key: string;
  readonly buffer: GPUBuffer;
  readonly storage: Storage;
}

/** A weight of a graph before it is brought: where it comes from and how it will lie. */
export interface WantedWeight {
  readonly tensor: Tensor;
  readonly source: WeightSource;
  readonly storage: Storage;
  readonly bytes: number;
  readonly key: string;
}

/** The weights of a graph, from headers alone. Errors: BadModel. */
export function wantedWeights(graph: Graph, options: CompileOptions): WantedWeight[] {
  const readable = readableWeights(graph);
  return [...weightsOf(graph)].flatMap((tensor) => {
    if (tensor.source.kind !== 'weight') return [];
    const { model, tensor: name, layout } = tensor.source;
    const source = sourceOf(options.weights, model);
    const storage = storageFor(readable.get(tensor.id), source.header(name), options.weightStorage);
    const key = `${source.id}/${name}/${layout}/${storage}`;
    return [{ tensor, source, storage, bytes: storedBytes(tensor.shape, storage), key }];
  });
}

export class GpuWeights {
  private readonly weights = new Map<string, StoredWeight>();

  constructor(private readonly device: GPUDevice) {}

  /** Bytes of all weights on the device. */
  get bytes(): number {
    return [...this.weights.values()].reduce((sum, weight) => sum + weight.bytes, 0);
  }

  /**
   * Frees what no program uses and is not wanted, brings what is missing and counts one use of each
   * wanted weight. Keyed by tensor id. Errors: BadModel, OutOfMemory, or what the weight files say;
   * nothing is held then.
   */
  async hold(wanted: readonly WantedWeight[]): Promise<Map<number, HeldWeight>> {
    const held = new Map<number, HeldWeight>();
    const checks: Promise<void>[] = [];
    try {
      this.freeUnused(new Set(wanted.map(({ key }) => key)));
      for (const { tensor, source, storage, bytes, key } of wanted) {
        let weight = this.weights.get(key);
        if (!weight) {
          const brought = this.bring(tensor, source, storage);
          weight = { brought, bytes, users: 0 };
          this.weights.set(key, weight);
        }
        weight.users++;
        try {
          const { buffer, checked } = await weight.brought;
          held.set(tensor.id, { key, buffer, storage });
          checks.push(checked);
        } catch (error) {
          this.weights.delete(key);
          throw error;
        }
      }
      await Promise.all(checks);
    } catch (error) {
      await Promise.allSettled(checks);
      this.release(held.values());
      this.freeUnused();
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

  /** Frees weights no program uses, but for those of `keep`. */
  freeUnused(keep: ReadonlySet<string> = new Set()): void {
    for (const [key, weight] of this.weights)
      if (weight.users <= 0 && !keep.has(key)) this.drop(key, weight);
  }

  dispose(): void {
    for (const [key, weight] of this.weights) this.drop(key, weight);
  }

  private drop(key: string, weight: StoredWeight): void {
    this.weights.delete(key);
    weight.brought.then(
      ({ buffer }) => buffer.destroy(),
      () => undefined,
    );
  }

  private async bring(tensor: Tensor, source: WeightSource, storage: Storage): Promise<Brought> {
    if (tensor.source.kind !== 'weight') throw new Error(`wgsl: ${tensor.name} is no weight`);
    const stored = await source.read(tensor.source.tensor);
    const { layout } = tensor.source;
    if (stored.data.length !== sizeOf(tensor.shape)) {
      throw new StudioError(
        'BadModel',
        ...executorErrors.otherWeight(
          tensor.name,
          stored.data.length,
          `${stored.shape}`,
          `${tensor.shape}`,
        ),
      );
    }
    const parts = partsOf(stored, storage).map((part, index, { length }) =>
      // The scales in front of int8 values are in the order of the columns already.
      index < length - 1 ? part : layoutWeight(part, stored.shape, layout).data,
    );
    const { result: buffer, checked } = scoped(this.device, () => {
      const made = this.device.createBuffer({
        label: tensor.name,
        size: storedBytes(tensor.shape, storage),
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
        mappedAtCreation: true,
      });
      const mapped = new Uint8Array(made.getMappedRange());
      let at = 0;
      for (const { buffer: numbers, byteOffset, byteLength } of parts) {
        mapped.set(new Uint8Array(numbers, byteOffset, byteLength), at);
        at += byteLength;
      }
      made.unmap();
      return made;
    });
    // Told to whoever holds the weight; here only kept from counting as unhandled.
    checked.catch(() => undefined);
    return { buffer, checked };
  }
}

/** The numbers of a tensor in a storage, in the file's order; int8: scales, then values. */
function partsOf(
  stored: StoredTensor,
  storage: Storage,
): (Float32Array | Uint16Array | Int8Array)[] {
  const wide = (): Float32Array =>
    stored.dtype === 'F16' ? halvesToFloat32(stored.data) : stored.data;
  if (storage === 'int8') {
    const { scales, values } = quantiseRows(wide(), stored.shape[0] ?? 1);
    return [scales, values];
  }
  if (storage === 'f16')
    return [stored.dtype === 'F16' ? stored.data : float32ToHalves(stored.data)];
  return [wide()];
}

// Frozen weights on the device: uploaded once per (model content, tensor, layout), widened from f16
// to f32, and shared by every program that names them. Rearrangements an operation wants (a flipped
// filter) are kept beside the weight they come from.

import * as tf from '@tensorflow/tfjs-core';

import { StudioError } from '../../errors';
import { executorErrors } from '../../strings/errors/executors';
import { sizeOf, type Tensor } from '../../graph/graph';
import { halvesToFloat32 } from '../../formats/float16';
import { layoutWeight } from '../weights/layout';
import { sourceOf, type StoredTensor, type WeightSources } from '../weights/weightSource';
import { selectBackend, type TfjsBackend } from './backend';

interface Entry {
  readonly tensor: tf.Tensor;
  readonly derived: Map<string, tf.Tensor>;
  users: number;
}

/** The stored numbers as float32 (the stored array itself when it is float32). */
function widen(stored: StoredTensor): Float32Array {
  return stored.dtype === 'F32' ? stored.data : halvesToFloat32(stored.data);
}

export class WeightCache {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly backend: TfjsBackend) {}

  /** Uploads (or finds) a weight and counts one more user; returns its key. */
  async acquire(weight: Tensor, sources: WeightSources): Promise<string> {
    if (weight.source.kind !== 'weight') throw new Error(`${weight.name} is not a weight`);
    const { model, tensor, layout } = weight.source;
    const source = sourceOf(sources, model);
    const key = `${source.id}/${tensor}/${layout}`;
    const known = this.entries.get(key);
    if (known) {
      known.users++;
      return key;
    }
    const stored = await source.read(tensor);
    const laidOut = layoutWeight(widen(stored), stored.shape, layout);
    if (laidOut.data.length !== sizeOf(weight.shape)) {
      throw new StudioError(
        'BadModel',
        ...executorErrors.otherWeight(
          weight.name,
          stored.data.length,
          `${stored.shape}`,
          `${weight.shape}`,
        ),
      );
    }
    // Another program may have brought it while it was being read.
    let entry = this.entries.get(key);
    if (!entry) {
      const data = laidOut.data === stored.data ? laidOut.data.slice() : laidOut.data;
      selectBackend(this.backend);
      entry = { tensor: tf.keep(tf.tensor(data, [...weight.shape])), derived: new Map(), users: 0 };
      this.entries.set(key, entry);
    }
    entry.users++;
    return key;
  }

  get(key: string): tf.Tensor {
    return this.entry(key).tensor;
  }

  private entry(key: string): Entry {
    const entry = this.entries.get(key);
    if (!entry) throw new Error(`weight ${key} was released`);
    return entry;
  }

  /** `make(weight)`, made once. */
  derived(key: string, name: string, make: (weight: tf.Tensor) => tf.Tensor): tf.Tensor {
    const entry = this.entry(key);
    let derived = entry.derived.get(name);
    if (!derived) {
      derived = tf.keep(make(entry.tensor));
      entry.derived.set(name, derived);
    }
    return derived;
  }

  release(key: string): void {
    const entry = this.entries.get(key);
    if (!entry || --entry.users > 0) return;
    entry.tensor.dispose();
    for (const derived of entry.derived.values()) derived.dispose();
    this.entries.delete(key);
  }

  dispose(): void {
    for (const [key, entry] of this.entries) {
      entry.users = 1;
      this.release(key);
    }
  }
}

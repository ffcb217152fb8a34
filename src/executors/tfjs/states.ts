// Flat persistent states (adapters, gradients, moments) as one tensor each. On wasm they are
// changed in place through views of the heap; elsewhere a change makes a new tensor. Slices are
// copies, so a result never changes behind its reader.

import * as tf from '@tensorflow/tfjs-core';

import { StudioError } from '../../errors';
import { executorErrors } from '../../strings/errors/executors';
import type { StateRange } from './ops/implementation';

/**
 * View of a tensor's numbers, or null where the backend keeps them elsewhere. Valid until the next
 * allocation.
 */
export type ViewOf = (tensor: tf.Tensor) => Float32Array | null;

export class FlatStates {
  private readonly tensors = new Map<string, tf.Tensor1D>();
  constructor(private readonly viewOf: ViewOf) {}

  /** True where state `name` has that length. */
  has(name: string, length: number): boolean {
    return this.tensors.get(name)?.size === length;
  }

  /** Errors: BadCheckpoint when `data` are not `length` numbers. */
  checkLength(name: string, length: number, data?: Float32Array): void {
    if (data && data.length !== length)
      throw new StudioError(
        'BadCheckpoint',
        ...executorErrors.stateGiven(name, length, data.length),
      );
  }

  /** Creates or overwrites state `name`; zeros without `data`. Errors: as checkLength. */
  write(name: string, length: number, data?: Float32Array): void {
    this.checkLength(name, length, data);
    const fresh = tf.keep(tf.tensor1d(data ? data.slice() : new Float32Array(length)));
    this.tensors.get(name)?.dispose();
    this.tensors.set(name, fresh);
  }

  /**
   * Creates `name` with zeros if it is missing. Errors: BadCheckpoint when it has another length.
   */
  ensure(name: string, length: number): void {
    const known = this.tensors.get(name);
    if (!known) this.write(name, length);
    else if (known.size !== length) {
      throw new StudioError(
        'BadCheckpoint',
        ...executorErrors.otherState(name, known.size, length),
      );
    }
  }

  tensor(name: string): tf.Tensor1D {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new StudioError('BadCheckpoint', ...executorErrors.noState(name));
    return tensor;
  }

  /** Numbers offset … offset+length of state `name`. */
  range(name: string, offset: number, length: number): StateRange {
    return {
      length,
      read: () => tf.slice(this.tensor(name), offset, length),
      write: (values) => this.writeRange(name, offset, length, values),
      view: () => this.viewOf(this.tensor(name))?.subarray(offset, offset + length) ?? null,
    };
  }

  private writeRange(name: string, offset: number, length: number, values: tf.Tensor): void {
    const old = this.tensor(name);
    const view = this.viewOf(old);
    const source = this.viewOf(values);
    if (view && source) {
      view.set(source, offset);
      return;
    }
    const fresh = tf.keep(
      tf.tidy(() => {
        const parts: tf.Tensor1D[] = [];
        if (offset > 0) parts.push(tf.slice(old, 0, offset));
        parts.push(tf.reshape(values, [length]));
        if (offset + length < old.size)
          parts.push(tf.slice(old, offset + length, old.size - offset - length));
        return parts.length === 1 ? tf.clone(parts[0]!) : tf.concat(parts);
      }),
    );
    old.dispose();
    this.tensors.set(name, fresh);
  }

  async read(name: string): Promise<Float32Array> {
    return Float32Array.from(await this.tensor(name).data());
  }

  drop(name: string): void {
    this.tensors.get(name)?.dispose();
    this.tensors.delete(name);
  }

  dispose(): void {
    for (const name of this.tensors.keys()) this.drop(name);
  }
}

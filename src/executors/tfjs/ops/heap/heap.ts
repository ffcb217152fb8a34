// Direct access to the numbers of tfjs-wasm tensors: views of the wasm heap without copies. A view
// dies when the heap grows, so an operation first allocates all its outputs, then takes its views.

import * as tf from '@tensorflow/tfjs-core';

import { StudioError } from '../../../../errors';
import { executorErrors } from '../../../../strings/errors/executors';
import type { Shape } from '../../../../graph/graph';
import { wasmBackend } from '../../backend';

/** The numbers of a float32 tensor (or the ids of an int32 one, see heapIds). */
export function heapView(tensor: tf.Tensor): Float32Array {
  return wasmBackend().typedArrayFromHeap(tensor as unknown as tf.TensorInfo) as Float32Array;
}

/** The numbers of an int32 tensor. */
export function heapIds(tensor: tf.Tensor): Int32Array {
  return wasmBackend().typedArrayFromHeap(tensor as unknown as tf.TensorInfo) as Int32Array;
}

/** A new float32 tensor whose numbers are not set. Errors: OutOfMemory. */
export function allocate(shape: Shape): tf.Tensor {
  const backend = wasmBackend();
  const info = backend.makeOutput([...shape], 'float32');
  if (backend.getMemoryOffset(info.dataId) === 0) {
    throw new StudioError('OutOfMemory', ...executorErrors.wasmFull(`${shape}`));
  }
  return tf.engine().makeTensorFromTensorInfo(info, backend);
}

/**
 * Copies `length` numbers of every row of `from` (starting at column `fromStart`) into the rows of
 * `to` at `toStart`.
 */
export function copyRows(
  from: tf.Tensor,
  fromStart: number,
  to: tf.Tensor,
  toStart: number,
  length: number,
): void {
  const [fromColumns, toColumns] = [
    from.shape[from.shape.length - 1]!,
    to.shape[to.shape.length - 1]!,
  ];
  const [source, target] = [heapView(from), heapView(to)];
  const heap = new Float32Array(source.buffer);
  const rows = source.length / fromColumns;
  let [read, write] = [source.byteOffset / 4 + fromStart, target.byteOffset / 4 + toStart];
  for (let row = 0; row < rows; row++, read += fromColumns, write += toColumns)
    heap.copyWithin(write, read, read + length);
}

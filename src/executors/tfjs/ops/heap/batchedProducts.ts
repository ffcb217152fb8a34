// Batched NN products on wasm as one plain 2-D kernel call a block, without a tfjs tensor for each:
// blocks are registered with the wasm module by their address inside the batch, multiplied and
// forgotten. tfjs's own batched kernel is 3–5 times slower.

import type * as tf from '@tensorflow/tfjs-core';

import { wasmBackend } from '../../backend';
import { allocate } from './heap';

type BatchMatMul = (
  a: number,
  aShape: number,
  aRank: number,
  b: number,
  bShape: number,
  bRank: number,
  transposeA: number,
  transposeB: number,
  out: number,
) => void;

/** What tfjs's declarations leave out of the emscripten module. */
interface EmscriptenModule {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  cwrap(name: string, result: null, parameters: readonly 'number'[]): unknown;
}

let kernel: BatchMatMul | null = null;
/** Address of two shapes of three 32-bit lengths. */
let shapes = 0;

/** a[B,m,k]·b[B,k,n] -> [B,m,n]. */
export function batchedProduct(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const [all, m, k] = a.shape as [number, number, number];
  const n = b.shape[2]!;
  const backend = wasmBackend();
  const { wasm } = backend;
  const emscripten = wasm as unknown as EmscriptenModule;
  kernel ??= emscripten.cwrap(
    'BatchMatMul',
    null,
    Array.from({ length: 9 }, () => 'number' as const),
  ) as BatchMatMul;
  shapes ||= emscripten._malloc(24);
  const out = allocate([all, m, n]);
  new Int32Array(emscripten.HEAPU8.buffer, shapes, 6).set([1, m, k, 1, k, n]);
  const [aStart, bStart, outStart] = [a, b, out].map((tensor) =>
    backend.getMemoryOffset(tensor.dataId),
  ) as [number, number, number];
  // Ids far above those tfjs counts up from 1.
  const [aId, bId, outId] = [0x7ffffff1, 0x7ffffff2, 0x7ffffff3];
  for (let block = 0; block < all; block++) {
    wasm.tfjs.registerTensor(aId, m * k, aStart + block * m * k * 4);
    wasm.tfjs.registerTensor(bId, k * n, bStart + block * k * n * 4);
    wasm.tfjs.registerTensor(outId, m * n, outStart + block * m * n * 4);
    kernel(aId, shapes, 3, bId, shapes + 12, 3, 0, 0, outId);
    wasm.tfjs.disposeData(aId);
    wasm.tfjs.disposeData(bId);
    wasm.tfjs.disposeData(outId);
  }
  return out;
}

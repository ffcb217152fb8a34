// Starts a tfjs backend and describes it. In Node the wasm binaries are read by the package itself from its own folder
// (its Node build uses fs, one thread); in the browser their addresses come from wasmUrls.browser.ts, served from our origin.
// Threads need cross-origin isolation (SharedArrayBuffer); tfjs falls back to one SIMD thread by itself where it is missing.
// tfjs's engine and its wasm module are global: a backend is started once a thread and shared by every executor.

import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

import { StudioError } from '../../errors';

export type TfjsBackend = 'cpu' | 'wasm' | 'webgpu';

/** Addresses of the three wasm binaries, as tfjs names them. */
export interface WasmPaths {
  readonly 'tfjs-backend-wasm.wasm': string;
  readonly 'tfjs-backend-wasm-simd.wasm': string;
  readonly 'tfjs-backend-wasm-threaded-simd.wasm': string;
}

export interface TfjsOptions {
  /** Browser only: where the wasm binaries are served. Without it tfjs looks beside the script. */
  readonly wasmPaths?: WasmPaths;
  /** Threads for wasm; half of the logical processors, at least 1 and at most 8, by default. */
  readonly threads?: number;
}

const started = new Map<TfjsBackend, Promise<string>>();

/** Starts `backend` (once) and resolves with its description. Errors: Unsupported when it cannot start. */
export function startBackend(backend: TfjsBackend, options: TfjsOptions): Promise<string> {
  let description = started.get(backend);
  if (!description) {
    description = start(backend, options);
    description.catch(() => started.delete(backend));
    started.set(backend, description);
  }
  return description;
}

async function start(backend: TfjsBackend, options: TfjsOptions): Promise<string> {
  if (backend === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
    await use(backend);
    return 'tfjs cpu (plain JavaScript)';
  }
  if (backend === 'webgpu') {
    await import('@tensorflow/tfjs-backend-webgpu');
    // Otherwise tensors under 1,000 numbers are computed on the CPU, which is neither a check nor a benchmark.
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    await use(backend);
    return 'tfjs webgpu';
  }
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  const processors = globalThis.navigator?.hardwareConcurrency ?? 2;
  wasm.setThreadsCount(options.threads ?? Math.min(8, Math.max(1, Math.floor(processors / 2))));
  if (options.wasmPaths) wasm.setWasmPaths({ ...options.wasmPaths });
  await use(backend);
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const threaded = await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
  const threads = simd && threaded ? wasm.getThreadsCount() : 1;
  return `tfjs wasm, ${threads} thread${threads === 1 ? '' : 's'}, ${simd ? 'SIMD' : 'no SIMD'}`;
}

async function use(backend: TfjsBackend): Promise<void> {
  const fail = (cause: unknown): never => {
    throw new StudioError('Unsupported', `TensorFlow.js could not start its ${backend} backend: ${String(cause)}`,
      backend === 'wasm' ? 'Reload the page; if it happens again, check that the .wasm files are served from this address.' : 'Choose another backend.');
  };
  const done = await tf.setBackend(backend).catch(fail);
  if (!done) fail('it is not available here');
}

/** Makes `backend` (already started) the engine's current one; takes effect at once. */
export function selectBackend(backend: TfjsBackend): void {
  if (tf.getBackend() !== backend) void tf.setBackend(backend);
}

/** The started wasm backend. */
export function wasmBackend(): BackendWasm {
  return tf.findBackend('wasm') as BackendWasm;
}

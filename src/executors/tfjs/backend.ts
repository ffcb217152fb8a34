// Starts a tfjs backend and describes it. In Node the wasm binaries are read by the package itself
// from its own folder (its Node build uses fs, one thread); in the browser their addresses come
// from wasmUrls.browser.ts, served from our origin. Threads need cross-origin isolation
// (SharedArrayBuffer); tfjs falls back to one SIMD thread by itself where it is missing. tfjs's
// engine and its wasm module are global: a backend is started once a thread and shared by every
// executor.

import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

import { describeWasm, wasmSupport } from '../../device/wasmSupport';
import { StudioError } from '../../errors';
import { executorErrors } from '../../strings/errors/executors';

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
  /**
   * Browser only: source text of tfjs's threaded emscripten module, for its worker threads (see
   * withThreads). Without it
   *  wasm runs on one thread.
   */
  readonly threadScript?: () => Promise<string>;
}

const started = new Map<TfjsBackend, Promise<string>>();

/**
 * Starts `backend` (once) and resolves with its description. Errors: Unsupported when it cannot
 * start.
 */
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
    return executorErrors.tfjsCpu;
  }
  if (backend === 'webgpu') {
    await import('@tensorflow/tfjs-backend-webgpu');
    // Otherwise tensors under 1,000 numbers are computed on the CPU, which is neither a check nor a
    // benchmark.
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    await use(backend);
    return 'tfjs webgpu';
  }
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  const { threadScript, wasmPaths } = options;
  const { simd, threads: possible } = wasmSupport();
  const threads = threadScript === undefined ? 1 : possible;
  // Otherwise tfjs finds out by itself, and might find something else than was said of it.
  tf.env().set('WASM_HAS_SIMD_SUPPORT', simd);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads > 1);
  wasm.setThreadsCount(threads);
  if (wasmPaths) wasm.setWasmPaths({ ...wasmPaths });
  if (threadScript !== undefined && threads > 1)
    await withThreads(await threadScript(), threads, () => use(backend));
  else await use(backend);
  return `tfjs wasm, ${describeWasm({ simd, threads })}`;
}

/**
 * tfjs gives its worker threads `factory.toString()` as their script. Bundled, that text names
 * variables of the bundle and
 *  every thread dies with a ReferenceError, so for the time of the start the Blob of that text gets
 *  the untouched source. It also takes at most half of navigator.hardwareConcurrency, read from
 *  there by its C code: shown double what is wanted.
 */
async function withThreads(
  script: string,
  threads: number,
  begin: () => Promise<void>,
): Promise<void> {
  const RealBlob = globalThis.Blob;
  globalThis.Blob = class extends RealBlob {
    constructor(parts?: BlobPart[], blobOptions?: BlobPropertyBag) {
      const first = parts?.[0];
      const isFactory =
        typeof first === 'string' && first.startsWith('var WasmBackendModuleThreadedSimd');
      super(isFactory ? [script] : parts, blobOptions);
    }
  };
  Object.defineProperty(navigator, 'hardwareConcurrency', {
    value: 2 * threads,
    configurable: true,
  });
  try {
    await begin();
  } finally {
    globalThis.Blob = RealBlob;
    Reflect.deleteProperty(navigator, 'hardwareConcurrency');
  }
}

async function use(backend: TfjsBackend): Promise<void> {
  const fail = (cause: unknown): never => {
    throw new StudioError('Unsupported', ...executorErrors.noBackend(backend, String(cause)));
  };
  const done = await tf.setBackend(backend).catch(fail);
  if (!done) fail(executorErrors.backendAbsent);
}

/** Makes `backend` (already started) the engine's current one; takes effect at once. */
export function selectBackend(backend: TfjsBackend): void {
  if (tf.getBackend() !== backend) void tf.setBackend(backend);
}

/** The started wasm backend. */
export function wasmBackend(): BackendWasm {
  return tf.findBackend('wasm') as BackendWasm;
}

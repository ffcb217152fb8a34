// What WebAssembly can do here, known before anything of it is loaded: small modules that use a
// feature are valid only where the feature is there.

import { deviceErrors } from '../strings/errors/device';

/** One function that splats a number over a SIMD register. */
const SIMD = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26,
  11,
];
/** Shared memory and one atomic load. */
const ATOMICS = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 4, 1, 3, 1, 1, 10, 11, 1, 9, 0, 65,
  0, 254, 16, 2, 0, 26, 11,
];

const MAX_THREADS = 8;

export interface WasmSupport {
  readonly simd: boolean;
  /** How many to use; 1 where memory cannot be shared between threads. */
  readonly threads: number;
}

const valid = (module: readonly number[]): boolean => WebAssembly.validate(Uint8Array.from(module));

/**
 * Threads: half of the logical processors, at least 2 where there are 2, at most 8. They need a
 * cross-origin isolated page (Node is none) and SIMD, for tfjs has no threads without it.
 */
export function wasmSupport(): WasmSupport {
  const simd = valid(SIMD);
  const shared = globalThis.crossOriginIsolated === true && valid(ATOMICS);
  const processors = globalThis.navigator?.hardwareConcurrency ?? 2;
  const wanted = Math.min(MAX_THREADS, Math.max(Math.min(2, processors), processors >> 1));
  return { simd, threads: simd && shared ? wanted : 1 };
}

/** In words for the screen, e.g. "2 threads, SIMD". */
export function describeWasm({ simd, threads }: WasmSupport): string {
  return deviceErrors.wasm(threads, simd);
}

// Addresses of tfjs's wasm binaries as files of our own build (Vite copies them and gives their
// hashed addresses), so that no third party is asked for them and cross-origin isolation holds.
// Browser only: createTfjsExecutor('wasm', browserWasm).

import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';

import type { TfjsOptions, WasmPaths } from './backend';

export const wasmPaths: WasmPaths = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
};

/**
 * What createTfjsExecutor('wasm', …) needs in a browser; the thread script (66 kB) is fetched only
 * where threads are possible.
 */
export const browserWasm: TfjsOptions = {
  wasmPaths,
  threadScript: async () =>
    (await import('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js?raw'))
      .default,
};

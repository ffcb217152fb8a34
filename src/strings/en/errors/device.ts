// Why device/ finds no GPU or lost one, and what it finds.

export const device = {
  noWebGpu:
    'This browser offers no WebGPU here (navigator.gpu is missing; it needs https or localhost ' +
    'and a recent browser).',
  adapterFailed: (reason: string) => `Asking for a GPU adapter failed: ${reason}`,
  noAdapter:
    'WebGPU is there but no GPU adapter was offered (blocked by the browser, or no driver).',
  noDevice: (adapter: string, reason: string) => `The adapter ${adapter} gave no device: ${reason}`,
  destroyed: 'it was destroyed',
  noAnswer: 'the GPU stopped answering',
  unnamed: 'unnamed GPU',
  /** How WebAssembly runs here. */
  wasm: (threads: number, simd: boolean) =>
    `${threads} thread${threads === 1 ? '' : 's'}, ${simd ? 'SIMD' : 'no SIMD'}`,
};

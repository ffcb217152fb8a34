// German of en/errors/device.ts.

import type { Words } from '../../en/words';
import type { device as english } from '../../en/errors/device';

export const device: Words<typeof english> = {
  noWebGpu:
    'Dieser Browser bietet hier kein WebGPU (navigator.gpu fehlt; nötig sind https oder ' +
    'localhost und ein neuer Browser).',
  adapterFailed: (reason) => `Die Anfrage nach einem GPU-Adapter schlug fehl: ${reason}`,
  noAdapter:
    'WebGPU ist da, aber es wurde kein GPU-Adapter angeboten (vom Browser gesperrt, oder kein ' +
    'Treiber).',
  noDevice: (adapter, reason) => `Der Adapter ${adapter} gab kein Gerät: ${reason}`,
  destroyed: 'sie wurde zerstört',
  noAnswer: 'die GPU antwortet nicht mehr',
  unnamed: 'namenlose GPU',
  wasm: (threads, simd) =>
    `${threads} Thread${threads === 1 ? '' : 's'}, ${simd ? 'SIMD' : 'ohne SIMD'}`,
};

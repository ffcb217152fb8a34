// Errors of executors/.

import type { Said } from './said';

const CHECK_WEIGHTS = 'Check that the weights belong to the config.json beside them.';
const REPORT =
  'Choose the wasm executor in the device panel, and report the message with your GPU and browser.';

export const executors = {
  /** How a backend runs here. */
  tfjsCpu: 'tfjs cpu (plain JavaScript)',
  noTensor: (source: string, tensor: string): Said => [
    `${source} has no tensor “${tensor}”.`,
    CHECK_WEIGHTS,
  ],
  noWeights: (model: string, given: readonly string[]): Said => [
    `The graph wants weights of "${model}", but none were given (given: ` +
      `${given.join(', ') || 'none'}).`,
    'Load the whole model, with every part its configuration names.',
  ],
  otherWeight: (weight: string, numbers: number, shape: string, wanted: string): Said => [
    `Weight ${weight} has ${numbers} numbers ([${shape}] in the file), the network wants ` +
      `[${wanted}].`,
    'Check that the configuration belongs to this checkpoint.',
  ],
  wasmFull: (shape: string): Said => [
    `The wasm heap has no room for a tensor of shape [${shape}].`,
    'Use a smaller batch or resolution and load the model again.',
  ],
  tfjsFull: (reason: string): Said => [
    `TensorFlow.js ran out of memory: ${reason}`,
    'Use a smaller batch or resolution, close other tabs, and load the model again.',
  ],
  stateGiven: (state: string, wanted: number, given: number): Said => [
    `State ${state} should hold ${wanted} numbers, ${given} were given.`,
    'Load a checkpoint that belongs to this model and rank.',
  ],
  otherState: (state: string, held: number, wanted: number): Said => [
    `State ${state} holds ${held} numbers, this graph wants ${wanted}.`,
    'Start a new run, or load a checkpoint of the same rank.',
  ],
  noState: (state: string): Said => [
    `There is no state called ${state}.`,
    'Start or load the run again.',
  ],
  noBackend: (backend: string, reason: string): Said => [
    `TensorFlow.js could not start its ${backend} backend: ${reason}`,
    backend === 'wasm'
      ? 'Reload the page; if it happens again, check that the .wasm files are served from this ' +
        'address.'
      : 'Choose another backend.',
  ],
  backendAbsent: 'it is not available here',
  gpuFull: (reason: string): Said => [
    `The GPU has not enough memory for this graph: ${reason}`,
    'Lower the batch size or the resolution, or close other tabs that use the GPU.',
  ],
  gpuRefused: (reason: string): Said => [`The GPU refused a buffer or binding: ${reason}`, REPORT],
  kernelFailed: (kernel: string, reason: string): Said => [
    `The GPU kernel "${kernel}" does not compile on this device:\n${reason}`,
    REPORT,
  ],
  line: (line: number, message: string) => `line ${line}: ${message}`,
  gpuLost: (reason: string): Said => [
    `The GPU device was lost: ${reason}.`,
    'Resume from the last checkpoint; if it happens again, lower the batch size or choose the ' +
      'wasm executor.',
  ],
  bufferTooLarge: (what: string, megabytes: number, most: number) =>
    `${what} needs a buffer of ${megabytes} MiB; this GPU allows ${most} MiB.`,
  /** What needs the buffer, and what makes it smaller. */
  weight: (name: string) => `The weight ${name}`,
  scratch: 'A kernel’s scratch',
  storeAs: (storage: 'f16' | 'int8') => `Keep the weights as ${storage}.`,
  smallerBatch: 'Lower the batch size or the resolution.',
};

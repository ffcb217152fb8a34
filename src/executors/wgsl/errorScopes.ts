// What a device says to the buffers and groups made in one piece of synchronous work. Scopes are
// pushed and popped around that piece alone, since they nest by time and not by caller.

import { StudioError } from '../../errors';
import { executorErrors } from '../../strings/errors/executors';

/**
 * Runs `work`; `checked` rejects with OutOfMemory or Unsupported if the device refused any of it.
 */
export function scoped<T>(device: GPUDevice, work: () => T): { result: T; checked: Promise<void> } {
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  try {
    return { result: work(), checked: throwErrors(device.popErrorScope(), device.popErrorScope()) };
  } catch (error) {
    void device.popErrorScope();
    void device.popErrorScope();
    throw error;
  }
}

async function throwErrors(
  validation: Promise<GPUError | null>,
  memory: Promise<GPUError | null>,
): Promise<void> {
  const [invalid, full] = await Promise.all([validation, memory]);
  if (full) throw new StudioError('OutOfMemory', ...executorErrors.gpuFull(full.message));
  if (invalid) throw new StudioError('Unsupported', ...executorErrors.gpuRefused(invalid.message));
}

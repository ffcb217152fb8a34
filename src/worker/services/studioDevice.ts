// The executor that was chosen, loaded and started: of the two only that one's code is fetched.

import type { Capability } from '../../bridge/protocol';
import type { Executor } from '../../executors/executor';
import type { ChosenDevice } from './chooseDevice';
import type { StartedGpu } from './startGpu';

export interface StudioDevice {
  readonly executor: Executor;
  readonly capability: Capability;
  /** Null on wasm. */
  readonly measure: StartedGpu['measure'] | null;
}

/** Starts the executor of a device. Errors: Unsupported where wasm cannot start. */
export async function startDevice({ picked, capability }: ChosenDevice): Promise<StudioDevice> {
  if (picked !== null) {
    const { startGpu } = await import('./startGpu');
    return { capability, ...startGpu(picked) };
  }
  const { startWasm } = await import('./startWasm');
  return { capability, executor: await startWasm(), measure: null };
}

// What this GPU was measured to reach, once somebody asked.

import { createStore } from 'zustand/vanilla';
import type { StudioFailure } from '../../bridge/protocol';
import type { Progress } from '../../bridge/studioClient';
import type { GpuMeasurement } from '../../domain/gpuMeasurement';
import { task } from '../common/task';
import { settingsStore } from '../objective/settingsStore';
import { client } from '../session/client';
import { sessionStore } from '../session/sessionStore';

export interface GpuState {
  readonly measured: GpuMeasurement | null;
  readonly busy: Progress | null;
  readonly failure: StudioFailure | null;
}

export const gpuStore = createStore<GpuState>(() => ({
  measured: null,
  busy: null,
  failure: null,
}));

const measuring = task(({ left: _, ...change }) => gpuStore.setState(change));
export const cancelMeasuring = measuring.cancel;

/** Measures by the base and settings that are chosen now. */
export async function measureGpu(): Promise<void> {
  const { modelId } = sessionStore.getState();
  if (modelId === null) return;
  const { settings } = settingsStore.getState();
  const measured = await measuring.run({ phase: 'measureGpu', done: 0, total: 0 }, (options) =>
    client.request('measureGpu', { modelId, settings }, options),
  );
  if (measured !== null) gpuStore.setState({ measured });
}

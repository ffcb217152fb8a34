// The update probe of the run on screen: measured on demand, kept until another run is shown.

import { createStore } from 'zustand/vanilla';
import type { StudioFailure } from '../../bridge/protocol';
import type { Progress } from '../../bridge/studioClient';
import type { UpdateProbe } from '../../domain/updateProbe';
import type { RunSettings } from '../../settings/runSettings';
import { task } from '../common/task';
import { client } from '../session/client';

export interface ProbeState {
  readonly runId: string | null;
  readonly probe: UpdateProbe | null;
  /** The settings in force when it was measured: what others are compared with. */
  readonly settings: RunSettings | null;
  readonly busy: Progress | null;
  readonly failure: StudioFailure | null;
}

export const probeStore = createStore<ProbeState>(() => ({
  runId: null,
  probe: null,
  settings: null,
  busy: null,
  failure: null,
}));

const measuring = task(({ left: _, ...state }) => probeStore.setState(state));
export const cancelProbe = measuring.cancel;

/** Measures the probe of a loaded run under the settings it has now. */
export async function measureProbe(runId: string, settings: RunSettings): Promise<void> {
  const reply = await measuring.run({ phase: 'probe', done: 0, total: 0 }, (options) =>
    client.request('probeUpdate', { runId }, options),
  );
  if (reply !== null) probeStore.setState({ runId, probe: reply.probe, settings });
}

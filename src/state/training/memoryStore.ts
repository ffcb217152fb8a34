// The memory plan of the run that would be started now. Asked anew when base or settings change;
// the newest answer counts.

import { createStore } from 'zustand/vanilla';
import type { StudioFailure } from '../../bridge/protocol';
import type { MemoryPlan } from '../../domain/memory';
import type { RunSettings } from '../../settings/runSettings';
import { toFailure } from '../common/failure';
import { client } from '../session/client';

export interface MemoryState {
  readonly plan: MemoryPlan | null;
  readonly failure: StudioFailure | null;
}

export const memoryStore = createStore<MemoryState>(() => ({ plan: null, failure: null }));

let asked = 0;

export async function planMemory(modelId: string, settings: RunSettings): Promise<void> {
  const own = ++asked;
  try {
    const plan = await client.request('planMemory', { modelId, settings });
    if (own === asked) memoryStore.setState({ plan, failure: null });
  } catch (error) {
    if (own === asked) memoryStore.setState({ plan: null, failure: toFailure(error) });
  }
}

// A run that is loaded again after its worker hung or lost its GPU: in a new worker, which finds
// everything that is stored.

import { sessionStore } from '../session/sessionStore';
import { restartStudio } from '../session/studio';
import { followRun } from './followActions';
import { loadRun } from './runActions';
import { runStore } from './runStore';

/** A new worker, and in it the run from its last checkpoint, paused. */
export async function restartAndLoad(runId: string | null): Promise<void> {
  await restartStudio();
  // A worker that hung may hold its run's lock for long after it was ended.
  if (runId !== null) await loadRun(runId, undefined, true);
}

/**
 * Loads a run from its last checkpoint, or follows it where another tab has it. A worker without
 * its GPU can load nothing: a new one is started first.
 */
export async function loadOrFollow(runId: string): Promise<void> {
  if (sessionStore.getState().deviceLost) {
    await restartAndLoad(runId);
    return;
  }
  await loadRun(runId);
  if (runStore.getState().failure?.kind === 'Busy') await followRun(runId);
}

// One tab at a time trains a run: whoever has it loaded holds a lock of the browser, which goes
// with the tab or its worker. So a second tab neither shows a run that trains as paused nor deletes
// it under the first. Imports hold one too, so that none is taken for one that was closed. Without
// locks (no browser) every run is free.

import { StudioError } from '../../errors';
import { workerErrors } from '../../strings/errors/worker';

/** How long a lock is waited for: one whose worker has just ended is free in a moment. */
const PATIENCE_MS = 1500;

const lockName = (runId: string): string => `plumbline-run-${runId}`;

/**
 * Takes the lock of a run; resolves with its release. `steal`: also from whoever has it, where that
 * is known to be dead. Errors: Busy when another tab has it.
 */
export function holdRun(
  runId: string,
  locks: LockManager | undefined = globalThis.navigator?.locks,
  steal = false,
): Promise<() => void> {
  if (!locks) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    locks
      .request(
        lockName(runId),
        steal ? { steal } : { signal: AbortSignal.timeout(PATIENCE_MS) },
        () => new Promise<void>((release) => resolve(release)),
      )
      .catch(() => reject(new StudioError('Busy', ...workerErrors.loadedElsewhere())));
  });
}

/** True where no tab has the run. */
export async function isRunFree(runId: string, locks?: LockManager): Promise<boolean> {
  try {
    (await holdRun(runId, locks))();
    return true;
  } catch {
    return false;
  }
}

/** Resolves once no tab has the run, however long that takes. */
export async function untilRunFree(
  runId: string,
  locks: LockManager | undefined = globalThis.navigator?.locks,
): Promise<void> {
  await locks?.request(lockName(runId), () => Promise.resolve());
}

/**
 * Takes the lock of a set that is imported; resolves with its release, or null where another tab is
 * at it.
 */
export function holdImport(
  datasetId: string,
  locks: LockManager | undefined = globalThis.navigator?.locks,
): Promise<(() => void) | null> {
  if (!locks) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    locks
      .request(`plumbline-import-${datasetId}`, { ifAvailable: true }, (lock) =>
        lock === null ? resolve(null) : new Promise<void>((release) => resolve(() => release())),
      )
      .catch(reject);
  });
}

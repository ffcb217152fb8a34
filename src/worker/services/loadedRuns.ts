// The runs that are on the device, by id. Several stay loaded side by side; beyond a few, the one
// that has stood still for longest is saved and freed. Which run trains is each run's own matter.

import type { LoadedRun } from './loadedRun';

/** Runs kept on the device while they stand still; one that trains is never freed for another. */
const MOST_LOADED = 3;

export class LoadedRuns {
  /** In the order of their last use. */
  private readonly runs = new Map<string, LoadedRun>();

  /** `freed` hears of every run that has left the device. */
  constructor(private readonly freed: (runId: string) => void) {}

  /** A loaded run that may be used; null when there is none, or when it has failed. */
  get(runId: string): LoadedRun | null {
    const run = this.runs.get(runId);
    if (!run || run.failed) return null;
    this.runs.delete(runId);
    this.runs.set(runId, run);
    return run;
  }

  /** Takes in a run and frees those that are too many. */
  async add(run: LoadedRun): Promise<void> {
    this.runs.set(run.id, run);
    for (const [id, one] of this.runs) {
      if (this.runs.size <= MOST_LOADED) break;
      if (!one.running && one !== run) await this.unload(id);
    }
  }

  /** Ends a run, saves it and frees the device; nothing where it is not loaded. */
  async unload(runId: string): Promise<void> {
    const run = this.runs.get(runId);
    if (!run) return;
    this.runs.delete(runId);
    await run.unload();
    this.freed(runId);
  }

  /** Every run that trains ends after its current step; resolves when all are saved. */
  async pauseAll(): Promise<void> {
    await Promise.all(
      [...this.runs.values()].filter((run) => run.running).map((run) => run.pause()),
    );
  }
}

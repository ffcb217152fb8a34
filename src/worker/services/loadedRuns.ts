// The runs that are on the device, by id. Several stay loaded side by side; beyond a few, the one
// that has stood still for longest is saved and freed. Which run trains is each run's own matter.

import type { LoadedRun } from './loadedRun';

/** Runs kept on the device while they stand still; one that trains is never freed for another. */
const MOST_LOADED = 3;

export class LoadedRuns {
  /** In the order of their last use. */
  private readonly runs = new Map<string, LoadedRun>();
  /** Gives back what other tabs must not load meanwhile (runLock.ts). */
  private readonly releases = new Map<string, () => void>();

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

  /** A loaded run that may be used, looked at without being used. */
  peek(runId: string): LoadedRun | null {
    const run = this.runs.get(runId);
    return run && !run.failed ? run : null;
  }

  /** True while any run trains. */
  get training(): boolean {
    return [...this.runs.values()].some((run) => run.running);
  }

  /** Takes in a run with the release of its lock, and frees those that are too many. */
  async add(run: LoadedRun, release: () => void = () => undefined): Promise<void> {
    this.runs.set(run.id, run);
    this.releases.set(run.id, release);
    for (const [id, one] of this.runs) {
      if (this.runs.size <= MOST_LOADED) break;
      if (!one.running && !one.unkept && one !== run) await this.unload(id);
    }
  }

  /**
   * Ends a run, saves it and frees the device; nothing where it is not loaded. Errors: as
   * ActiveRun.unload; the run then stays.
   */
  async unload(runId: string, evenUnkept = false): Promise<void> {
    const run = this.runs.get(runId);
    if (!run) return;
    this.runs.delete(runId);
    try {
      await run.unload(evenUnkept);
    } catch (error) {
      this.runs.set(runId, run);
      throw error;
    }
    this.releases.get(runId)?.();
    this.releases.delete(runId);
    this.freed(runId);
  }

  /** Whether a loaded run trains on this base. */
  usesModel(modelId: string): boolean {
    return [...this.runs.values()].some((run) => run.modelId === modelId);
  }
}

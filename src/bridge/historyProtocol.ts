// Commands about the history of runs: names, notes and tags, deleting and taking back, curves of
// any stored run, samples drawn now, and the queue in which runs train one after another.

import type { RunCurve } from '../domain/runCurve';
import type { RunOutcome } from '../domain/runOutcome';
import type { Preview, SweepPlace } from '../domain/run';
import type { StorageUse } from '../domain/storageUse';
import type { RunSettings } from '../settings/runSettings';
import type { RunSummary } from './runSummary';

/** A run that is to be made and to wait its turn. */
export interface RunWish {
  readonly name: string;
  readonly datasetId: string;
  readonly modelId: string;
  readonly settings: RunSettings;
  readonly sweep?: SweepPlace;
}

export interface HistoryCommands {
  /** Changes what is given. Errors: BadSettings for a name without a letter. */
  labelRun: {
    request: { runId: string; name?: string; note?: string; tags?: string[] };
    reply: { run: RunSummary };
  };
  /** Takes a run out of the lists; it is kept until `purgeRuns`, or an hour later. */
  deleteRun: { request: { runId: string }; reply: { storage: StorageUse } };
  restoreRun: { request: { runId: string }; reply: { run: RunSummary } };
  /** Removes the deleted runs for good, which frees their room. */
  purgeRuns: { request: Record<string, never>; reply: { storage: StorageUse } };
  /** Every stored step of a run in columns. */
  runCurve: { request: { runId: string }; reply: { curve: RunCurve } };
  /** Makes the small curves of runs that have none yet. */
  sketchRuns: { request: { runIds: string[] }; reply: { runs: RunSummary[] } };
  /** What runs came to, by their last steps and their samples. */
  runOutcomes: { request: { runIds: string[] }; reply: { outcomes: RunOutcome[] } };
  runPreviews: { request: { runId: string }; reply: { previews: Preview[] } };
  /**
   * Samples the run's prompts as it stands (loaded: now, also while it trains; else its last
   * checkpoint) and keeps them with its previews. Errors: BadCheckpoint before the first one.
   */
  sampleNow: { request: { runId: string }; reply: { previews: Preview[] } };
  /** Makes runs that wait in the queue. Errors: as createRun; none is made then. */
  queueRuns: { request: { runs: RunWish[] }; reply: { runs: RunSummary[] } };
  /** Puts a stored run that is not finished at the end of the queue. */
  queueRun: { request: { runId: string }; reply: { run: RunSummary } };
  /** Takes a waiting run out of the queue. */
  unqueueRun: { request: { runId: string }; reply: { run: RunSummary } };
  /** Lets the queue go on, or halts it after the run that trains. */
  setQueue: { request: { on: boolean }; reply: Record<string, never> };
}

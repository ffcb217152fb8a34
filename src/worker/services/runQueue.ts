// The queue: stored runs that wait train one after another, each to its end, without a page asking
// for the next. A run stays in the queue (`queuedAt`) until it has finished or failed, so that
// after a reload the queue goes on with the run that was broken off. A pause of the run that trains
// halts the queue; where another run trains, or another tab has the queue, it waits.

import type { StudioEvent } from '../../bridge/protocol';
import type { RunRecord, StudioDatabase } from '../../storage/database';
import { getRun, listRuns, updateRun } from '../../storage/runs';
import { failureOf } from './failure';
import type { LoadedRun } from './loadedRun';
import type { LoadedRuns } from './loadedRuns';
import { holdRun } from './runLock';
import { runSummary } from './runSummary';

interface QueueParts {
  readonly db: () => StudioDatabase;
  readonly runs: LoadedRuns;
  /** Puts a stored run on the device, paused at its last checkpoint. */
  load(record: RunRecord): Promise<LoadedRun>;
  post(event: StudioEvent): void;
}

/** The lock of the queue itself, beside those of runs. */
const QUEUE = 'queue';

export class RunQueue {
  private on = false;
  private working = false;

  constructor(private readonly parts: QueueParts) {}

  /** Lets the queue go on, or halts it after the run that trains. */
  set(on: boolean): void {
    this.on = on;
    this.parts.post({ type: 'queue', on });
    this.wake();
  }

  /** Something has changed: the next run starts where it may. Errors go to the page. */
  wake(): void {
    void this.work().catch((error: unknown) =>
      this.parts.post({ type: 'trouble', failure: failureOf(error) }),
    );
  }

  private async next(): Promise<RunRecord | undefined> {
    const waiting = (await listRuns(this.parts.db())).filter(
      ({ queuedAt, deletedAt }) => queuedAt !== undefined && deletedAt === undefined,
    );
    return waiting.sort((a, b) => a.queuedAt! - b.queuedAt!)[0];
  }

  private async work(): Promise<void> {
    if (!this.on || this.working || this.parts.runs.training) return;
    this.working = true;
    try {
      if ((await this.next()) === undefined) return;
      const release = await holdRun(QUEUE).catch(() => null);
      // Another tab has the queue.
      if (release === null) return;
      try {
        for (let run = await this.next(); this.on && run; run = await this.next()) {
          if (this.parts.runs.training) break;
          await this.train(run);
        }
      } finally {
        release();
      }
    } finally {
      this.working = false;
    }
  }

  /** Trains one run until it ends, and takes it out of the queue unless it was paused. */
  private async train(record: RunRecord): Promise<void> {
    const { db, runs, load } = this.parts;
    try {
      const run = runs.get(record.id) ?? (await load(record));
      if (!this.on) return;
      await run.resume();
      await run.settled();
    } catch (error) {
      const { message, remedy } = failureOf(error);
      await updateRun(db(), record.id, { status: 'failed', reason: `${message} ${remedy}` });
    }
    const now = await getRun(db(), record.id);
    if (now?.status === 'paused') this.set(false);
    else await this.leave(record.id);
    if (now?.status === 'finished') await runs.unload(record.id);
  }

  /** Takes a run out of the queue; one that never trained is stopped. */
  async leave(runId: string): Promise<void> {
    const { db, post } = this.parts;
    const run = await getRun(db(), runId);
    if (!run) return;
    const left = await updateRun(db(), runId, {
      queuedAt: undefined,
      ...(run.status === 'queued' && { status: run.step > 0 ? 'paused' : 'stopped' }),
    });
    if (left) post({ type: 'run', run: await runSummary(db(), left) });
  }
}

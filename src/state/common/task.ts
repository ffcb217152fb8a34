// One long request at a time as a screen shows it: how far it is, how long it will take, what went
// wrong, and how to end it. Every store that waits for the worker uses this; where the state is
// kept and under which names is the store's business (`show`).

import type { StudioFailure } from '../../bridge/protocol';
import type { Progress, RequestOptions } from '../../bridge/studioClient';
import { toFailure } from './failure';

export interface TaskState {
  /** What is being done; null when nothing is. */
  readonly busy: Progress | null;
  /** Milliseconds until it is done at the speed so far; null before it can be told. */
  readonly left: number | null;
  /** What went wrong last; null where nothing did, or it was cancelled. */
  readonly failure: StudioFailure | null;
}

export interface Task {
  /**
   * Does one piece of work and returns its result; null where it failed or was cancelled, or where
   * the task was busy and does not replace what it does.
   */
  run<T>(start: Progress, work: (options: RequestOptions) => Promise<T>): Promise<T | null>;
  /** Ends the work that is going on; its `run` resolves with null. */
  cancel(): void;
}

/**
 * A task whose changes are given to `show`; a failure stays until the next work. `whenBusy`: refuse
 * new work (default), or cancel the old for it: the newest wins, and what the old one still says is
 * dropped.
 */
export function task(
  show: (change: Partial<TaskState>) => void,
  { whenBusy = 'refuse' }: { readonly whenBusy?: 'refuse' | 'replace' } = {},
): Task {
  let current: AbortController | null = null;
  return {
    async run(start, work) {
      if (current !== null && whenBusy === 'refuse') return null;
      current?.abort();
      const own = new AbortController();
      current = own;
      const left = timeLeft(start);
      show({ busy: start, left: null, failure: null });
      try {
        const result = await work({
          signal: own.signal,
          onProgress: ({ phase, done, total }) => {
            if (current !== own) return;
            const busy = { phase, done, total };
            show({ busy, left: left(busy) });
          },
        });
        if (current !== own) return null;
        current = null;
        show({ busy: null, left: null });
        return result;
      } catch (error) {
        if (current === own) {
          current = null;
          show({ busy: null, left: null, failure: toFailure(error) });
        }
        return null;
      }
    },
    cancel() {
      current?.abort();
    },
  };
}

/** Time left from the speed since the first progress of the phase that is going on, in ms. */
function timeLeft(start: Progress): (progress: Progress) => number | null {
  let phase = start.phase;
  let since = start.total > 0 ? { time: performance.now(), done: start.done } : null;
  return (progress) => {
    if (since === null || progress.phase !== phase) {
      phase = progress.phase;
      since = { time: performance.now(), done: progress.done };
    }
    const done = progress.done - since.done;
    if (done <= 0) return null;
    return ((performance.now() - since.time) / done) * (progress.total - progress.done);
  };
}

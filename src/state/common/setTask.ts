// One long piece of work on a set at a time (task.ts), with the set it is done on: another may be
// open by the time that its progress, or what went wrong, is shown.

import type { StudioFailure } from '../../bridge/protocol';
import type { Progress, RequestOptions } from '../../bridge/studioClient';
import { task } from './task';

export interface SetWork {
  readonly datasetId: string;
  readonly progress: Progress;
  /** Milliseconds until it is done; null before it can be told. */
  readonly left: number | null;
}

export interface SetTaskState {
  /** Null when nothing is being done. */
  readonly busy: SetWork | null;
  readonly failed: { readonly datasetId: string; readonly failure: StudioFailure } | null;
}

export const NO_WORK: SetTaskState = { busy: null, failed: null };

/** What went wrong with a set, or null. */
export function failureOf(
  { failed }: SetTaskState,
  datasetId: string | null,
): StudioFailure | null {
  return failed !== null && failed.datasetId === datasetId ? failed.failure : null;
}

/** Work whose changes are given to `show`. Null where it failed, was cancelled, or other was on. */
export function setTask(show: (change: Partial<SetTaskState>) => void) {
  let workedOn = '';
  let working = false;
  const { run, cancel } = task(({ busy, left = null, failure }) =>
    show({
      ...(busy !== undefined && { busy: busy && { datasetId: workedOn, progress: busy, left } }),
      ...(failure !== undefined && { failed: failure && { datasetId: workedOn, failure } }),
    }),
  );
  return {
    cancel,
    async run<T>(
      datasetId: string,
      phase: string,
      send: (options: RequestOptions) => Promise<T>,
    ): Promise<T | null> {
      if (working) return null;
      [workedOn, working] = [datasetId, true];
      try {
        return await run({ phase, done: 0, total: 0 }, send);
      } finally {
        working = false;
      }
    },
  };
}

// The life of a request: what is shown while it runs, when it fails, is cancelled or replaced.

import { describe, expect, it, vi } from 'vitest';
import { StudioClientError } from '../../bridge/studioClient';
import type { RequestOptions } from '../../bridge/studioClient';
import { StudioError } from '../../errors';
import { task, type TaskState } from './task';

const IDLE: TaskState = { busy: null, left: null, failure: null };

/** Keeps the whole state after each change. */
function recorder(shown: TaskState[]): (change: Partial<TaskState>) => void {
  return (change) => shown.push({ ...(shown.at(-1) ?? IDLE), ...change });
}

const START = { phase: 'start', done: 0, total: 0 };

/** Work that ends when it is told to, and as a cancelled request does when its signal says so. */
function work<T>() {
  const handle: {
    options?: RequestOptions;
    end?: (value: T) => void;
    fail?: (error: unknown) => void;
  } = {};
  const send = (options: RequestOptions): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      Object.assign(handle, { options, end: resolve, fail: reject });
      options.signal?.addEventListener('abort', () =>
        reject(new StudioClientError({ kind: 'Aborted', message: '', remedy: '' })),
      );
    });
  return { handle, send };
}

describe('task', () => {
  it('shows progress, then nothing, and gives the result', async () => {
    const shown: TaskState[] = [];
    const one = task(recorder(shown));
    const { handle, send } = work<number>();
    const result = one.run(START, send);
    handle.options!.onProgress!({ phase: 'score', done: 3, total: 8 });
    handle.end!(7);
    expect(await result).toBe(7);
    expect(shown.map(({ busy }) => busy)).toEqual([
      START,
      { phase: 'score', done: 3, total: 8 },
      null,
    ]);
    expect(shown.at(-1)).toEqual(IDLE);
  });
  it('keeps what went wrong until the next work', async () => {
    const shown: TaskState[] = [];
    const one = task(recorder(shown));
    const failed = await one.run(START, () =>
      Promise.reject(new StudioError('BadImage', 'It is torn.', 'Take another.')),
    );
    expect(failed).toBeNull();
    expect(shown.at(-1)!.failure).toEqual({
      kind: 'BadImage',
      message: 'It is torn.',
      remedy: 'Take another.',
    });
    await one.run(START, async () => 1);
    expect(shown.at(-1)).toEqual(IDLE);
  });
  it('is no failure when it was cancelled', async () => {
    const shown: TaskState[] = [];
    const one = task(recorder(shown));
    const result = one.run(START, work<number>().send);
    one.cancel();
    expect(await result).toBeNull();
    expect(shown.at(-1)).toEqual(IDLE);
  });
  it('refuses a second piece of work, and takes one when the first is done', async () => {
    const one = task(() => undefined);
    const first = work<number>();
    const second = vi.fn(async () => 2);
    const result = one.run(START, first.send);
    expect(await one.run(START, second)).toBeNull();
    expect(second).not.toHaveBeenCalled();
    first.handle.end!(1);
    expect(await result).toBe(1);
    expect(await one.run(START, second)).toBe(2);
  });
  it('replaces the old work where it is told to: nothing of it is shown any more', async () => {
    const shown: TaskState[] = [];
    const one = task(recorder(shown), { whenBusy: 'replace' });
    const first = work<number>();
    const second = work<number>();
    const old = one.run(START, first.send);
    const newest = one.run({ ...START, phase: 'again' }, second.send);
    expect(await old).toBeNull();
    first.handle.options!.onProgress!({ phase: 'late', done: 1, total: 2 });
    second.handle.end!(2);
    expect(await newest).toBe(2);
    expect(shown.map(({ busy }) => busy?.phase ?? null)).toEqual(['start', 'again', null]);
  });
  it('tells the time left from the speed of the phase', async () => {
    vi.useFakeTimers();
    try {
      const shown: TaskState[] = [];
      const one = task(recorder(shown));
      const { handle, send } = work<number>();
      const result = one.run(START, send);
      const progress = (phase: string, done: number): void => {
        vi.advanceTimersByTime(1000);
        handle.options!.onProgress!({ phase, done, total: 10 });
      };
      progress('load', 0);
      progress('generate', 2);
      progress('generate', 4);
      progress('generate', 5);
      handle.end!(0);
      await result;
      expect(shown.map(({ left }) => left)).toEqual([null, null, null, 3000, (2000 / 3) * 5, null]);
    } finally {
      vi.useRealTimers();
    }
  });
});

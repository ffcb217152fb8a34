// The one set or evaluation that may be sampled in the background. Runs go on training meanwhile:
// the device's scheduler gives training steps two thirds of the time and the images the rest
// (executors/scheduler.ts). A set is sampled by one tab only (a lock of the browser says which).

import { StudioError } from '../../errors';
import { workerErrors } from '../../strings/errors/worker';

/** What is sampled. */
interface Sampled {
  readonly id: string;
  readonly name: string;
  /** A set unless told. */
  readonly kind?: 'evaluation';
}

interface Sampling extends Sampled {
  readonly abort: AbortController;
  readonly ended: Promise<unknown>;
}

export class BackgroundSampling {
  private now: Sampling | null = null;

  constructor(private readonly locks: LockManager | undefined = globalThis.navigator?.locks) {}

  /**
   * Does `work` as the only one; its signal ends with `signal` or by `stop`. Errors: Busy when
   * another set is sampled, or this one in another tab.
   */
  async alone<T>(
    set: Sampled,
    signal: AbortSignal,
    work: (until: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (this.now)
      throw new StudioError(
        'Busy',
        ...workerErrors.sampledAlready(this.now.name, this.now.kind === 'evaluation'),
      );
    const abort = new AbortController();
    const end = (): void => abort.abort();
    signal.addEventListener('abort', end, { once: true });
    const begun = this.locked(set, () => work(abort.signal));
    this.now = { ...set, abort, ended: begun.catch(() => undefined) };
    try {
      return await begun;
    } finally {
      this.now = null;
      signal.removeEventListener('abort', end);
    }
  }

  /** Ends the sampling of a set, if it is the one; resolves when it has ended. */
  async stop(id: string): Promise<void> {
    if (this.now?.id !== id) return;
    const { abort, ended } = this.now;
    abort.abort();
    await ended;
  }

  private async locked<T>(set: Sampled, work: () => Promise<T>): Promise<T> {
    if (!this.locks) return work();
    return (await this.locks.request(
      `plumbline-draw-${set.id}`,
      { ifAvailable: true },
      async (lock) => {
        if (!lock)
          throw new StudioError(
            'Busy',
            ...workerErrors.sampledElsewhere(set.name, set.kind === 'evaluation'),
          );
        return work();
      },
    )) as T;
  }
}

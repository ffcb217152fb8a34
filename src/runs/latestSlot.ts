// A place for the newest wish of somebody who does not wait: one wish is worked on at a time, and
// of those that come meanwhile only the newest is kept. A training loop puts the images that are
// due here and goes on.

import { isAbort } from '../errors';

export class LatestSlot<T> {
  private waiting: { readonly value: T } | null = null;
  private working: { readonly abort: AbortController; readonly ended: Promise<void> } | null = null;

  /** `failed` hears what `work` throws, other than an abort. */
  constructor(
    private readonly work: (value: T, signal: AbortSignal) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Works on `value` now, or after what is under way unless a newer one comes before. */
  put(value: T): void {
    this.waiting = { value };
    if (this.working) return;
    const abort = new AbortController();
    this.working = { abort, ended: this.drain(abort.signal) };
  }

  /** Gives up what is under way and what waits; resolves when nothing is worked on any more. */
  async clear(): Promise<void> {
    this.waiting = null;
    this.working?.abort.abort();
    await this.working?.ended;
  }

  /** Resolves when nothing is worked on and nothing waits. */
  async settled(): Promise<void> {
    await this.working?.ended;
  }

  private async drain(signal: AbortSignal): Promise<void> {
    // `working` is set by then.
    await Promise.resolve();
    while (this.waiting && !signal.aborted) {
      const { value } = this.waiting;
      this.waiting = null;
      try {
        await this.work(value, signal);
      } catch (error) {
        if (!isAbort(error)) this.failed(error);
      }
    }
    this.working = null;
    if (this.waiting) this.put(this.waiting.value);
  }
}

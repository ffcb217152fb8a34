// The lock of a run, over a lock manager of exclusive locks that stands for the browser's (Node has
// none): two holders stand for two tabs.

import { describe, expect, it } from 'vitest';
import { holdRun, isRunFree } from './runLock';

/** Exclusive locks, granted in the order of the requests; a waiting request ends by its signal. */
function exclusiveLocks(): LockManager {
  const tails = new Map<string, Promise<unknown>>();
  const request = async (
    name: string,
    { signal }: { signal: AbortSignal },
    work: () => Promise<void>,
  ): Promise<void> => {
    const before = tails.get(name) ?? Promise.resolve();
    let over: () => void = () => undefined;
    tails.set(
      name,
      before.then(() => new Promise<void>((resolve) => (over = resolve))),
    );
    try {
      await Promise.race([
        before,
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      ]);
      await work();
    } finally {
      void before.then(() => over());
    }
  };
  return { request } as unknown as LockManager;
}

describe('the lock of a run', () => {
  it('lets one tab have a run, tells the other, and is free when it is given back', async () => {
    const locks = exclusiveLocks();
    const release = await holdRun('r', locks);
    await expect(holdRun('r', locks)).rejects.toMatchObject({
      kind: 'Busy',
      message: 'This run is loaded in another tab.',
    });
    expect(await isRunFree('another', locks)).toBe(true);
    release();
    expect(await isRunFree('r', locks)).toBe(true);
  });

  it('is waited for while its worker ends', async () => {
    const locks = exclusiveLocks();
    const release = await holdRun('r', locks);
    setTimeout(release, 200);
    (await holdRun('r', locks))();
  });

  it('is everybody’s where there are no locks', async () => {
    (await holdRun('r', undefined))();
    expect(await isRunFree('r', undefined)).toBe(true);
  });
});

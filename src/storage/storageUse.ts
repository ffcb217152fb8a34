// How much of the browser's storage is used and left, and asking the browser to keep ours when space grows short.
// `estimate` and `persisted` work on page and worker; `persist` may ask the person and is offered to pages only.

import type { StorageUse } from '../bridge/protocol';

/** What is used and left, in bytes (zeros where the browser does not tell). */
export async function storageUse(storage: StorageManager | undefined = globalThis.navigator?.storage): Promise<StorageUse> {
  const { usage = 0, quota = 0 } = (await storage?.estimate?.()) ?? {};
  return { usedBytes: usage, quotaBytes: quota, persisted: (await storage?.persisted?.()) ?? false };
}

/** Asks that our data not be evicted; resolves with whether the browser agreed. Page only: false in a worker. */
export async function askToPersist(storage: StorageManager | undefined = globalThis.navigator?.storage): Promise<boolean> {
  if ((await storage?.persisted?.()) === true) return true;
  return (await storage?.persist?.()) ?? false;
}

// How much of the browser's storage is used and left. (Asking the browser to keep it is the page's:
// state/datasetActions.ts.)

import type { StorageUse } from '../domain/storageUse';

/** What is used and left, in bytes (zeros where the browser does not tell). */
export async function storageUse(
  storage: StorageManager | undefined = globalThis.navigator?.storage,
): Promise<StorageUse> {
  const { usage = 0, quota = 0 } = (await storage?.estimate?.()) ?? {};
  return {
    usedBytes: usage,
    quotaBytes: quota,
    persisted: (await storage?.persisted?.()) ?? false,
  };
}

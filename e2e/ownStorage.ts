// The studio's own storage as a story spoils it: records put in by hand, a quota that is reached,
// everything cleared.

import type { Page } from 'playwright-core';
import type { Stage } from './browser';

/** Runs `work` on the studio's database; it is closed again. */
export function putRecord(page: Page, store: string, record: object): Promise<void> {
  return page.evaluate(
    async ([name, value]) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('plumbline');
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('open')));
      });
      await new Promise<void>((resolve, reject) => {
        const tx = db.transaction(name, 'readwrite');
        tx.objectStore(name).put(value);
        tx.addEventListener('complete', () => resolve());
        tx.addEventListener('error', () => reject(tx.error ?? new Error('put')));
      });
      db.close();
    },
    [store, record] as const,
  );
}

/** Cuts every stored checkpoint of the newest step short. */
export function damageNewestCheckpoint(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const finished = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
      });
    const db = await finished(indexedDB.open('plumbline'));
    const store = db.transaction('checkpoints', 'readwrite').objectStore('checkpoints');
    const all = (await finished(store.getAll())) as { step: number; file: Uint8Array }[];
    const newest = all.reduce((last, one) => (one.step > last.step ? one : last));
    await finished(store.put({ ...newest, file: newest.file.slice(0, 1000) }));
    db.close();
    return newest.step;
  });
}

/** Lets the origin store so many bytes; null lifts it. */
export async function setQuota(stage: Stage, page: Page, bytes: number | null): Promise<void> {
  const session = await stage.context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', {
    origin: new URL(page.url()).origin,
    ...(bytes === null ? {} : { quotaSize: bytes }),
  });
  if (bytes === null) await session.detach();
}

/** What “clear site data” does to the databases, with the page open. */
export async function clearStorage(stage: Stage, page: Page): Promise<void> {
  const session = await stage.context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', {
    origin: new URL(page.url()).origin,
    storageTypes: 'indexeddb',
  });
}

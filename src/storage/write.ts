// Every write goes through here: one transaction that is done or not done as a whole, with a full
// disk told as a StudioError that says what was being saved and how to make room. Reads need no
// such care and use the database directly.

import type { IDBPTransaction } from 'idb';
import { StudioError } from '../errors';
import { storageErrors } from '../strings/errors/storage';
import type { StoreName, StudioDatabase, StudioSchema } from './database';

export type WriteTransaction<N extends StoreName> = IDBPTransaction<StudioSchema, N[], 'readwrite'>;

function isQuota(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}

const said = () => storageErrors;

/** Names of what is written, for `what` of `write`. */
export const written = () => said().written;

/**
 * Runs `work` in a read-write transaction over `stores` and waits until it is on disk. `what` names
 * it in an error. `durable` waits for the operating system to have written it (checkpoints).
 * Errors: StorageFull when the quota is reached; StorageGone; what `work` throws aborts the
 * transaction and is passed on.
 */
export async function write<N extends StoreName, R>(
  db: StudioDatabase,
  stores: N[],
  what: string,
  work: (tx: WriteTransaction<N>) => Promise<R>,
  durable = false,
): Promise<R> {
  const tx = begin(db, stores, what, durable);
  // The reason a transaction failed for arrives at `done`; a request's own rejection may only say
  // AbortError.
  const done = tx.done.then(
    () => null,
    (error: unknown) => error,
  );
  try {
    const result = await work(tx);
    const failure = await done;
    if (failure !== null) throw failure;
    return result;
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // It has ended already.
    }
    const failure = await done;
    if (isQuota(error) || isQuota(failure)) {
      throw new StudioError('StorageFull', ...said().full(what));
    }
    throw error;
  }
}

/** Errors: StorageGone where the database was closed under us. */
function begin<N extends StoreName>(
  db: StudioDatabase,
  stores: N[],
  what: string,
  durable: boolean,
): WriteTransaction<N> {
  try {
    return db.transaction(stores, 'readwrite', { durability: durable ? 'strict' : 'relaxed' });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'InvalidStateError') throw error;
    throw new StudioError('StorageGone', ...said().gone(what));
  }
}

/** All keys [runId, …] of a store keyed by run. */
export function keysOfRun(runId: string): IDBKeyRange {
  return IDBKeyRange.bound([runId], [runId, []]);
}

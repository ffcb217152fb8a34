// A stored run as the page lists it: its record without what only the worker needs, and the steps
// that have a checkpoint.

import type { RunSummary } from '../../bridge/protocol';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import type { RunRecord, StudioDatabase } from '../../storage/database';

/** A run as the page sees it. Storage that cannot be read any more holds no checkpoint. */
export async function runSummary(db: StudioDatabase, record: RunRecord): Promise<RunSummary> {
  const checkpointSteps = await createIdbCheckpointStore(db)
    .list(record.id)
    .catch(() => []);
  const { paradigm: _, modelHash: _hash, trainedOn, kernels: _kernels, ...listed } = record;
  return { ...listed, checkpointSteps, rewardId: trainedOn?.rewardId ?? null };
}

// A run's step metrics, in chunks as they came. A run resumed from an earlier checkpoint takes some
// steps again: appending replaces whatever was stored from the first new step on, so the series
// never holds a step twice.

import { readStep, type StepMetrics } from '../domain/metrics';
import type { StudioDatabase } from './database';
import { soundRecords } from './records';
import { keysOfRun, write, written } from './write';

/** Stores consecutive steps, replacing any stored from the first of them on. */
export async function appendMetrics(
  db: StudioDatabase,
  runId: string,
  steps: readonly StepMetrics[],
): Promise<void> {
  const from = steps[0]?.step;
  if (from === undefined) return;
  await write(db, ['metrics'], written().metrics, async (tx) => {
    const store = tx.objectStore('metrics');
    await store.delete(IDBKeyRange.bound([runId, from], [runId, []]));
    const before = await store.openCursor(IDBKeyRange.bound([runId], [runId, from]), 'prev');
    const kept = before?.value.steps.filter((metrics) => metrics.step < from);
    if (before && kept!.length < before.value.steps.length)
      await before.update({ ...before.value, steps: kept! });
    await store.put({ runId, from, steps: [...steps] });
  });
}

/** All stored steps of a run in order. */
export async function loadMetrics(db: StudioDatabase, runId: string): Promise<StepMetrics[]> {
  const chunks = soundRecords('metrics', await db.getAll('metrics', keysOfRun(runId)));
  return chunks.flatMap((chunk) => chunk.steps.map(readStep));
}

// What helps to find a fault, as a zip of JSON: machine, how training runs here, what is stored by
// number, each run's settings, reason and last steps. Nothing a person made or wrote: no images, no
// prompts, no names, notes, tags or scores.

import { strToU8, zipSync } from 'fflate';
import type { Capability } from '../../bridge/protocol';
import type { RunRecord, StudioDatabase } from '../../storage/database';
import { listDatasets } from '../../storage/datasets';
import { loadMetrics } from '../../storage/metrics';
import { listRuns } from '../../storage/runs';
import { storageUse } from '../../storage/storageUse';

const LAST_STEPS = 50;
const LAST_RUNS = 10;

/** Texts a person wrote are replaced by their length; numbers and names of choices stay. */
function withoutTexts(value: unknown, key = ''): unknown {
  const written = /prompt|name|onlineReward|scoreSource/iu;
  if (typeof value === 'string') return written.test(key) ? `(${value.length} characters)` : value;
  if (Array.isArray(value))
    return written.test(key) || key === 'scores'
      ? `(${value.length} entries)`
      : value.map((entry) => withoutTexts(entry, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, withoutTexts(entry, name)]),
  );
}

async function runFacts(db: StudioDatabase, run: RunRecord): Promise<unknown> {
  const { id, createdAt, modelId, modelHash, status, step, executor, adapter } = run;
  return {
    id,
    createdAt,
    modelId,
    modelHash,
    status,
    step,
    executor,
    adapter,
    settings: withoutTexts(run.settings),
    changes: withoutTexts(run.changes),
    // A reason may name what a person named.
    reason: run.reason.replaceAll(/“[^”]*”/gu, '“…”'),
    lastSteps: (await loadMetrics(db, id)).slice(-LAST_STEPS),
  };
}

/** The zip. */
export async function bugReport(
  db: StudioDatabase,
  capability: Capability,
  userAgent: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const runs = await listRuns(db);
  const sets = await listDatasets(db);
  const files = {
    'machine.json': { userAgent, capability, storage: await storageUse(), made: Date.now() },
    'sets.json': sets.map(({ count, bytes, modelId, createdAt }) => ({
      count,
      bytes,
      modelId,
      createdAt,
    })),
    'runs.json': await Promise.all(runs.slice(0, LAST_RUNS).map((run) => runFacts(db, run))),
  };
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, value]) => [name, strToU8(JSON.stringify(value, null, 1))]),
    ),
  ) as Uint8Array<ArrayBuffer>;
}

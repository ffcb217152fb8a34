// Commands about what is stored, what of it is damaged, and making room.

import type { StorageCommands } from '../../bridge/storageProtocol';
import type { StorageContents } from '../../domain/storageUse';
import { StudioError } from '../../errors';
import type { RunRecord, StudioDatabase } from '../../storage/database';
import { listDatasets } from '../../storage/datasets';
import { listEvaluations } from '../../storage/evaluations';
import { clearLatents } from '../../storage/latents';
import {
  CONTENT_STORES,
  damagedRecords,
  deleteRecord,
  LIST_STORES,
  recordAsJson,
} from '../../storage/records';
import { deleteRun, getRun, listRuns, updateRun } from '../../storage/runs';
import { deleteLeftCopies, listOwnModels } from '../../storage/ownModels';
import { folderOf, listScorers } from '../../storage/scorers';
import { storageUse } from '../../storage/storageUse';
import type { CommandHandlers } from '../services/command';
import { downloadName } from '../../formats/downloadName';
import type { LoadedRuns } from '../services/loadedRuns';
import { holdRun } from '../services/runLock';
import { workerErrors } from '../../strings/errors/worker';

export interface StorageStudio {
  /** The studio's database, opened where it was not. */
  openStorage(): Promise<StudioDatabase>;
  readonly runs: LoadedRuns;
}

async function storedRun(
  db: StudioDatabase,
  { id, name }: RunRecord,
): Promise<StorageContents['runs'][number]> {
  const keys = await db.getAllKeys('checkpoints', IDBKeyRange.bound([id], [id, []]));
  const last = keys.at(-1);
  const newest = last === undefined ? undefined : await db.get('checkpoints', last);
  // A run's checkpoints are of one size, but for an online run's bank.
  const bytes = newest?.file instanceof Uint8Array ? newest.file.byteLength : 0;
  return {
    id,
    name,
    checkpointSteps: keys.map(([, step]) => step),
    checkpointBytes: keys.length * bytes,
  };
}

/** Frees what a copy that was cut off has left in the browser's storage. */
async function freeLeftCopies(db: StudioDatabase): Promise<void> {
  const models = await db.getAllKeys('models');
  const scorers = await db.getAllKeys('scorers');
  // What cannot be removed now can be the next time.
  await deleteLeftCopies(new Set([...models, ...scorers.map(folderOf)])).catch(() => undefined);
}

async function contents(db: StudioDatabase): Promise<StorageContents> {
  const sets = await listDatasets(db);
  return {
    use: await storageUse(),
    sets: sets.map(({ id, name, count, bytes, unfinished }) => ({
      id,
      name,
      count,
      bytes,
      expected: unfinished?.expected ?? null,
    })),
    runs: await Promise.all((await listRuns(db)).map((run) => storedRun(db, run))),
    evaluations: (await listEvaluations(db)).map(({ id, request }) => ({ id, name: request.name })),
    scorers: (await listScorers(db)).map(({ hash, name, bytes }) => ({ hash, name, bytes })),
    models: (await listOwnModels(db)).map(({ id, name, bytes, link }) => ({
      id,
      name,
      bytes: link === null ? bytes : 0,
    })),
    latents: await db.count('latents'),
    damaged: await damagedRecords(db, LIST_STORES),
  };
}

export function storageCommands(
  studio: StorageStudio,
): Pick<CommandHandlers, keyof StorageCommands> {
  return {
    async describeStorage() {
      const db = await studio.openStorage();
      await freeLeftCopies(db);
      return contents(db);
    },
    async checkStorage() {
      const db = await studio.openStorage();
      return { damaged: await damagedRecords(db, [...LIST_STORES, ...CONTENT_STORES]) };
    },
    async deleteRecord({ place }) {
      const db = await studio.openStorage();
      await deleteRecord(db, place);
      return contents(db);
    },
    async exportRecord({ place }) {
      const text = await recordAsJson(await studio.openStorage(), place);
      return { fileName: downloadName(`${place.store} ${String(place.key)}`, '.json'), text };
    },
    async dropRun({ runId }) {
      const db = await studio.openStorage();
      await studio.runs.unload(runId, true);
      const release = await holdRun(runId);
      await deleteRun(db, runId).finally(release);
      return contents(db);
    },
    async clearLatents() {
      const db = await studio.openStorage();
      await clearLatents(db);
      return contents(db);
    },
    async markCheckpoint({ runId, step, marked }) {
      const db = await studio.openStorage();
      const run = await getRun(db, runId);
      if (run === null) throw new StudioError('BadCheckpoint', ...workerErrors.chosenRunGone());
      const others = (run.marked ?? []).filter((one) => one !== step);
      const now = marked ? [...others, step].sort((a, b) => a - b) : others;
      await updateRun(db, runId, { marked: now });
      return { marked: now };
    },
  };
}

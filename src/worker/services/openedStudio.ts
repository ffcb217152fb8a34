// What the studio begins with, and all that the first screen needs: the database, a device that is
// chosen but not started, and lists of the base models, sets and runs. Everything else, Studio
// itself, is loaded when it is first asked for.

import type {
  Commands,
  ModelInfo,
  RunSummary,
  StudioEvent,
  StudioFailure,
} from '../../bridge/protocol';
import { isUnderWay } from '../../domain/run';
import { openDatabase, type RunRecord, type StudioDatabase } from '../../storage/database';
import { listDatasets } from '../../storage/datasets';
import { deleteRun, getRun, listRuns } from '../../storage/runs';
import { storageUse } from '../../storage/storageUse';
import { workerErrors } from '../../strings/errors/worker';
import { chooseDevice, type ChosenDevice } from './chooseDevice';
import {
  fetchAsset,
  readCatalogue,
  type Catalogue,
  type CatalogueEntry,
  type ReadAsset,
} from './modelCatalogue';
import { OwnModelList } from './ownModelList';
import { isRunFree, untilRunFree } from './runLock';
import { runSummary } from './runSummary';

export interface Started {
  readonly db: StudioDatabase;
  readonly device: ChosenDevice;
  readonly catalogue: Catalogue;
  readonly readAsset: ReadAsset;
  readonly ownModels: OwnModelList;
}

/** All base models on offer: those beside the app, then the person's own. */
export const modelEntries = ({ catalogue, ownModels }: Started): readonly CatalogueEntry[] => [
  ...catalogue.models,
  ...ownModels.entries(),
];

export const modelInfos = (started: Started): ModelInfo[] =>
  modelEntries(started).map(({ info }) => info);

/**
 * A run that no tab has. Its tab may have been closed, or its worker have ended, while it ran;
 * nothing is written then: the start must do with a storage that is full.
 */
async function freeRun(db: StudioDatabase, run: RunRecord): Promise<RunSummary> {
  if (!isUnderWay(run)) return runSummary(db, run);
  const left = await runSummary(db, { ...run, status: 'paused', reason: workerErrors.pageClosed });
  return { ...left, cutOff: true };
}

/** How long a deleted run can be taken back. */
const KEEP_DELETED_MS = 3600_000;

export class OpenedStudio {
  /** Null until the start has succeeded. */
  started: Started | null = null;
  private storage: Promise<StudioDatabase> | null = null;

  constructor(private readonly post: (event: StudioEvent) => void) {}

  private trouble(
    [message, remedy]: readonly [happened: string, next: string],
    kind: StudioFailure['kind'],
  ): void {
    this.post({ type: 'trouble', failure: { kind, message, remedy } });
  }

  /**
   * The studio's database, opened at the first call: also before the start, and where that fails.
   * Errors: as openDatabase.
   */
  openStorage(): Promise<StudioDatabase> {
    const said = workerErrors;
    if (this.storage === null) {
      this.storage = openDatabase({
        onBlocked: () => this.trouble(said.olderTab(), 'Unsupported'),
        onOutdated: () => this.trouble(said.newerTab(), 'Unsupported'),
        onTerminated: () => this.trouble(said.storageGone(), 'StorageGone'),
      });
      this.storage.catch(() => (this.storage = null));
    }
    return this.storage;
  }

  /** The first command: opens the database, chooses the device, and lists what there is. */
  async start({
    executor,
    baseUrl,
  }: Commands['start']['request']): Promise<Commands['start']['reply']> {
    const said = workerErrors;
    const readAsset = fetchAsset(baseUrl);
    const db = await this.openStorage();
    const [device, catalogue] = await Promise.all([
      chooseDevice(executor, (message) => this.trouble(said.gpuError(message), 'Unexpected')),
      readCatalogue(readAsset),
    ]);
    const ownModels = new OwnModelList(db);
    await ownModels.refresh();
    this.started = { db, device, catalogue, readAsset, ownModels };
    void device.picked?.lost.then((reason) => this.trouble(said.gpuLost(reason), 'DeviceLost'));
    const stored = await listRuns(db);
    const old = Date.now() - KEEP_DELETED_MS;
    // A storage that cannot be written keeps them until the next start.
    for (const { id, deletedAt = Infinity } of stored)
      if (deletedAt < old) await deleteRun(db, id).catch(() => undefined);
    const runs = await Promise.all(
      stored
        .filter(({ deletedAt }) => deletedAt === undefined)
        .map(async (run) => {
          // Another tab trains it.
          if (isUnderWay(run) && !(await isRunFree(run.id))) return runSummary(db, run);
          return freeRun(db, run);
        }),
    );
    return {
      capability: device.capability,
      models: modelInfos(this.started),
      datasets: await listDatasets(db),
      runs,
      storage: await storageUse(),
    };
  }

  /** Waits until no tab has a run, and says how it stands then. */
  async runFreed(runId: string): Promise<Commands['runFreed']['reply']> {
    const db = await this.openStorage();
    await untilRunFree(runId);
    const run = await getRun(db, runId);
    return { run: run === null || run.deletedAt !== undefined ? null : await freeRun(db, run) };
  }
}

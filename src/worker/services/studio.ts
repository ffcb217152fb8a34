// What the studio holds in its worker: the database, the device, the base models opened so far, and
// the loaded runs. The commands themselves are in commands/; this is what they share.

import type { Commands, ModelInfo, StudioEvent, StudioFailure } from '../../bridge/protocol';
import type { PromptReader } from '../../data/import/setNotes';
import type { ImageSize } from '../../domain/imageSize';
import { StudioError } from '../../errors';
import { loadBaseModel, type ModelFiles } from '../../paradigms/baseModel';
import { readPromptTokenizer } from '../../paradigms/modelFiles';
import type { BaseModel, ImagePipeline } from '../../paradigms/imagePipeline';
import { openPipeline } from '../../paradigms/imagePipeline';
import { paradigmOf } from '../../paradigms/list';
import type { ClipFeatureSource } from '../../rewards';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import { openDatabase, type RunRecord, type StudioDatabase } from '../../storage/database';
import { listDatasets } from '../../storage/datasets';
import { deleteRun, listRuns } from '../../storage/runs';
import { strings } from '../../strings';
import { runSummary } from './runSummary';
import { storageUse } from '../../storage/storageUse';
import type { LoadedRun } from './loadedRun';
import { LoadedRuns } from './loadedRuns';
import {
  fetchAsset,
  modelFiles,
  readCatalogue,
  readScorers,
  type CatalogueEntry,
  type ScorerEntry,
  type ReadAsset,
} from './modelCatalogue';
import { OpenScorers } from './openScorers';
import { prepareRun } from './prepareRun';
import { RunQueue } from './runQueue';
import { OwnModels } from './ownModels';
import { SetDrawing } from './setDrawing';
import { holdRun, isRunFree } from './runLock';
import { startDevice, type StudioDevice } from './studioDevice';
import type { StudioServices } from './studioServices';

interface Started {
  readonly db: StudioDatabase;
  readonly device: StudioDevice;
  readonly catalogue: readonly CatalogueEntry[];
  readonly scorers: readonly ScorerEntry[];
  readonly readAsset: ReadAsset;
  readonly ownModels: OwnModels;
}

/** How long a deleted run can be taken back. */
const KEEP_DELETED_MS = 3600_000;

export class Studio implements StudioServices {
  /** The runs whose steps are compiled and whose states are on the device. */
  readonly runs = new LoadedRuns((runId) => this.post({ type: 'unloaded', runId }));
  private started: Started | null = null;
  private storage: Promise<StudioDatabase> | null = null;
  private readonly pipelines = new Map<string, Promise<ImagePipeline>>();
  readonly openScorers = new OpenScorers(
    () => this.device.executor,
    () => this.db,
    () => modelFiles(this.readAsset, this.scorerBeside().folder),
  );
  /** The set that is drawn in the background, if one is. */
  readonly drawing = new SetDrawing();

  /** Runs that wait for one another. */
  readonly queue = new RunQueue({
    db: () => this.db,
    runs: this.runs,
    load: (record) => this.load(record),
    post: (event) => this.post(event),
  });

  constructor(private readonly tell: (event: StudioEvent) => void) {}

  post(event: StudioEvent): void {
    this.tell(event);
    // Where a run has come to stand, the queue may go on.
    if (event.type === 'run' && event.run.status !== 'running') this.queue.wake();
  }

  /** Puts a stored run on the device, paused at its last checkpoint. Errors: as prepareRun. */
  private async load(record: RunRecord): Promise<LoadedRun> {
    const release = await holdRun(record.id);
    try {
      const checkpoint = await createIdbCheckpointStore(this.db).load(record.id);
      const run = await prepareRun(this, record, checkpoint, {
        signal: new AbortController().signal,
        progress: () => undefined,
      });
      await this.runs.add(run, release);
      this.post({ type: 'loaded', runId: record.id });
      return run;
    } catch (error) {
      release();
      throw error;
    }
  }

  private get ready(): Started {
    if (!this.started) throw new Error('the first command must be `start`');
    return this.started;
  }
  get db(): StudioDatabase {
    return this.ready.db;
  }
  get device(): StudioDevice {
    return this.ready.device;
  }
  get readAsset(): ReadAsset {
    return this.ready.readAsset;
  }

  /** Base models of the person's own. */
  get ownModels(): OwnModels {
    return this.ready.ownModels;
  }

  /** All base models on offer: those beside the app, then the person's own. */
  private get entries(): readonly CatalogueEntry[] {
    return [...this.ready.catalogue, ...this.ownModels.entries()];
  }

  models(): ModelInfo[] {
    return this.entries.map(({ info }) => info);
  }

  /** Catalogue entry of a model. Errors: BadModel for an unknown id. */
  model(id: string): CatalogueEntry {
    const entry = this.entries.find((model) => model.id === id);
    if (!entry)
      throw new StudioError(
        'BadModel',
        ...(id.startsWith('own-')
          ? strings.errors.worker.ownModelGone()
          : strings.errors.worker.noModel(
              id,
              this.entries.map((model) => model.id),
            )),
      );
    return entry;
  }

  /** A model opened by its headers, and its files. Errors: BadModel and those of the loaders. */
  async openModel(id: string): Promise<{ model: BaseModel; files: ModelFiles }> {
    const { folder } = this.model(id);
    const own = await this.ownModels.open(id);
    if (own) return own;
    const files = modelFiles(this.readAsset, folder);
    return { model: await loadBaseModel(id, files), files };
  }

  /** How a model reads prompts, without opening its weights. Errors: BadModel. */
  async promptReader(id: string): Promise<PromptReader> {
    const { name, folder } = this.model(id);
    const own = await this.ownModels.open(id);
    const tokenizer =
      own?.model.tokenizer ?? (await readPromptTokenizer(modelFiles(this.readAsset, folder)));
    return { name, tokenizer };
  }

  /** Frees a model's pipelines; they are opened again when they are asked for. */
  async closePipeline(id: string): Promise<void> {
    for (const [key, pipeline] of this.pipelines) {
      if (key !== id && !key.startsWith(`${id}@`)) continue;
      this.pipelines.delete(key);
      await pipeline.then(
        (one) => one.dispose(),
        () => undefined,
      );
    }
  }

  pipeline(id: string, resolution: ImageSize | null = null): Promise<ImagePipeline> {
    const key = resolution === null ? id : `${id}@${resolution.join('x')}`;
    let pipeline = this.pipelines.get(key);
    if (!pipeline) {
      pipeline = this.openModel(id).then(({ model }) =>
        openPipeline(
          this.device.executor,
          resolution === null ? model : paradigmOf(model).atSize(model, resolution),
        ),
      );
      this.pipelines.set(key, pipeline);
      pipeline.catch(() => this.pipelines.delete(key));
    }
    return pipeline;
  }

  /** CLIP models that lie beside the app; the first is the one that is used. */
  get scorers(): readonly ScorerEntry[] {
    return this.ready.scorers;
  }

  private scorerBeside(): ScorerEntry {
    const [entry] = this.scorers;
    if (!entry) throw new StudioError('BadModel', ...strings.errors.worker.noScorer());
    return entry;
  }

  /**
   * The person's CLIP model of a hash where it is stored, else the one beside the app; opened once.
   * Errors: as OpenScorers.get.
   */
  scorer(hash: string | null = null): Promise<ClipFeatureSource> {
    return this.openScorers.get(hash);
  }

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
    const said = strings.errors.worker;
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

  /** The first command: opens the database and the device, and lists what there is. */
  async start({
    executor,
    baseUrl,
  }: Commands['start']['request']): Promise<Commands['start']['reply']> {
    const said = strings.errors.worker;
    const readAsset = fetchAsset(baseUrl);
    const db = await this.openStorage();
    const [device, catalogue, scorers] = await Promise.all([
      startDevice(executor, (message) => this.trouble(said.gpuError(message), 'Unexpected')),
      readCatalogue(readAsset),
      readScorers(readAsset),
    ]);
    const ownModels = new OwnModels(db);
    await ownModels.refresh();
    this.started = { db, device, catalogue, scorers, readAsset, ownModels };
    void device.executor.lost.then((reason) => this.trouble(said.gpuLost(reason), 'DeviceLost'));
    const stored = await listRuns(db);
    const old = Date.now() - KEEP_DELETED_MS;
    // A storage that cannot be written keeps them until the next start.
    for (const { id, deletedAt = Infinity } of stored)
      if (deletedAt < old) await deleteRun(db, id).catch(() => undefined);
    const runs = await Promise.all(
      stored
        .filter(({ deletedAt }) => deletedAt === undefined)
        .map(async (run) => {
          if (run.status !== 'running' && run.status !== 'preparing') return runSummary(db, run);
          // Another tab trains it.
          if (!(await isRunFree(run.id))) return runSummary(db, run);
          // The tab was closed or the worker ended while it ran. Nothing is written: the start must
          // do with a storage that is full.
          return runSummary(db, { ...run, status: 'paused', reason: said.pageClosed });
        }),
    );
    return {
      capability: device.capability,
      models: this.models(),
      datasets: await listDatasets(db),
      runs,
      storage: await storageUse(),
    };
  }
}

// What the studio holds in its worker beside what it was opened with (openedStudio.ts): the started
// device, the base models opened so far, and the loaded runs. The commands themselves are in
// commands/; this is what they share.

import type { ModelInfo, StudioEvent } from '../../bridge/protocol';
import type { PromptReader } from '../../data/import/setNotes';
import type { ImageSize } from '../../domain/imageSize';
import { StudioError } from '../../errors';
import { loadBaseModel, type ModelFiles } from '../../paradigms/baseModel';
import { readPromptTokenizer } from '../../paradigms/modelFiles';
import type { BaseModel, ImagePipeline } from '../../paradigms/imagePipeline';
import { openPipeline } from '../../paradigms/openPipeline';
import { paradigmOf } from '../../paradigms/list';
import type { ClipFeatureSource } from '../../rewards';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import type { RunRecord, StudioDatabase } from '../../storage/database';
import { workerErrors } from '../../strings/errors/worker';
import type { LoadedRun } from './loadedRun';
import { LoadedRuns } from './loadedRuns';
import {
  modelFiles,
  type CatalogueEntry,
  type ReadAsset,
  type ScorerEntry,
} from './modelCatalogue';
import { modelEntries, modelInfos, type OpenedStudio, type Started } from './openedStudio';
import { OpenScorers } from './openScorers';
import { prepareRun } from './prepareRun';
import { RunQueue } from './runQueue';
import { OwnModels } from './ownModels';
import { BackgroundSampling } from './backgroundSampling';
import { holdRun } from './runLock';
import { startDevice, type StudioDevice } from './studioDevice';
import type { StudioServices } from './studioServices';

export class Studio implements StudioServices {
  /** The runs whose steps are compiled and whose states are on the device. */
  readonly runs = new LoadedRuns((runId) => this.post({ type: 'unloaded', runId }));
  private startedDevice: StudioDevice | null = null;
  private deviceFailure: unknown = null;
  private starting: Promise<void> | null = null;
  private own: OwnModels | null = null;
  /** Models beside the app, by id, opened by their headers. */
  private readonly openedModels = new Map<
    string,
    Promise<{ model: BaseModel; files: ModelFiles }>
  >();
  private readonly pipelines = new Map<string, Promise<ImagePipeline>>();
  readonly openScorers = new OpenScorers(
    () => this.device.executor,
    () => this.db,
    () => modelFiles(this.readAsset, this.scorerBeside().folder),
  );
  /** The set that is sampled in the background, if one is. */
  readonly drawing = new BackgroundSampling();

  /** Runs that wait for one another. */
  readonly queue = new RunQueue({
    db: () => this.db,
    runs: this.runs,
    load: (record) => this.load(record),
    post: (event) => this.post(event),
  });

  constructor(
    private readonly opened: OpenedStudio,
    private readonly tell: (event: StudioEvent) => void,
  ) {}

  /**
   * Starts the device where the studio was started; called before every command. Where that fails,
   * commands that use the device fail, and the next one tries again.
   */
  startDevice(): Promise<void> {
    const { started } = this.opened;
    if (started === null) return Promise.resolve();
    this.starting ??= startDevice(started.device).then(
      (device) => {
        this.startedDevice = device;
      },
      (error: unknown) => {
        this.deviceFailure = error;
        this.starting = null;
      },
    );
    return this.starting;
  }

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
    const { started } = this.opened;
    if (!started) throw new Error('the first command must be `start`');
    return started;
  }
  get db(): StudioDatabase {
    return this.ready.db;
  }
  get device(): StudioDevice {
    if (!this.startedDevice) throw this.deviceFailure ?? new Error('no device was started');
    return this.startedDevice;
  }
  get readAsset(): ReadAsset {
    return this.ready.readAsset;
  }

  /** Base models of the person's own. */
  get ownModels(): OwnModels {
    this.own ??= new OwnModels(this.db, this.ready.ownModels);
    return this.own;
  }

  models(): ModelInfo[] {
    return modelInfos(this.ready);
  }

  /** Catalogue entry of a model. Errors: BadModel for an unknown id. */
  model(id: string): CatalogueEntry {
    const entries = modelEntries(this.ready);
    const entry = entries.find(({ info }) => info.id === id);
    if (!entry)
      throw new StudioError(
        'BadModel',
        ...(id.startsWith('own-')
          ? workerErrors.ownModelGone()
          : workerErrors.noModel(
              id,
              entries.map(({ info }) => info.id),
            )),
      );
    return entry;
  }

  /** A model opened by its headers, and its files. Errors: BadModel and those of the loaders. */
  async openModel(id: string): Promise<{ model: BaseModel; files: ModelFiles }> {
    const { folder } = this.model(id);
    const own = await this.ownModels.open(id);
    if (own) return own;
    let opened = this.openedModels.get(id);
    if (!opened) {
      const files = modelFiles(this.readAsset, folder);
      opened = loadBaseModel(id, files).then((model) => ({ model, files }));
      this.openedModels.set(id, opened);
      opened.catch(() => this.openedModels.delete(id));
    }
    return opened;
  }

  /** How a model reads prompts, without opening its weights. Errors: BadModel. */
  async promptReader(id: string): Promise<PromptReader> {
    const { info, folder } = this.model(id);
    const own = await this.ownModels.open(id);
    const tokenizer =
      own?.model.tokenizer ?? (await readPromptTokenizer(modelFiles(this.readAsset, folder)));
    return { name: info.name, tokenizer };
  }

  /** Frees a model's pipelines; they are opened again when they are asked for. */
  async closePipeline(id: string): Promise<void> {
    this.openedModels.delete(id);
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
    return this.ready.catalogue.scorers;
  }

  private scorerBeside(): ScorerEntry {
    const [entry] = this.scorers;
    if (!entry) throw new StudioError('BadModel', ...workerErrors.noScorer());
    return entry;
  }

  /**
   * The person's CLIP model of a hash where it is stored, else the one beside the app; opened once.
   * Errors: as OpenScorers.get.
   */
  scorer(hash: string | null = null): Promise<ClipFeatureSource> {
    return this.openScorers.get(hash);
  }

  releaseScorers(): Promise<void> {
    return this.openScorers.release();
  }

  /** The studio's database, also before the start. Errors: as openDatabase. */
  openStorage(): Promise<StudioDatabase> {
    return this.opened.openStorage();
  }
}

// The only words that cross between the page and the worker: two closed unions. Every command
// carries a request id and is answered once by `reply` or `failure` with that id; long work also
// posts `progress` under it and ends early on `cancel`. Everything else the worker says by itself
// (steps, previews, run states) names the run it belongs to.

import type { StudioErrorKind } from '../errors';
import type { SamplerName } from '../formats/schedulerConfig';
import type { LiveSettings, RunSettings } from '../settings/runSettings';
import type { EditCommands } from './editProtocol';
import type { EvaluationCommands } from './evaluationProtocol';
import type { GpuCommands } from './gpuProtocol';
import type { HistoryCommands } from './historyProtocol';
import type { MemoryCommands } from './memoryProtocol';
import type { ModelInfo } from './modelInfo';
import type { ModelCommands } from './modelProtocol';
import type { OnlineCommands } from './onlineProtocol';
import type {
  ColumnMapping,
  InspectedSet,
  DatasetSummary,
  ImportFile,
  RejectedRow,
  ScoredItem,
} from '../domain/dataset';
import type { StepMetrics } from '../domain/metrics';
import type { BankState, OnlineRound } from '../domain/online';
import type { SourceCount } from '../domain/rating';
import type { FreshSample, Preview } from '../domain/run';
import type { UpdateProbe } from '../domain/updateProbe';
import type { StorageUse } from '../domain/storageUse';
import type { RatingCommands } from './ratingProtocol';
import type { RunSummary } from './runSummary';
import type { ScorerCommands } from './scorerProtocol';
import type { ShareCommands } from './shareProtocol';
import type { StorageCommands } from './storageProtocol';

export type { ModelInfo } from './modelInfo';
export type { RunSummary } from './runSummary';

/** What this machine can do and what was chosen, with the reason in plain words. */
export interface Capability {
  readonly executor: 'wgsl' | 'tfjs-wasm';
  /** E.g. "NVIDIA GeForce RTX 3060" or "wasm, SIMD, 2 threads". */
  readonly adapter: string;
  readonly isFallbackAdapter: boolean;
  /** Why this executor was chosen, one sentence. */
  readonly reason: string;
  /** What the person can do to get a faster one; empty when nothing is amiss. */
  readonly remedy: string;
  readonly crossOriginIsolated: boolean;
  readonly threads: number;
  readonly webgpu: boolean;
  readonly maxBufferBytes: number;
}

// ---- page -> worker

/** Commands with the type of their reply. */
export interface Commands
  extends
    RatingCommands,
    EditCommands,
    EvaluationCommands,
    GpuCommands,
    OnlineCommands,
    ScorerCommands,
    HistoryCommands,
    MemoryCommands,
    ModelCommands,
    ShareCommands,
    StorageCommands {
  /**
   * First command: picks the executor (`auto` or forced by ?executor=) and lists models. `baseUrl`
   * = document.baseURI: models lie below it.
   */
  start: {
    request: { executor: 'auto' | 'wgsl' | 'tfjs-wasm'; baseUrl: string };
    reply: {
      capability: Capability;
      models: ModelInfo[];
      datasets: DatasetSummary[];
      runs: RunSummary[];
      storage: StorageUse;
    };
  };
  /**
   * Loads what the other commands need, and starts the device, so that the next one need not wait.
   */
  getReady: { request: Record<string, never>; reply: Record<string, never> };
  /** Whether anybody is there: answered at once by a worker that is not stuck. */
  ping: { request: Record<string, never>; reply: Record<string, never> };
  /** Looks at dropped files: what an import by this mapping (else as recognised) would do. */
  inspectTable: {
    request: { files: ImportFile[]; mapping?: ColumnMapping; modelId: string | null };
    reply: InspectedSet;
  };
  /** Imports a folder, files or a zip. Progress counts images. */
  importDataset: {
    request: { name: string; files: ImportFile[]; mapping: ColumnMapping; modelId: string };
    reply: { dataset: DatasetSummary; rejected: RejectedRow[] };
  };
  openDemo: {
    request: { modelId: string };
    reply: { dataset: DatasetSummary; rejected: RejectedRow[] };
  };
  deleteDataset: { request: { datasetId: string }; reply: { storage: StorageUse } };
  listItems: {
    request: { datasetId: string };
    reply: { items: ScoredItem[]; sources: SourceCount[]; removed: number };
  };
  /** Original images by id. */
  getImages: {
    request: { datasetId: string; ids: string[] };
    reply: { images: { id: string; blob: Blob }[] };
  };
  storageUse: { request: Record<string, never>; reply: StorageUse };
  /**
   * Creates a run and loads it paused, beside those that are loaded already (of too many, one that
   * stands still is saved and freed, here and in loadRun). Texts are embedded here (progress);
   * images are encoded as steps want them, and the untouched model's samples are drawn beside
   * the first steps.
   */
  createRun: {
    request: { name: string; datasetId: string; modelId: string; settings: RunSettings };
    reply: { run: RunSummary };
  };
  /**
   * Loads a stored run from its last (or the named) checkpoint, paused (`steal`: from a worker that
   * this page has ended); one that is loaded stays as
   * it is, training or not.
   */
  loadRun: {
    request: { runId: string; checkpointStep?: number; steal?: boolean };
    reply: { run: RunSummary; metrics: StepMetrics[]; previews: Preview[] };
  };
  /** A stored run as it is, whoever has it loaded; nothing is loaded here. */
  viewRun: {
    request: { runId: string };
    reply: { run: RunSummary; metrics: StepMetrics[]; previews: Preview[] };
  };
  /** Answered once no tab has the run: the run as it stands then, null where it is gone. */
  runFreed: { request: { runId: string }; reply: { run: RunSummary | null } };
  /** Saves a run and frees it, for another tab. */
  releaseRun: { request: { runId: string }; reply: Record<string, never> };
  /** Runs until paused, finished or failed; replies at once. */
  resume: { request: { runId: string }; reply: { run: RunSummary } };
  pause: { request: { runId: string }; reply: { run: RunSummary } };
  /** Exactly one step, then paused. */
  oneStep: { request: { runId: string }; reply: { run: RunSummary } };
  /** Ends the run after the current step, saves a checkpoint and frees the model. */
  stop: { request: { runId: string }; reply: { run: RunSummary } };
  /** What the next update of an offline run would be made of; progress counts rows. */
  probeUpdate: { request: { runId: string }; reply: { probe: UpdateProbe } };
  changeSettings: { request: { runId: string; values: LiveSettings }; reply: { run: RunSummary } };
  /**
   * Same images with the adapter at each strength (0 = base model). `prompts[i]` is sampled with
   * `seeds[i]`: both lists have one
   *  entry an image, and the reply keeps that order within each strength. `sampler` null = the
   *  model's own. `asWall`: in as many sampler steps as the run's wall has. Progress counts images.
   */
  sample: {
    request: {
      runId: string;
      checkpointStep?: number;
      prompts: string[];
      seeds: number[];
      strengths: number[];
      sampler: SamplerName | null;
      asWall?: boolean;
      /** An image to start from instead of noise, and the share of the way that is sampled. */
      start?: { image: StartImage; strength: number };
    };
    /** `rewardId`: what scored them; null where nothing did. */
    reply: { images: { strength: number; image: FreshSample }[]; rewardId: string | null };
  };
  exportLora: {
    request: { runId: string; checkpointStep?: number; format: 'diffusers' | 'kohya' };
    reply: { fileName: string; bytes: Uint8Array<ArrayBuffer> };
  };
  /** The base with the run's adapters folded in. Progress counts MB. */
  exportMerged: {
    request: { runId: string; checkpointStep?: number; strength: number };
    reply: { fileName: string; file: Blob };
  };
  exportMetrics: { request: { runId: string }; reply: { fileName: string; text: string } };
  exportSettings: { request: { runId: string }; reply: { fileName: string; text: string } };
}

/** An image of a stored set, or the bytes of a file. */
export type StartImage =
  { readonly imageId: string } | { readonly bytes: Uint8Array<ArrayBuffer>; readonly mime: string };

export type CommandName = keyof Commands;

export type StudioCommand =
  | {
      [K in CommandName]: { readonly type: K; readonly requestId: number } & Readonly<
        Commands[K]['request']
      >;
    }[CommandName]
  /** Ends the work of an earlier request; its answer is a failure of kind `Aborted`. */
  | { readonly type: 'cancel'; readonly requestId: number };

// ---- worker -> page

export interface StudioFailure {
  readonly kind: StudioErrorKind | 'Aborted' | 'Unexpected';
  readonly message: string;
  readonly remedy: string;
}

export type StudioEvent =
  | {
      readonly type: 'reply';
      readonly requestId: number;
      readonly value: Commands[CommandName]['reply'];
    }
  | { readonly type: 'failure'; readonly requestId: number; readonly failure: StudioFailure }
  /** Progress of a long request: what is being done, and how far. */
  | {
      readonly type: 'progress';
      readonly requestId: number;
      readonly phase: string;
      readonly done: number;
      readonly total: number;
    }
  /** New steps of a run, sent at most four times a second. */
  | { readonly type: 'steps'; readonly runId: string; readonly steps: readonly StepMetrics[] }
  /** Images sampled during a run. */
  | { readonly type: 'preview'; readonly preview: Preview }
  /** An online run drew and scored a round. */
  | { readonly type: 'bank'; readonly runId: string; readonly bank: BankState }
  /** An online run waits for a person's scores (answerRound). */
  | { readonly type: 'rateRound'; readonly asking: OnlineRound }
  /** A run changed status, settings, step or checkpoints. */
  | { readonly type: 'run'; readonly run: RunSummary }
  /** The queue has put a run on the device. */
  | { readonly type: 'loaded'; readonly runId: string }
  /** A run has left the device: it was stopped, deleted, or others needed its place. */
  | { readonly type: 'unloaded'; readonly runId: string }
  /** The queue of runs went on or halted. */
  | { readonly type: 'queue'; readonly on: boolean }
  /** Trouble outside any request: device lost, storage full. What was saved is in the text. */
  | { readonly type: 'trouble'; readonly failure: StudioFailure };

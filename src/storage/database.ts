// The studio's IndexedDB: its stores, their keys, and the list of migrations that leads any older
// version to this one.
// A migration is never edited once shipped: a change of schema is a new entry at the end. Opening
// runs those that are missing, in one transaction, so a failed upgrade leaves the old data as they
// were. What an image and a run know is wider than today's screens need (several scores with their
// source, groups, negative prompts, the paradigm): later work shall not migrate for it.

import type { ParadigmId } from '../paradigms/facts';
import {
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  type StoreNames,
} from 'idb';
import type { DatasetSummary } from '../domain/dataset';
import type { EvaluationSummary, ImagePlace, Vote } from '../domain/evaluation';
import type { StepMetrics } from '../domain/metrics';
import type { ModelReport } from '../domain/ownModel';
import type { HeadRecord } from '../domain/reward';
import type { Preview, RunMarks, RunStatus, StoredSample } from '../domain/run';
import type { ImageScore } from '../data/scores/scoreSource';
import { StudioError } from '../errors';
import { storageErrors } from '../strings/errors/storage';
import type { EncodedImage } from '../paradigms/imagePipeline';
import type { RunSettings, SettingsChange } from '../settings/runSettings';

export type { HeadRecord } from '../domain/reward';

/**
 * A data set. `modelId` is the model that made its images (demo sets). `count` and `bytes` follow
 * its images.
 */
export interface DatasetRecord extends DatasetSummary {
  readonly modelId: string | null;
}

/**
 * One image of a data set with everything a person gave with it. `row` is its 1-based row in the
 * imported table.
 */
export interface ImageRecord {
  readonly id: string;
  readonly datasetId: string;
  readonly fileName: string;
  readonly mime: string;
  readonly original: Blob;
  /** Of the original's bytes, hex. */
  readonly sha256: string;
  readonly caption: string;
  readonly negativePrompt: string | null;
  /** Images of one group (one prompt, one comparison) share it. */
  readonly groupId: string | null;
  /**
   * File names of the images of the set that it was preferred over, once per comparison; absent
   * where nobody compared.
   */
  readonly preferredOver?: readonly string[];
  readonly scores: readonly ImageScore[];
  readonly row: number;
  /** Out of the set since a correction; absent or false: in it. */
  readonly removed?: boolean;
  /** Prompts it had before corrections, oldest first, each until (ms since 1970). */
  readonly earlierCaptions?: readonly { readonly until: number; readonly caption: string }[];
}

/**
 * An image as a base trains on it: VAE moments, `shape` = [H, W, C] of the latent, or tokens,
 * `shape` = [H, W].
 */
export type LatentRecord = EncodedImage & {
  readonly key: string;
  readonly imageSha256: string;
  readonly shape: readonly number[];
};

/** A set's scores as a run found them: image ids in their order. */
export interface TrainedOn {
  readonly source: string;
  readonly rewardId: string | null;
  readonly scores: readonly (readonly [imageId: string, score: number])[];
}

/** A run without its metrics, previews and checkpoints. */
export interface RunRecord extends RunMarks {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly paradigm: ParadigmId;
  readonly datasetId: string;
  readonly modelId: string;
  readonly modelHash: string;
  readonly settings: RunSettings;
  readonly changes: readonly SettingsChange[];
  readonly status: RunStatus;
  /** Steps done. */
  readonly step: number;
  readonly executor: string;
  readonly adapter: string;
  readonly reason: string;
  /** Absent for online runs, and for runs made before this was kept. */
  readonly trainedOn?: TrainedOn;
  /**
   * Kernels of its step that `adapter` was measured to run fastest, by operation and sizes: it
   * goes on with them. Absent where rules choose (wasm, software adapters).
   */
  readonly kernels?: Readonly<Record<string, string>>;
  /** Steps whose checkpoints a person wants to keep. */
  readonly marked?: readonly number[];
}

/** Consecutive steps of a run; `from` is the first one's step. */
export interface MetricsChunk {
  readonly runId: string;
  readonly from: number;
  readonly steps: readonly StepMetrics[];
}

/** A checkpoint as the safetensors file of train/checkpoint.ts. */
export interface CheckpointRecord {
  readonly runId: string;
  readonly step: number;
  readonly createdAt: number;
  readonly file: Uint8Array<ArrayBuffer>;
}

/** A CLIP model of the person's own, as the folder it was dropped as. */
export interface ScorerRecord {
  /** Name of its weights' content (fileIdentity.ts). */
  readonly hash: string;
  readonly name: string;
  readonly createdAt: number;
  /** Of all files. */
  readonly bytes: number;
  /** Length of its embeddings, D. */
  readonly width: number;
  /** By path in the folder, those that are read but for `weights`. */
  readonly files: Readonly<Record<string, Blob>>;
  /** Paths of the weights, copied into OPFS; absent in older records, whose `files` hold them. */
  readonly weights?: readonly string[];
  /** E.g. "CLIP ViT-H/14" and what it takes while it scores; absent in older records. */
  readonly architecture?: string;
  readonly memoryBytes?: number;
}

/** A base model of the person's own. */
export interface OwnModelRecord {
  /** `own-` and the start of its hash. */
  readonly id: string;
  readonly name: string;
  readonly addedAt: number;
  /** Of all its files, of which `copied` lie in the browser's storage. */
  readonly bytes: number;
  /** Path of the single-file checkpoint; null for a folder. */
  readonly checkpoint: string | null;
  readonly prediction: 'epsilon' | 'v_prediction' | null;
  /** Configs and tokenizer, by path. */
  readonly small: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** Paths of the weights, and where they lie: null = copied into OPFS. */
  readonly weights: readonly string[];
  readonly link: { readonly handle: FileSystemHandle; readonly prefix: string } | null;
  /** What the page shows without opening it. */
  readonly report: ModelReport;
}

/**
 * A comparison of runs with shared prompts and seeds: what was asked and what came out. `done` is
 * counted from its images.
 */
export interface EvaluationRecord extends Omit<EvaluationSummary, 'done' | 'total'> {
  /** Of the base the images are sampled with. */
  readonly modelHash: string;
  /** By entry key, of the entries that were measured. */
  readonly logRatios: Readonly<Record<string, number>>;
  /** Measured on the entry's own images; absent in those stored before it was measured. */
  readonly reverseLogRatios?: Readonly<Record<string, number>>;
}

/**
 * An image of an evaluation with its numbers; `name` as storage/evaluations.ts makes it of the
 * place.
 */
export interface EvaluationImage extends ImagePlace {
  readonly evaluationId: string;
  readonly name: string;
  readonly png: Uint8Array<ArrayBuffer>;
  /** By reward id. */
  readonly scores: Readonly<Record<string, number>>;
  /** Of the evaluation's kind of features. */
  readonly feature: Float32Array;
}

/** One blind judgement of a pair. */
export type VoteRecord = Vote;

export interface StudioSchema extends DBSchema {
  datasets: { key: string; value: DatasetRecord };
  images: {
    key: string;
    value: ImageRecord;
    indexes: { datasetRow: [string, number]; sha256: string };
  };
  latents: { key: string; value: LatentRecord; indexes: { imageSha256: string } };
  runs: { key: string; value: RunRecord; indexes: { datasetId: string } };
  metrics: { key: [string, number]; value: MetricsChunk };
  previews: { key: [string, number]; value: Preview<StoredSample> };
  checkpoints: { key: [string, number]; value: CheckpointRecord };
  heads: { key: string; value: HeadRecord };
  scorers: { key: string; value: ScorerRecord };
  models: { key: string; value: OwnModelRecord };
  evaluations: { key: string; value: EvaluationRecord };
  /** Images of an evaluation, by (evaluation, name in it). */
  evaluationImages: { key: [string, string]; value: EvaluationImage };
  votes: { key: string; value: VoteRecord; indexes: { evaluationId: string } };
}

export type StudioDatabase = IDBPDatabase<StudioSchema>;
export type StoreName = StoreNames<StudioSchema>;
export type UpgradeTransaction = IDBPTransaction<StudioSchema, StoreName[], 'versionchange'>;

/** Leads the schema one version on. May await requests of `tx` only. */
export type Migration = (db: StudioDatabase, tx: UpgradeTransaction) => void | Promise<void>;

/** `migrations[v]` leads from version v to v+1. */
export const migrations: readonly Migration[] = [
  (db) => {
    db.createObjectStore('datasets', { keyPath: 'id' });
    const images = db.createObjectStore('images', { keyPath: 'id' });
    images.createIndex('datasetRow', ['datasetId', 'row']);
    images.createIndex('sha256', 'sha256');
    db.createObjectStore('latents', { keyPath: 'key' }).createIndex('imageSha256', 'imageSha256');
    db.createObjectStore('runs', { keyPath: 'id' }).createIndex('datasetId', 'datasetId');
    db.createObjectStore('metrics', { keyPath: ['runId', 'from'] });
    db.createObjectStore('previews', { keyPath: ['runId', 'step'] });
    db.createObjectStore('checkpoints', { keyPath: ['runId', 'step'] });
  },
  (db) => {
    db.createObjectStore('heads', { keyPath: 'id' });
    db.createObjectStore('evaluations', { keyPath: 'id' });
    db.createObjectStore('evaluationImages', { keyPath: ['evaluationId', 'name'] });
    db.createObjectStore('votes', { keyPath: 'id' }).createIndex('evaluationId', 'evaluationId');
  },
  (db) => {
    db.createObjectStore('scorers', { keyPath: 'hash' });
  },
  (db) => {
    db.createObjectStore('models', { keyPath: 'id' });
  },
];

/** What may happen to an open or opening database from outside. */
export interface DatabaseEvents {
  /** Another tab holds an older version open and must be closed before ours can open. */
  onBlocked?(): void;
  /**
   * Another tab wants a newer version; ours has been closed for it and nothing can be saved here
   * any more.
   */
  onOutdated?(): void;
  /** The database is gone: another tab deleted it, or the browser closed it (cleared, disk). */
  onTerminated?(): void;
}

/**
 * Opens the studio's database, leading it to the newest version first.
 *  Errors: Unsupported when a newer studio wrote it, or when the browser has no storage to give
 *  (some private modes).
 */
export async function openDatabase(
  events: DatabaseEvents = {},
  name = 'plumbline',
  steps: readonly Migration[] = migrations,
): Promise<StudioDatabase> {
  let failure: unknown = null;
  try {
    return await openDB<StudioSchema>(name, steps.length, {
      async upgrade(db, from, to, tx) {
        // A migration's rejection does not reach IndexedDB by itself: without the abort a half-made
        // upgrade would be kept.
        try {
          for (const step of steps.slice(from, to ?? steps.length)) await step(db, tx);
        } catch (error) {
          failure = error;
          tx.done.catch(() => undefined);
          tx.abort();
        }
      },
      blocked: () => events.onBlocked?.(),
      blocking: (_from, to, event) => {
        (event.target as IDBDatabase).close();
        if (to === null) events.onTerminated?.();
        else events.onOutdated?.();
      },
      terminated: () => events.onTerminated?.(),
    });
  } catch (opening) {
    const error = failure ?? opening;
    if (error instanceof Error && error.name === 'VersionError') {
      throw new StudioError('Unsupported', ...storageErrors.newer(steps.length));
    }
    throw new StudioError(
      'Unsupported',
      ...storageErrors.closed(error instanceof Error ? error.message : String(error)),
    );
  }
}

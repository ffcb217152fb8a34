// How much of the browser's storage is in use, by what, and what in it is damaged.

export interface StorageUse {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly persisted: boolean;
}

/** Where a record lies: its store and its key, whatever that is. */
export interface RecordPlace {
  readonly store: string;
  readonly key: IDBValidKey;
}

/** A run's share of the storage. */
export interface StoredRun {
  readonly id: string;
  readonly name: string;
  readonly checkpointSteps: readonly number[];
  /** Of its checkpoints, measured on the newest. */
  readonly checkpointBytes: number;
}

/** What is stored, by kind. Bytes as far as they are known without reading everything. */
export interface StorageContents {
  readonly use: StorageUse;
  readonly sets: readonly {
    readonly id: string;
    readonly name: string;
    readonly count: number;
    readonly bytes: number;
    /** Images its interrupted import would have had; null where it is whole. */
    readonly expected: number | null;
  }[];
  readonly runs: readonly StoredRun[];
  readonly evaluations: readonly { readonly id: string; readonly name: string }[];
  readonly scorers: readonly {
    readonly hash: string;
    readonly name: string;
    readonly bytes: number;
  }[];
  /** Base models of the person's own; bytes of linked ones lie elsewhere on the disk. */
  readonly models: readonly {
    readonly id: string;
    readonly name: string;
    readonly bytes: number;
  }[];
  /** Encoded images that can be made anew. */
  readonly latents: number;
  readonly damaged: readonly (RecordPlace & { readonly reason: string })[];
}

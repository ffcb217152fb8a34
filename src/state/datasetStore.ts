// The scored sets that are stored, the one that is open with its numbers, and the import that is going on. Pixels are never
// kept here: thumbnails are asked for a page at a time.

import { createStore } from 'zustand/vanilla';
import type { Progress } from '../bridge/studioClient';
import type { ColumnMapping, DatasetSummary, ImportFile, RejectedRow, ScoredItem, StudioFailure } from '../bridge/protocol';

/** Files that were dropped and looked at, before they are imported. */
export interface Draft {
  readonly name: string;
  readonly files: readonly ImportFile[];
  readonly columns: readonly string[];
  readonly mapping: ColumnMapping;
  readonly rows: number;
  readonly table: string;
}

export interface DatasetState {
  readonly datasets: readonly DatasetSummary[];
  readonly datasetId: string | null;
  readonly items: readonly ScoredItem[];
  readonly loadingItems: boolean;
  readonly draft: Draft | null;
  readonly inspecting: boolean;
  /** Null when nothing is being imported. */
  readonly importing: Progress | null;
  readonly rejected: readonly RejectedRow[];
  /** The set the rejected rows belong to. */
  readonly rejectedFrom: string | null;
  readonly failure: StudioFailure | null;
}

export const datasetStore = createStore<DatasetState>(() => ({
  datasets: [], datasetId: null, items: [], loadingItems: false, draft: null, inspecting: false, importing: null, rejected: [], rejectedFrom: null, failure: null,
}));

export function currentDataset(state: DatasetState): DatasetSummary | null {
  return state.datasets.find((dataset) => dataset.id === state.datasetId) ?? null;
}

/** True once every part that an import needs has a column. */
export function mappingComplete(mapping: ColumnMapping): boolean {
  return mapping.fileName !== undefined && mapping.text !== undefined && mapping.score !== undefined;
}

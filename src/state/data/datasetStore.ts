// The scored sets that are stored, the one that is open with its numbers, and the import that is
// going on. Pixels are never kept here: thumbnails are asked for a page at a time.

import { createStore } from 'zustand/vanilla';
import type { Progress } from '../../bridge/studioClient';
import type { StudioFailure } from '../../bridge/protocol';
import type {
  ColumnMapping,
  DatasetSummary,
  ImportFile,
  OpenedSet,
  RejectedRow,
  ScoredItem,
  SetPreview,
} from '../../domain/dataset';
import type { SourceCount } from '../../domain/rating';

/** Files that were dropped and looked at, before they are imported. */
export interface Draft {
  readonly name: string;
  readonly files: readonly ImportFile[];
  readonly columns: readonly string[];
  readonly mapping: ColumnMapping;
  readonly rows: number;
  readonly table: string;
  /** A set that was exported here: its columns are known. */
  readonly exported: boolean;
  /** What an import by this mapping would do; null until it is known. */
  readonly preview: SetPreview | null;
}

export interface DatasetState {
  readonly datasets: readonly DatasetSummary[];
  readonly datasetId: string | null;
  /** The images a run would train on: those with a score of the source in use. */
  readonly items: readonly ScoredItem[];
  /** The others, their score NaN. */
  readonly unscored: readonly ScoredItem[];
  /** What the open set has scores from. */
  readonly sources: readonly SourceCount[];
  /** Images of the open set that were removed by corrections. */
  readonly removed: number;
  readonly loadingItems: boolean;
  readonly draft: Draft | null;
  readonly inspecting: boolean;
  /** Null when nothing is being imported. */
  readonly importing: Progress | null;
  /** Milliseconds until the import is done; null before it can be told. */
  readonly importLeft: number | null;
  readonly rejected: readonly RejectedRow[];
  /** The set the rejected rows belong to. */
  readonly rejectedFrom: string | null;
  readonly failure: StudioFailure | null;
}

export const datasetStore = createStore<DatasetState>(() => ({
  datasets: [],
  datasetId: null,
  items: [],
  unscored: [],
  sources: [],
  removed: 0,
  loadingItems: false,
  draft: null,
  inspecting: false,
  importing: null,
  importLeft: null,
  rejected: [],
  rejectedFrom: null,
  failure: null,
}));

export function currentDataset(state: DatasetState): DatasetSummary | null {
  return state.datasets.find((dataset) => dataset.id === state.datasetId) ?? null;
}

/** A set's items as the store keeps them. */
export function splitItems(items: readonly ScoredItem[]): Pick<DatasetState, 'items' | 'unscored'> {
  return {
    items: items.filter((item) => Number.isFinite(item.score)),
    unscored: items.filter((item) => !Number.isFinite(item.score)),
  };
}

/** Takes in what a set is now, in its place in the list and, where it is open, on the screen. */
export function receiveDataset({ dataset, items, sources, removed }: OpenedSet): void {
  receiveSummary(dataset);
  if (datasetStore.getState().datasetId === dataset.id)
    datasetStore.setState({ ...splitItems(items), sources, removed });
}

export function receiveSummary(dataset: DatasetSummary): void {
  datasetStore.setState(({ datasets }) => ({
    datasets: datasets.map((entry) => (entry.id === dataset.id ? dataset : entry)),
  }));
}

/** True once every part that an import needs has a column, or is left out on purpose. */
export function mappingComplete(mapping: ColumnMapping): boolean {
  return (
    mapping.fileName !== undefined && mapping.text !== undefined && mapping.score !== undefined
  );
}

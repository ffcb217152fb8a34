// What can be done with scored sets: look at dropped files, import them (with progress and cancel),
// open the demo, choose, delete. Each action leaves its outcome or its failure in datasetStore.

import type { ColumnMapping, DatasetSummary, ImportFile, RejectedRow } from '../../domain/dataset';
import type { RequestOptions } from '../../bridge/studioClient';
import type { StorageUse } from '../../domain/storageUse';
import { strings } from '../../strings';
import { client } from '../session/client';
import { datasetStore, splitItems } from './datasetStore';
import { forgetEdits } from './editStore';
import { readSizes } from './readSizes';
import { toFailure } from '../common/failure';
import { task } from '../common/task';
import { preferencesStore, setPreferences } from '../session/preferences';
import { refreshRewards } from '../common/rewardStore';
import { sessionStore } from '../session/sessionStore';

const importing = task(({ left, busy, ...state }) =>
  datasetStore.setState({
    ...state,
    ...(left !== undefined && { importLeft: left }),
    ...(busy !== undefined && { importing: busy }),
  }),
);
/** Ends the import that is going on; what was stored of it is removed by the worker. */
export const cancelImport = importing.cancel;

export function setDatasets(datasets: readonly DatasetSummary[]): void {
  datasetStore.setState({ datasets: [...datasets].sort((a, b) => b.createdAt - a.createdAt) });
}

/** Opens the set last looked at, else the newest. */
export async function openInitialDataset(): Promise<void> {
  const { datasets } = datasetStore.getState();
  const remembered = preferencesStore.getState().datasetId;
  const dataset = datasets.find((entry) => entry.id === remembered) ?? datasets[0];
  if (dataset !== undefined) await openDataset(dataset.id);
}

export async function openDataset(datasetId: string): Promise<void> {
  setPreferences({ datasetId });
  datasetStore.setState({
    datasetId,
    items: [],
    unscored: [],
    sources: [],
    removed: 0,
    loadingItems: true,
    failure: null,
  });
  try {
    const { items, sources, removed } = await client.request('listItems', { datasetId });
    if (datasetStore.getState().datasetId === datasetId)
      datasetStore.setState({ ...splitItems(items), sources, removed, loadingItems: false });
  } catch (error) {
    datasetStore.setState({ loadingItems: false, failure: toFailure(error) });
  }
}

/** A name to begin with: the folder's or the archive's. */
function nameOf(files: readonly ImportFile[]): string {
  const first = files[0];
  if (first === undefined) return strings.data.unnamed;
  const folder = first.path.includes('/') ? first.path.split('/')[0] : undefined;
  if (folder !== undefined && folder !== '') return folder;
  const archive = files.find((entry) => entry.path.toLowerCase().endsWith('.zip'));
  return archive === undefined ? strings.data.unnamed : archive.path.replace(/\.zip$/i, '');
}

/** Looks for the table among dropped files and shows what it holds. Nothing is stored yet. */
export async function inspectFiles(files: readonly ImportFile[]): Promise<void> {
  if (files.length === 0) return;
  datasetStore.setState({
    inspecting: true,
    draft: null,
    failure: null,
    rejected: [],
    rejectedFrom: null,
  });
  try {
    await readSizes(files);
    const reply = await client.request('inspectTable', {
      files: [...files],
      modelId: sessionStore.getState().modelId,
    });
    datasetStore.setState({
      inspecting: false,
      draft: {
        name: reply.exported?.name ?? nameOf(files),
        files,
        columns: reply.columns,
        preview: reply.preview,
        mapping: reply.guessed,
        rows: reply.rows,
        table: reply.table,
        exported: reply.exported !== null,
      },
    });
  } catch (error) {
    datasetStore.setState({ inspecting: false, failure: toFailure(error) });
  }
}

export function editDraft(values: { name?: string; mapping?: ColumnMapping }): void {
  const { draft } = datasetStore.getState();
  if (draft === null) return;
  datasetStore.setState({ draft: { ...draft, ...values } });
  const planned = ({ fileName, text, score }: ColumnMapping): string =>
    JSON.stringify([fileName, text, score]);
  // One prompt for all changes no row: nothing is read again for it.
  if (values.mapping !== undefined && planned(values.mapping) !== planned(draft.mapping))
    void previewDraft(values.mapping);
}

/** Asks what an import by a new mapping would do; an answer to an older one is dropped. */
async function previewDraft(mapping: ColumnMapping): Promise<void> {
  const { draft } = datasetStore.getState();
  if (draft === null) return;
  const isCurrent = (): boolean => datasetStore.getState().draft?.mapping === mapping;
  try {
    const { preview } = await client.request('inspectTable', {
      files: [...draft.files],
      mapping,
      modelId: sessionStore.getState().modelId,
    });
    const now = datasetStore.getState().draft;
    if (now !== null && isCurrent())
      datasetStore.setState({ draft: { ...now, preview }, failure: null });
  } catch (error) {
    if (isCurrent()) datasetStore.setState({ failure: toFailure(error) });
  }
}

export function discardDraft(): void {
  datasetStore.setState({ draft: null, failure: null });
}

export async function importDraft(): Promise<void> {
  const { draft } = datasetStore.getState();
  const { modelId } = sessionStore.getState();
  if (draft === null || modelId === null) return;
  await importWith((options) =>
    client.request(
      'importDataset',
      { name: draft.name, files: [...draft.files], mapping: draft.mapping, modelId },
      options,
    ),
  );
}

export async function openDemo(): Promise<void> {
  const { modelId } = sessionStore.getState();
  if (modelId === null) return;
  await importWith((options) => client.request('openDemo', { modelId }, options));
}

type ImportReply = { dataset: DatasetSummary; rejected: RejectedRow[] };

async function importWith(send: (options: RequestOptions) => Promise<ImportReply>): Promise<void> {
  // Now there is something worth keeping: some browsers ask the person, others decide by
  // themselves.
  void navigator.storage?.persist?.().catch(() => false);
  datasetStore.setState({ rejected: [], rejectedFrom: null });
  const start = { phase: strings.data.importStarting, done: 0, total: 0 };
  const reply = await importing.run(start, send);
  if (reply === null) return;
  const { dataset, rejected } = reply;
  const others = datasetStore.getState().datasets.filter((entry) => entry.id !== dataset.id);
  datasetStore.setState({
    datasets: [dataset, ...others],
    draft: null,
    rejected,
    rejectedFrom: dataset.name,
  });
  await Promise.all([openDataset(dataset.id), refreshStorage(), refreshRewards()]);
}

export async function deleteDataset(datasetId: string): Promise<void> {
  try {
    const { storage } = await client.request('deleteDataset', { datasetId });
    applyStorage(storage);
    forgetEdits(datasetId);
    const datasets = datasetStore.getState().datasets.filter((entry) => entry.id !== datasetId);
    datasetStore.setState({ datasets });
    if (datasetStore.getState().datasetId !== datasetId) return;
    datasetStore.setState({
      datasetId: null,
      items: [],
      unscored: [],
      sources: [],
      rejected: [],
      rejectedFrom: null,
    });
    await openInitialDataset();
  } catch (error) {
    datasetStore.setState({ failure: toFailure(error) });
  }
}

export async function fetchImages(
  datasetId: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Blob>> {
  const { images } = await client.request('getImages', { datasetId, ids: [...ids] }, { signal });
  return new Map(images.map((image) => [image.id, image.blob]));
}

function applyStorage(storage: StorageUse): void {
  sessionStore.setState({ storage });
}

export async function refreshStorage(): Promise<void> {
  try {
    applyStorage(await client.request('storageUse', {}));
  } catch {
    // The meter keeps its last value; the next request that fails says why.
  }
}

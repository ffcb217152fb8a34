// What this browser holds for the studio, and how room is made: asked of the worker anew whenever
// the storage screen opens or something is deleted. It needs an open database, not a started
// studio.

import { createStore } from 'zustand/vanilla';
import type { StudioFailure } from '../../bridge/protocol';
import type { RecordPlace, StorageContents } from '../../domain/storageUse';
import { toFailure } from '../common/failure';
import { download } from '../common/imageUrls';
import { deleteDataset } from '../data/datasetActions';
import { client } from '../session/client';
import { sessionStore } from '../session/sessionStore';
import { tellDeleted } from '../session/tabs';
import { metricHistory } from '../training/metricHistory';
import { newRun } from '../training/runActions';
import { removeRun, runStore } from '../training/runStore';

export interface StorageState {
  readonly contents: StorageContents | null;
  /** Every record was looked through since the screen opened. */
  readonly checked: boolean;
  readonly busy: boolean;
  readonly failure: StudioFailure | null;
}

export const storageStore = createStore<StorageState>(() => ({
  contents: null,
  checked: false,
  busy: false,
  failure: null,
}));

function receive(contents: StorageContents): void {
  storageStore.setState({ contents });
  sessionStore.setState({ storage: contents.use });
}

async function attempt(work: () => Promise<void>): Promise<void> {
  storageStore.setState({ busy: true, failure: null });
  try {
    await work();
    storageStore.setState({ busy: false });
  } catch (error) {
    storageStore.setState({ busy: false, failure: toFailure(error) });
  }
}

export const describeStorage = (): Promise<void> =>
  attempt(async () => {
    storageStore.setState({ checked: false });
    receive(await client.request('describeStorage', {}));
  });

/** Looks through every record. */
export const checkStorage = (): Promise<void> =>
  attempt(async () => {
    const { damaged } = await client.request('checkStorage', {});
    const { contents } = storageStore.getState();
    if (contents !== null) storageStore.setState({ contents: { ...contents, damaged } });
    storageStore.setState({ checked: true });
  });

export const deleteRecord = (place: RecordPlace): Promise<void> =>
  attempt(async () => {
    const { damaged = [] } = storageStore.getState().contents ?? {};
    const contents = await client.request('deleteRecord', { place });
    const isIt = (one: RecordPlace): boolean =>
      one.store === place.store && String(one.key) === String(place.key);
    receive({ ...contents, damaged: damaged.filter((one) => !isIt(one)) });
  });

export const exportRecord = (place: RecordPlace): Promise<void> =>
  attempt(async () => {
    const { fileName, text } = await client.request('exportRecord', { place });
    download(fileName, text, 'application/json');
  });

export const clearLatents = (): Promise<void> =>
  attempt(async () => receive(await client.request('clearLatents', {})));

export const dropSet = (id: string): Promise<void> =>
  attempt(async () => {
    await deleteDataset(id);
    receive(await client.request('describeStorage', {}));
  });

/** Deletes a run for good. */
export const dropRun = (runId: string): Promise<void> =>
  attempt(async () => {
    receive(await client.request('dropRun', { runId }));
    if (runStore.getState().shownRunId === runId) newRun();
    removeRun(runId);
    metricHistory.forget(runId);
    tellDeleted(runId);
  });

/** Marks a checkpoint to stay, or takes the mark away. */
export const markCheckpoint = (runId: string, step: number, marked: boolean): Promise<void> =>
  attempt(async () => {
    const reply = await client.request('markCheckpoint', { runId, step, marked });
    runStore.setState(({ runs }) => ({
      runs: runs.map((run) => (run.id === runId ? { ...run, marked: reply.marked } : run)),
    }));
    receive(await client.request('describeStorage', {}));
  });

/** Deletes what lies in files of the browser's storage: copies of models. */
async function deleteFiles(): Promise<void> {
  const root = await navigator.storage?.getDirectory?.();
  const names: string[] = [];
  if (root) for await (const [name] of root.entries()) names.push(name);
  for (const name of names) await root!.removeEntry(name, { recursive: true });
}

/** Deletes databases and files. Everything stored here is gone then; the page starts anew. */
export async function deleteEverything(): Promise<void> {
  client.restart({ kind: 'Aborted', message: '', remedy: '' });
  for (const { name } of await indexedDB.databases())
    if (name !== undefined)
      await new Promise<void>((resolve) => {
        const request = indexedDB.deleteDatabase(name);
        for (const event of ['success', 'error', 'blocked'] as const)
          request.addEventListener(event, () => resolve());
      });
  // A file that another tab has open stays; the rest is gone.
  await deleteFiles().catch(() => undefined);
  location.reload();
}

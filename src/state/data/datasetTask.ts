// Longer work on a stored set that goes on while other screens are looked at: scoring it by
// rewards, packing it as a zip; and the choice of the scores it trains on.

import { createStore } from 'zustand/vanilla';
import { strings } from '../../strings';
import { client } from '../session/client';
import { receiveDataset } from './datasetStore';
import { toFailure } from '../common/failure';
import { NO_WORK, setTask, type SetTaskState } from '../common/setTask';
import { download } from '../common/imageUrls';
import { sessionStore } from '../session/sessionStore';

export const datasetTaskStore = createStore<SetTaskState>(() => NO_WORK);

function fail(datasetId: string, error: unknown): void {
  const failure = toFailure(error);
  datasetTaskStore.setState({ failed: failure === null ? null : { datasetId, failure } });
}

const { run: workOn, cancel } = setTask((change) => datasetTaskStore.setState(change));
export const cancelDatasetTask = cancel;

/** Scores all images of a set; the first reward becomes what it trains on. */
export async function scoreSet(datasetId: string, rewardIds: readonly string[]): Promise<boolean> {
  const { modelId } = sessionStore.getState();
  if (modelId === null) return false;
  const scored = await workOn(datasetId, 'score', (options) =>
    client.request(
      'scoreSet',
      { datasetId, modelId, rewardIds: [...rewardIds], use: true },
      options,
    ),
  );
  if (scored !== null) receiveDataset(scored);
  // What was scored before a cancel stays scored.
  else await refreshSet(datasetId);
  return scored !== null;
}

/** Chooses which of its scores a set trains on. */
export async function chooseScores(datasetId: string, source: string): Promise<void> {
  datasetTaskStore.setState({ failed: null });
  try {
    receiveDataset(await client.request('useScores', { datasetId, source }));
  } catch (error) {
    fail(datasetId, error);
  }
}

/** Asks anew what a set's images score; for after ratings, or while it is being sampled. */
export async function refreshSet(datasetId: string): Promise<void> {
  // After a crash there is nobody to ask: the start that follows asks for everything.
  if (sessionStore.getState().connection !== 'ready') return;
  try {
    receiveDataset(await client.request('openSet', { datasetId }));
  } catch {
    // The set was deleted meanwhile, or the next request that fails says why.
  }
}

/** Packs a set and hands the zip to the browser's download list. */
export async function exportSet(datasetId: string): Promise<void> {
  const packed = await workOn(datasetId, strings.rating.export.packing, (options) =>
    client.request('exportSet', { datasetId }, options),
  );
  if (packed !== null) download(packed.fileName, packed.zip, 'application/zip');
}

/** Hands the scores in use to the browser's download list, without the images. */
export async function exportRatings(
  datasetId: string,
  format: 'csv' | 'jsonl' | 'xmp',
): Promise<void> {
  const written = await workOn(datasetId, strings.rating.export.packing, (options) =>
    client.request('exportRatings', { datasetId, format }, options),
  );
  if (written !== null) download(written.fileName, written.file, 'application/octet-stream');
}

// Corrections of the open set, each with what undoes it, kept over a reload as the corrections are.
// Undo goes back one correction at a time.

import * as v from 'valibot';
import type { StudioFailure } from '../../bridge/protocol';
import type { ImageEdit } from '../../domain/dataset';
import { keptStore } from '../common/keptStore';
import { client } from '../session/client';
import { toFailure } from '../common/failure';
import { datasetStore, receiveDataset, receiveSummary } from './datasetStore';

/** What a person may have edited by hand is dropped as a whole. */
const readDone = v.array(
  v.object({
    datasetId: v.string(),
    imageId: v.string(),
    fileName: v.string(),
    before: v.object({
      caption: v.exactOptional(v.string()),
      score: v.exactOptional(v.nullable(v.number())),
      removed: v.exactOptional(v.boolean()),
    }),
  }),
);

/** Corrections that can be taken back. */
const MOST_KEPT = 100;

interface Done {
  readonly datasetId: string;
  readonly imageId: string;
  readonly fileName: string;
  /** What takes it back. */
  readonly before: ImageEdit;
}

interface EditState {
  /** Oldest first. */
  readonly done: readonly Done[];
  readonly failure: StudioFailure | null;
}

export const editStore = keptStore<EditState>(
  'plumbline.corrections',
  { done: [], failure: null },
  ({ done }) => done,
  (kept) => (kept === undefined ? {} : { done: v.parse(readDone, kept) }),
);

/** Does something that may fail; false where it did, and the failure is in the store. */
async function attempt(work: () => Promise<void>): Promise<boolean> {
  editStore.setState({ failure: null });
  try {
    await work();
    return true;
  } catch (error) {
    editStore.setState({ failure: toFailure(error) });
    return false;
  }
}

export const renameSet = (datasetId: string, name: string): Promise<boolean> =>
  attempt(async () =>
    receiveSummary((await client.request('renameSet', { datasetId, name })).dataset),
  );

export const editImage = (
  { id: imageId, fileName }: { readonly id: string; readonly fileName: string },
  edit: ImageEdit,
): Promise<boolean> =>
  attempt(async () => {
    const { datasetId } = datasetStore.getState();
    if (datasetId === null) return;
    const { before, set } = await client.request('editImage', { datasetId, imageId, edit });
    receiveDataset(set);
    editStore.setState(({ done }) => ({
      done: [...done, { datasetId, imageId, fileName, before }].slice(-MOST_KEPT),
    }));
  });

/** Takes the last correction of the open set back. */
export const undoEdit = (): Promise<boolean> =>
  attempt(async () => {
    const last = lastEdit(editStore.getState(), datasetStore.getState().datasetId);
    if (last === null) return;
    const { datasetId, imageId, before: edit } = last;
    receiveDataset((await client.request('editImage', { datasetId, imageId, edit })).set);
    editStore.setState(({ done }) => ({ done: done.filter((one) => one !== last) }));
  });

export const restoreImages = (datasetId: string): Promise<boolean> =>
  attempt(async () => {
    receiveDataset((await client.request('restoreImages', { datasetId })).set);
    // What put a single image back or took it out is settled by this.
    editStore.setState(({ done }) => ({
      done: done.filter((one) => one.datasetId !== datasetId || one.before.removed === undefined),
    }));
  });

/** The newest correction of a set, or null. */
export function lastEdit({ done }: EditState, datasetId: string | null): Done | null {
  return done.findLast((one) => one.datasetId === datasetId) ?? null;
}

/** Nothing of a deleted set is kept, its prompts least of all. */
export function forgetEdits(datasetId: string): void {
  editStore.setState(({ done }) => ({ done: done.filter((one) => one.datasetId !== datasetId) }));
}

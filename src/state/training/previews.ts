// Sample images of the run on screen, by step, as object URLs with their scores. A step drawn again
// (after a resume) replaces the old pictures. URLs are given back when another run is shown.

import { createStore } from 'zustand/vanilla';
import type { Preview, QuickMaker } from '../../domain/run';
import { sampleUrl, releaseUrls } from '../common/pictures';

export interface PreviewPicture {
  readonly prompt: string;
  readonly seed: number;
  readonly url: string;
  /** NaN when the set has no formula. */
  readonly score: number;
}

export interface PreviewColumn {
  readonly step: number;
  readonly pictures: readonly PreviewPicture[];
  /** As in Preview. */
  readonly by?: QuickMaker | undefined;
}

export interface PreviewState {
  readonly runId: string | null;
  readonly columns: readonly PreviewColumn[];
}

export const previewStore = createStore<PreviewState>(() => ({ runId: null, columns: [] }));

/** A step's sample images, each with an object URL to give back. */
export function previewColumn(preview: Preview): PreviewColumn {
  const pictures = preview.images.map((image) => ({
    prompt: image.prompt,
    seed: image.seed,
    url: sampleUrl(image),
    score: image.score,
  }));
  return { step: preview.step, pictures, by: preview.by };
}

export function resetPreviews(runId: string | null, previews: readonly Preview[]): void {
  releaseUrls(
    previewStore
      .getState()
      .columns.flatMap((entry) => entry.pictures.map((picture) => picture.url)),
  );
  previewStore.setState({
    runId,
    columns: previews.map(previewColumn).sort((a, b) => a.step - b.step),
  });
}

export function receivePreview(preview: Preview): void {
  const { runId, columns } = previewStore.getState();
  if (preview.runId !== runId) return;
  const replaced = columns.filter((entry) => entry.step === preview.step);
  releaseUrls(replaced.flatMap((entry) => entry.pictures.map((picture) => picture.url)));
  const others = columns.filter((entry) => entry.step !== preview.step);
  previewStore.setState({
    columns: [...others, previewColumn(preview)].sort((a, b) => a.step - b.step),
  });
}

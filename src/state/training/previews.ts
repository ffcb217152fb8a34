// Sample images of the run on screen, by step, as object URLs with their scores. A step sampled
// again (after a resume) replaces the old images. URLs are given back when another run is shown. A
// long run samples ever more: its scores are all kept, its images only at so many steps and in so
// many bytes, spread evenly; the others stay stored with the run.

import { createStore } from 'zustand/vanilla';
import type { Preview, QuickMaker, SampleImage } from '../../domain/run';
import { sampleUrl, releaseUrls } from '../common/imageUrls';

export interface PreviewImage {
  readonly prompt: string;
  readonly seed: number;
  readonly url: string;
  /** NaN when the set has no formula. */
  readonly score: number;
}

/** What a step's samples scored. */
export interface PreviewScores {
  readonly step: number;
  readonly images: readonly Omit<PreviewImage, 'url'>[];
}

export interface PreviewColumn extends PreviewScores {
  readonly images: readonly PreviewImage[];
  /** What the images take as files behind their URLs. */
  readonly bytes: number;
  /** As in Preview. */
  readonly by?: QuickMaker | undefined;
}

export interface PreviewState {
  readonly runId: string | null;
  /** Steps whose images are at hand, in order; the first and the newest always are. */
  readonly columns: readonly PreviewColumn[];
  /** Every step that was sampled, in order. */
  readonly scores: readonly PreviewScores[];
}

export const previewStore = createStore<PreviewState>(() => ({
  runId: null,
  columns: [],
  scores: [],
}));

/** Steps whose images are held at a time. */
export const MOST_COLUMNS = 40;
/**
 * What the held images may take as files, in bytes. A wall of 12 tiles takes 0.15 MB at 64 px,
 * so that only MOST_COLUMNS counts (6 MB), and 9.4 MB at 512 px: 10 steps are held instead of 40.
 */
export const MOST_IMAGE_BYTES = 96 * 2 ** 20;

interface SizedStep {
  readonly step: number;
  readonly bytes: number;
}

/**
 * Those of the sorted steps that are kept where there are more than `most`, or where they take more
 * than `mostBytes`: again and again the one goes that leaves the narrowest gap, the earliest of
 * equals; never the first or the last.
 */
export function spreadSteps<T extends SizedStep>(
  sorted: readonly T[],
  most = MOST_COLUMNS,
  mostBytes = MOST_IMAGE_BYTES,
): T[] {
  const kept = [...sorted];
  let bytes = kept.reduce((sum, column) => sum + column.bytes, 0);
  while (kept.length > 2 && (kept.length > most || bytes > mostBytes)) {
    let [narrowest, at] = [Number.POSITIVE_INFINITY, 1];
    for (let i = 1; i + 1 < kept.length; i++) {
      const gap = kept[i + 1]!.step - kept[i - 1]!.step;
      if (gap < narrowest) [narrowest, at] = [gap, i];
    }
    bytes -= kept[at]!.bytes;
    kept.splice(at, 1);
  }
  return kept;
}

/** What an image takes as a file: pixels become a bitmap of 3 bytes each. */
const fileBytes = (image: SampleImage): number =>
  'png' in image ? image.png.byteLength : image.pixels.rgb.byteLength;

const bytesOf = ({ images }: Preview): number =>
  images.reduce((sum, image) => sum + fileBytes(image), 0);

function release(columns: readonly PreviewColumn[]): void {
  releaseUrls(columns.flatMap(({ images }) => images.map(({ url }) => url)));
}

/** What a step's samples scored, without the images. */
export function scoresOf({ step, images }: Preview): PreviewScores {
  return {
    step,
    images: images.map(({ prompt, seed, score }) => ({ prompt, seed, score })),
  };
}

/** A step's sample images, each with an object URL to give back. */
export function previewColumn(preview: Preview): PreviewColumn {
  const images = preview.images.map((image) => ({
    prompt: image.prompt,
    seed: image.seed,
    url: sampleUrl(image),
    score: image.score,
  }));
  return { step: preview.step, images, bytes: bytesOf(preview), by: preview.by };
}

/** Columns of the sorted previews of a run, of as many steps as are held at a time. */
export const previewColumns = (sorted: readonly Preview[]): PreviewColumn[] =>
  spreadSteps(
    sorted.map((preview) => ({ preview, step: preview.step, bytes: bytesOf(preview) })),
  ).map(({ preview }) => previewColumn(preview));

export function resetPreviews(runId: string | null, previews: readonly Preview[]): void {
  release(previewStore.getState().columns);
  const sorted = [...previews].sort((a, b) => a.step - b.step);
  previewStore.setState({
    runId,
    columns: previewColumns(sorted),
    scores: sorted.map(scoresOf),
  });
}

export function receivePreview(preview: Preview): void {
  const { runId, columns, scores } = previewStore.getState();
  if (preview.runId !== runId) return;
  const withNew = <T extends PreviewScores>(old: readonly T[], added: T): T[] =>
    [...old.filter(({ step }) => step !== added.step), added].sort((a, b) => a.step - b.step);
  const kept = spreadSteps(withNew(columns, previewColumn(preview)));
  release(columns.filter((column) => !kept.includes(column)));
  previewStore.setState({ columns: kept, scores: withNew(scores, scoresOf(preview)) });
}

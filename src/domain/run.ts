// What is said of a training run beside its settings: its status and its sample images.

import type { OpenedLora } from './openedLora';

export const RUN_STATUSES = [
  'queued',
  'preparing',
  'running',
  'paused',
  'finished',
  'failed',
  'stopped',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** True while some tab prepares or trains the run. */
export const isUnderWay = ({ status }: { readonly status: RunStatus }): boolean =>
  status === 'running' || status === 'preparing';

/**
 * One setting over several values, or methods × seeds: which sweep or lab a run belongs to, and the
 * setting's key (of a lab `method`).
 */
export interface SweepPlace {
  readonly id: string;
  readonly key: string;
}

/** What the history of runs knows of a run beside its settings; all of it may be absent. */
export interface RunMarks {
  readonly note?: string;
  readonly tags?: readonly string[];
  /** A small curve of the whole run (domain/runCurve.ts). */
  readonly sketch?: readonly number[];
  /** In the queue since then (ms since 1970), waiting or having its turn. */
  readonly queuedAt?: number | undefined;
  readonly sweep?: SweepPlace;
  /** Its preview prompts are the set's, since none of the base's is among them. */
  readonly promptsOfSet?: boolean | undefined;
  /** A LoRA file that was opened: it stands among the runs to start from and to compare. */
  readonly opened?: OpenedLora | undefined;
  /** Deleted then; it can be taken back until it is removed for good. */
  readonly deletedAt?: number | undefined;
}

/** An image as it was made: rows of RGB bytes, nothing encoded. */
export interface ImagePixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8ClampedArray<ArrayBuffer>;
}

/** What belongs to one sample image. */
interface SampleFacts {
  readonly prompt: string;
  readonly seed: number;
  /** Score by the dataset's reward, NaN when the set has no formula. */
  readonly score: number;
}

/** A sample image that was just made. */
export interface FreshSample extends SampleFacts {
  readonly pixels: ImagePixels;
}

/** A sample image as it is stored: a PNG file. */
export interface StoredSample extends SampleFacts {
  readonly png: Uint8Array<ArrayBuffer>;
}

export type SampleImage = FreshSample | StoredSample;

/** Makes images of latents quickly (paradigms/imagePipeline.ts, QuickImages). */
export type QuickMaker = 'tiny' | 'linear';

/** The images of a run after `step` steps. */
export interface Preview<Image extends SampleImage = SampleImage> {
  readonly runId: string;
  readonly step: number;
  readonly images: readonly Image[];
  /** What made them where the base's own decoder did not: its tiny one, or a linear map. */
  readonly by?: QuickMaker | undefined;
}

// What is said of a training run beside its settings: its status and its sample images.

export type RunStatus = 'preparing' | 'running' | 'paused' | 'finished' | 'failed' | 'stopped';

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

/** The images of a run after `step` steps. */
export interface Preview<Image extends SampleImage = SampleImage> {
  readonly runId: string;
  readonly step: number;
  readonly images: readonly Image[];
}

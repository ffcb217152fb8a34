// What is said of a training run beside its settings: its status and its sample images.

export type RunStatus = 'preparing' | 'running' | 'paused' | 'finished' | 'failed' | 'stopped';

/** One sample image, scored. `png` is a PNG file. */
export interface SampleImage {
  readonly prompt: string;
  readonly seed: number;
  readonly png: Uint8Array<ArrayBuffer>;
  /** Score by the dataset's reward, NaN when the set has no formula. */
  readonly score: number;
}

export interface Preview {
  readonly runId: string;
  readonly step: number;
  readonly images: readonly SampleImage[];
}

// What a run asks of the place it is trained in, as ports: where checkpoints and curves are kept,
// where the samples of a fixed set come from, who scores the images of an online run, and who is
// told. The worker (IndexedDB, events to the page) and the command line (files, progress bars) are
// adapters of these; everything else about a run is in this room.

import type { ImageSize } from '../domain/imageSize';
import type { BankState } from '../domain/online';
import type { StepMetrics } from '../domain/metrics';
import type { ImagePixels, RunStatus } from '../domain/run';
import type { EncodedImage, ImagePipeline, Progress } from '../paradigms/imagePipeline';
import type { CheckpointStore } from './checkpoint';

/** Keeps what a run must not lose. */
export interface RunStore {
  readonly checkpoints: CheckpointStore;
  /**
   * Keeps the metrics of consecutive steps, before the checkpoint that comes after them. Steps that
   * were kept already are replaced, and all after them. Errors: StorageFull.
   */
  saveMetrics(steps: readonly StepMetrics[]): Promise<void>;
  /** Steps whose checkpoints always stay, of those given: the best, and what a person marked. */
  kept(steps: readonly number[]): Promise<ReadonlySet<number>>;
}

/** What is known of one image of a fixed scored set before it is encoded. */
export interface SetSample {
  readonly caption: string;
  /** Raw score. */
  readonly score: number;
  /** The prompt or group whose τ it may share (data/labels/promptThreshold.ts). */
  readonly group: string;
  /** Samples of the set that it was preferred over, as indices; absent where nobody compared. */
  readonly preferredOver?: readonly number[];
}

/** A fixed scored set. */
export interface SampleSet {
  readonly samples: readonly SetSample[];
  /**
   * The images at these places of `samples`, encoded for a pipeline's base at its size. A run asks
   * for them when a step wants them, so that the first step need not wait for the whole set.
   * Errors: abort; BadImage.
   */
  encode(
    signal: AbortSignal,
    places: readonly number[],
    pipeline: ImagePipeline,
  ): Promise<readonly EncodedImage[]>;
  /**
   * Sizes of all images as they are seen, for aspect ratio buckets; absent where all have the
   * base's size. Errors: abort; BadImage.
   */
  sizes?(signal: AbortSignal): Promise<readonly ImageSize[]>;
  /**
   * CLIP embeddings of all samples: image and prompt, each of unit length, laid end to end. Errors:
   * abort; BadModel where no CLIP is at hand.
   */
  embeddings(signal: AbortSignal, progress: Progress): Promise<readonly Float32Array[]>;
}

/** Gives a fixed scored set. */
export interface SampleProvider {
  /** Errors: abort; BadScoreFile where no sample is left. */
  open(signal: AbortSignal, pipeline: ImagePipeline): Promise<SampleSet>;
}

/** The images of one round of an online run. */
export interface RoundImages {
  /** 0-based. */
  readonly round: number;
  readonly prompts: readonly string[];
  readonly images: readonly ImagePixels[];
}

/** Scores the images of an online run: a reward, or a person. */
export interface Scorer {
  /** True where a person is asked: every round is then saved, none is asked for twice. */
  readonly byPerson: boolean;
  /** One number per image. Errors: abort; StudioError from the reward. */
  score(signal: AbortSignal, round: RoundImages): Promise<ArrayLike<number>>;
}

/** Who is told how a run goes. */
export interface RunListener {
  /** New steps, at most four times per second. */
  steps(steps: readonly StepMetrics[]): void;
  /**
   * The run changed its state or reached a checkpoint. `reason`: why it failed; empty otherwise.
   */
  status(status: RunStatus, reason: string): Promise<void>;
  /** An online run has sampled and scored a round. */
  bank(bank: BankState): void;
  /**
   * An error of any kind, as it was thrown: of the run, which has ended; of keeping it, for which
   * it stands still on the device; or of its wall.
   */
  failed(error: unknown, of: 'run' | 'store' | 'wall'): Promise<void>;
}

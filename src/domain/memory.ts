// What a training step needs of the device, before anything is loaded.

/** Bytes that are resident at once while training, and while images are encoded before it. */
export interface MemoryParts {
  readonly weights: number;
  /** Results kept between the operations of one step. */
  readonly activations: number;
  /** Adapters, gradients and the optimizer's moments. */
  readonly adapters: number;
  /** The autoencoder with its activations, before the first step. */
  readonly encoding: number;
}

/** The most of it at one time. */
export const peakOf = ({ weights, activations, adapters, encoding }: MemoryParts): number =>
  Math.max(weights + activations + adapters, encoding);

/** A change of settings with what it would take. */
export interface MemoryWay {
  /** Height and width; null = as set. */
  readonly resolution: readonly [number, number] | null;
  readonly microBatch: number;
  readonly bytes: number;
}

export interface MemoryPlan {
  readonly parts: MemoryParts;
  /** Height and width the plan is of. */
  readonly resolution: readonly [number, number];
  /** Samples on the device at a time. */
  readonly microBatch: number;
  /** wasm's address space; null on a GPU, which tells no limit. */
  readonly limitBytes: number | null;
  /** Whether the device gave out that much when it was asked; null where it was not asked. */
  readonly fits: boolean | null;
  /** Largest buffer an operation binds, where it is more than the device can bind. */
  readonly tooLargeBinding: number | null;
  /** Smaller plans, the largest first; empty where this one is known to fit. */
  readonly ways: readonly MemoryWay[];
}

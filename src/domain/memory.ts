// What a training step needs of the device, before anything is loaded.

/** Bytes that are resident at once while training, and while images are encoded before it. */
export interface MemoryParts {
  readonly weights: number;
  /** Results kept between the operations of one step. */
  readonly activations: number;
  /** Adapters, gradients and the optimizer's moments. */
  readonly adapters: number;
  /** The autoencoder with its activations. */
  readonly encoding: number;
  /** Images are encoded before the first step; else the autoencoder stays beside the steps. */
  readonly encodedFirst: boolean;
}

/** The most of it at one time. */
export function peakOf(parts: MemoryParts): number {
  const { weights, activations, adapters, encoding, encodedFirst } = parts;
  const step = weights + activations + adapters;
  return encodedFirst ? Math.max(step, encoding) : step + encoding;
}

/** What of a run's settings decides its memory; the resolution is height and width. */
export interface MemorySettings {
  readonly resolution: readonly [number, number];
  readonly microBatch: number;
  readonly weightStorage: 'file' | 'f16' | 'int8';
}

/** A change of settings with what it would take. */
export interface MemoryWay extends MemorySettings {
  readonly bytes: number;
}

export interface MemoryPlan extends MemorySettings {
  readonly parts: MemoryParts;
  /**
   * True where it fits only with every module computed again for the derivatives, which changes no
   * number and takes about a fifth more time.
   */
  readonly recomputed: boolean;
  /** wasm's address space; null on a GPU, which tells no limit. */
  readonly limitBytes: number | null;
  readonly fits: boolean;
  /** Largest buffer an operation binds, where it is more than the device can bind. */
  readonly tooLargeBinding: number | null;
  /** Smaller settings that fit, the smallest changes first; empty where this plan fits. */
  readonly ways: readonly MemoryWay[];
}

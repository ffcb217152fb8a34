// Which samples step k trains on: epochs of Philox permutations laid end to end, cut into batches.
// Computed from (seed, k) alone, so a resumed run goes on where it was without any stored position.
// A batch may straddle two epochs.

import { permutation, STREAMS } from '../../random/philox';

export interface BatchSamplerOptions {
  readonly seed: number;
  /** Samples in the set. */
  readonly count: number;
  readonly batchSize: number;
  /** Indices to draw from (SFT: the positive samples); null = all. */
  readonly subset: readonly number[] | null;
}

export class BatchSampler {
  private readonly pool: readonly number[];
  private readonly epochs = new Map<number, Uint32Array>();

  /** Errors: throws when there is nothing to draw from. */
  constructor(private readonly options: BatchSamplerOptions) {
    this.pool = options.subset ?? Array.from({ length: options.count }, (_, i) => i);
    if (this.pool.length === 0) throw new Error('BatchSampler: no samples to draw from');
  }

  private order(epoch: number): Uint32Array {
    let order = this.epochs.get(epoch);
    if (!order) {
      order = permutation(
        this.options.seed,
        { stream: STREAMS.order, step: epoch, item: 0 },
        this.pool.length,
      );
      // a batch touches two epochs at most; older ones are never asked for again
      this.epochs.clear();
      this.epochs.set(epoch, order);
    }
    return order;
  }

  /** Indices of the samples of step k (0-based). */
  indices(step: number): number[] {
    const { batchSize } = this.options;
    return Array.from({ length: batchSize }, (_, i) => {
      const at = step * batchSize + i;
      return this.pool[this.order(Math.floor(at / this.pool.length))[at % this.pool.length]!]!;
    });
  }
}

// Aspect ratio buckets (NovelAI 2022; kohya's sd-scripts): sizes of about one area, so that images
// of other shapes are not cropped to one. An image goes to the size nearest to its shape; a batch
// is of one size, since a graph is.

import type { ImageSize } from '../../domain/imageSize';
import { permutation, STREAMS } from '../../random/philox';
import { BatchSampler } from './batchSampler';

/** Shapes from 1:2 to 2:1. */
const MOST_RATIO = 2;

const ratioOf = ([height, width]: ImageSize): number => width / height;

/**
 * Sizes in multiples of `step` pixels of at most the area of `size`, which is one of them; narrow
 * ones first.
 */
export function bucketSizes(size: ImageSize, step: number): ImageSize[] {
  const [ownHeight, ownWidth] = size;
  const area = ownHeight * ownWidth;
  const sizes: ImageSize[] = [size];
  for (let width = step; width * step <= area; width += step) {
    const height = Math.floor(area / width / step) * step;
    const ratio = width / height;
    if (ratio > MOST_RATIO || 1 / ratio > MOST_RATIO) continue;
    if (width !== ownWidth && height !== ownHeight) sizes.push([height, width]);
  }
  return sizes.sort((a, b) => ratioOf(a) - ratioOf(b));
}

/** Place of the size whose shape is nearest to an image's, by the logarithm of the ratio. */
export function nearestBucket(sizes: readonly ImageSize[], image: ImageSize): number {
  const far = sizes.map((size) => Math.abs(Math.log(ratioOf(size) / ratioOf(image))));
  return far.indexOf(Math.min(...far));
}

export interface BucketSamplerOptions {
  readonly seed: number;
  readonly batchSize: number;
  /** Bucket of each sample. */
  readonly buckets: readonly number[];
  /** Samples to draw from; null = all. */
  readonly subset: readonly number[] | null;
}

/**
 * Which samples step k trains on, all of one bucket: a pure function of (seed, k). Of as many steps
 * as there are samples a bucket gets as many as it has, in an order of its own each time, so that
 * every sample is seen equally often; within a bucket batches are drawn as without buckets.
 */
export class BucketSampler {
  /** Bucket of each sample that is drawn from. */
  private readonly drawn: readonly number[];
  private readonly samplers: ReadonlyMap<number, BatchSampler>;
  private readonly sizes = new Map<number, number>();
  private order: { readonly round: number; readonly buckets: readonly number[] } | null = null;

  constructor(private readonly options: BucketSamplerOptions) {
    const { seed, batchSize, buckets, subset } = options;
    const pool = subset ?? buckets.map((_, i) => i);
    const members = new Map<number, number[]>();
    for (const place of pool) {
      const bucket = buckets[place]!;
      members.set(bucket, [...(members.get(bucket) ?? []), place]);
    }
    this.drawn = pool.map((place) => buckets[place]!);
    this.samplers = new Map(
      [...members].map(([bucket, own]) => [
        bucket,
        new BatchSampler({ seed, count: buckets.length, batchSize, subset: own }),
      ]),
    );
    for (const [bucket, { length }] of members) this.sizes.set(bucket, length);
  }

  /** The bucket of each step of a round of as many steps as there are samples. */
  private round(round: number): readonly number[] {
    if (this.order?.round !== round) {
      const place = { stream: STREAMS.bucketOrder, step: round, item: 0 };
      const order = permutation(this.options.seed, place, this.drawn.length);
      this.order = { round, buckets: Array.from(order, (i) => this.drawn[i]!) };
    }
    return this.order.buckets;
  }

  indices(step: number): number[] {
    const round = Math.floor(step / this.drawn.length);
    const buckets = this.round(round);
    const at = step % this.drawn.length;
    const bucket = buckets[at]!;
    const before = buckets.slice(0, at).filter((one) => one === bucket).length;
    return this.samplers.get(bucket)!.indices(round * this.sizes.get(bucket)! + before);
  }
}

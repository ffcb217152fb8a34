// A fixed scored set as a source of samples: τ and weights from all its scores, batches by epochs
// of permutations.

import type { BatchDrawer, DrawnSample } from '../data/batches/batchDrawer';
import { TrainingThreshold } from '../data/batches/batchThreshold';
import { setDrawer } from '../data/batches/setDrawer';
import { sameThreshold, thresholdSettings } from '../data/labels/threshold';
import type { EncodedImage } from '../paradigms/imagePipeline';
import type { RunSettings } from '../settings/runSettings';
import {
  stepBatch,
  type FixedSet,
  type SampleSource,
  type SourceState,
  type StepBatch,
  type TrainingSample,
} from './sampleSource';

/** Images between two reports of progress. */
const ENCODED_AT_ONCE = 8;

/** A sample of the set, encoded or not, with the images of it that it was preferred over. */
type SetItem = Omit<TrainingSample, 'encoded'> &
  Pick<DrawnSample, 'preferredOver' | 'bucket'> & { readonly caption?: string };

/** Encodes the images at these places, all of that bucket's size (undefined: the base's). */
type Encode = (
  signal: AbortSignal,
  places: readonly number[],
  bucket: number | undefined,
) => Promise<readonly EncodedImage[]>;

export class OfflineSamples implements SampleSource {
  private threshold: TrainingThreshold | null = null;
  private drawer!: BatchDrawer;

  /** Samples that were encoded, by their place. */
  private readonly encoded: (EncodedImage | undefined)[];

  /** `samples` carry raw scores; `encode` is asked for those that are not encoded yet. */
  constructor(
    private readonly samples: readonly SetItem[],
    private readonly encode: Encode,
  ) {
    this.encoded = samples.map(() => undefined);
  }

  /** A source of the same samples with a method or threshold of its own. */
  sharing(): OfflineSamples {
    return new OfflineSamples(this.samples, (signal, places) => this.encodedAt(signal, places));
  }

  /** The images at these places, encoded when they are first wanted. Errors: of `encode`. */
  private async encodedAt(
    signal: AbortSignal,
    places: readonly number[],
  ): Promise<readonly EncodedImage[]> {
    const missing = [...new Set(places)].filter((place) => this.encoded[place] === undefined);
    const buckets = new Set(missing.map((place) => this.samples[place]!.bucket));
    for (const bucket of buckets) {
      const own = missing.filter((place) => this.samples[place]!.bucket === bucket);
      const made = await this.encode(signal, own, bucket);
      own.forEach((place, i) => {
        this.encoded[place] = made[i]!;
      });
    }
    return places.map((place) => this.encoded[place]!);
  }

  /** Encodes every image that is not encoded yet. Errors: of `encode`. */
  async encodeAll(
    signal: AbortSignal,
    progress: (done: number, total: number) => void,
  ): Promise<void> {
    const total = this.samples.length;
    for (let done = 0; done < total; done += ENCODED_AT_ONCE) {
      progress(done, total);
      const count = Math.min(ENCODED_AT_ONCE, total - done);
      await this.encodedAt(
        signal,
        Array.from({ length: count }, (_, i) => done + i),
      );
    }
  }

  /** The samples of the fullest bucket, as a set of one size, and that bucket. */
  fullestBucket(): { readonly bucket: number; readonly set: OfflineSamples } {
    const members = new Map<number, number[]>();
    this.samples.forEach(({ bucket = 0 }, place) =>
      members.set(bucket, [...(members.get(bucket) ?? []), place]),
    );
    const [bucket, places] = [...members].reduce((most, one) =>
      one[1].length > most[1].length ? one : most,
    );
    const set = new OfflineSamples(
      places.map((place) => {
        const { bucket: _, preferredOver: __, ...sample } = this.samples[place]!;
        return sample;
      }),
      (signal, wanted) =>
        this.encodedAt(
          signal,
          wanted.map((place) => places[place]!),
        ),
    );
    return { bucket, set };
  }

  get set(): FixedSet {
    const { samples } = this;
    return {
      scores: samples.map(({ score }) => score),
      groups: samples.map(({ group }) => group),
      captions: samples.map(({ caption }) => caption ?? ''),
      at: async (signal, places) => {
        const encoded = await this.encodedAt(signal, places);
        return places.map((place, i) => ({ ...samples[place]!, encoded: encoded[i]! }));
      },
    };
  }

  epochSteps(settings: RunSettings): number {
    this.useSettings(settings);
    return this.drawer.epochSteps;
  }

  /**
   * Recomputes τ, weights and the order of samples where `settings` differ in what they depend on.
   */
  useSettings(settings: RunSettings): TrainingThreshold {
    const of = thresholdSettings(settings);
    if (this.threshold && sameThreshold(this.threshold.settings, of)) return this.threshold;
    const threshold = new TrainingThreshold(
      this.samples.map((sample) => sample.score),
      of,
      this.samples.map((sample) => sample.group),
    );
    this.drawer = setDrawer(this.samples, threshold, settings);
    this.threshold = threshold;
    return threshold;
  }

  /** Places that step `step` trains on, by the settings in force. */
  drawn(step: number): readonly number[] {
    return this.drawer.draw(step).indices;
  }

  draws(): boolean {
    return false;
  }

  async batch(signal: AbortSignal, settings: RunSettings, step: number): Promise<StepBatch> {
    const threshold = this.useSettings(settings);
    const drawn = this.drawer.draw(step);
    const encoded = await this.encodedAt(signal, drawn.indices);
    const samples = drawn.indices.map((place, i) => ({
      ...this.samples[place]!,
      encoded: encoded[i]!,
    }));
    const bucket = samples[0]?.bucket;
    return { ...stepBatch(samples, threshold, drawn), ...(bucket !== undefined && { bucket }) };
  }

  state(): SourceState {
    return {};
  }
}

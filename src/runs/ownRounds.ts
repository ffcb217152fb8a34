// What a round of own samples consists of, and which model samples it. DRO (docs/losses.md 1.13):
// points of trajectories of the policy as it stands; every step takes one point of each, and an
// example with its caption drawn anew. SPIN (1.14): images of the reference, one for every example
// that the round's steps train on.

import { paradigmOf } from '../paradigms/list';
import type { BaseModel } from '../paradigms/paradigm';
import type {
  EncodedImage,
  ImagePipeline,
  OwnSample,
  SamplingAdapters,
} from '../paradigms/imagePipeline';
import type { Objective } from '../objectives';
import { randomInt, STREAMS, uniforms } from '../random/philox';
import type { RunSettings } from '../settings/runSettings';

/** An own sample, or a whole image that the model sampled. */
export type Own = EncodedImage | OwnSample;

/** Which round a step belongs to, and the round's first step. */
export interface RoundPlace {
  readonly index: number;
  readonly first: number;
}

export interface OwnRound extends RoundPlace {
  /** Places in the set whose captions were asked for. */
  readonly examples: readonly number[];
  /** Of pair p at the round's step s: number s·pairs + p. */
  readonly own: readonly Own[];
}

interface RoundRequest extends RoundPlace {
  readonly settings: RunSettings;
  readonly pipeline: Pick<ImagePipeline, 'model' | 'ownSamples' | 'sampleEncoded'>;
  /** Of one step. */
  readonly pairs: number;
  /** Of the whole set. */
  readonly captions: readonly string[];
  /** Places of the examples that a step trains on, in the order of the epoch. */
  drawn(step: number): readonly number[];
  dropped(pair: number): boolean;
  readonly reference: SamplingAdapters | null;
  policy(): Promise<SamplingAdapters>;
}

interface ExampleAt {
  readonly seed: number;
  readonly step: number;
  readonly pair: number;
  /** Step within the round. */
  readonly at: number;
  readonly pairs: number;
}

export interface Opponent {
  /** Steps that the model that samples stays the same for, beyond a round; Infinity: any number. */
  iterationSteps(settings: RunSettings, epochSteps: () => number): number;
  /** Examples of a round. */
  examples(pairs: number, stepsPerRound: number): number;
  /** Errors: abort; of the executor. */
  draw(signal: AbortSignal, request: RoundRequest): Promise<OwnRound>;
  /** The place of the example of a pair; `good` are the places at or above τ. */
  example(
    at: ExampleAt,
    round: OwnRound,
    set: { readonly captions: readonly string[]; readonly good: readonly number[] },
  ): number;
  /** An own sample as plain numbers for a checkpoint, `length` of them, and back. */
  length(model: BaseModel): number;
  toNumbers(model: BaseModel, sample: Own): ArrayLike<number>;
  fromNumbers(model: BaseModel, numbers: Float32Array): Own;
}

/** Seeds of a round's images. */
const seedsOf = (seed: number, round: number, count: number): number[] =>
  [...uniforms(seed, { stream: STREAMS.generation, step: round, item: 0 }, count)].map((u) =>
    Math.floor(u * 2 ** 32),
  );

const trajectories: Opponent = {
  iterationSteps: () => Number.POSITIVE_INFINITY,
  examples: (pairs) => pairs,
  async draw(signal, { index, first, settings, pipeline, pairs, captions, ...request }) {
    const { seed } = settings.training;
    const { inferenceSteps } = settings.sampling;
    const { stepsPerRound } = settings.source;
    const examples = request.drawn(index);
    const calls = examples.map((_, pair) =>
      Array.from({ length: stepsPerRound }, (_one, at) =>
        randomInt(seed, { stream: STREAMS.timestep, step: first + at, item: pair }, inferenceSteps),
      ),
    );
    const points = await pipeline.ownSamples(signal, {
      prompts: examples.map((place, pair) => (request.dropped(pair) ? '' : captions[place]!)),
      seeds: seedsOf(seed, index, pairs),
      inferenceSteps,
      adapters: await request.policy(),
      calls,
    });
    const own = Array.from({ length: stepsPerRound }, (_, at) => points.map((all) => all[at]!));
    return { index, first, examples, own: own.flat() };
  },
  example({ seed, step, pair }, { examples }, { captions, good }) {
    const example = examples[pair]!;
    const alike = good.filter((place) => captions[place] === captions[example]);
    // The last of a caption may have stopped being good while the round lasts.
    if (alike.length === 0) return example;
    return alike[randomInt(seed, { stream: STREAMS.examples, step, item: pair }, alike.length)]!;
  },
  length: (model) => paradigmOf(model).ownLength(model),
  toNumbers: (model, sample) => paradigmOf(model).ownNumbers(sample as OwnSample),
  fromNumbers: (model, numbers) => paradigmOf(model).ownSample(model, numbers),
};

const images: Opponent = {
  iterationSteps: ({ schedule }, epochSteps) =>
    schedule.referenceUpdate === 'epoch' ? epochSteps() : Number.POSITIVE_INFINITY,
  examples: (pairs, stepsPerRound) => pairs * stepsPerRound,
  async draw(signal, { index, first, settings, pipeline, captions, reference, drawn }) {
    const { guidanceScale, inferenceSteps } = settings.sampling;
    const examples = Array.from({ length: settings.source.stepsPerRound }, (_, at) =>
      drawn(first + at),
    ).flat();
    const own = await pipeline.sampleEncoded(signal, {
      prompts: examples.map((place) => captions[place]!),
      seeds: seedsOf(settings.training.seed, index, examples.length),
      guidanceScale,
      inferenceSteps,
      adapters: reference,
    });
    return { index, first, examples, own };
  },
  example: ({ pair, at, pairs }, { examples }) => examples[at * pairs + pair]!,
  length: (model) =>
    paradigmOf(model)
      .encodedShape(model)
      .reduce((a, b) => a * b, 1),
  toNumbers: (model, sample) => paradigmOf(model).toNumbers(sample as EncodedImage),
  fromNumbers: (model, numbers) => paradigmOf(model).fromNumbers(model, numbers),
};

export const OPPONENTS: Readonly<Record<NonNullable<Objective['opponent']>, Opponent>> = {
  trajectories,
  images,
};

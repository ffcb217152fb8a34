// Examples beside the policy's own samples as a source (docs/losses.md 1.13): batches of pairs of a
// good image of the set and what the policy samples for the same caption. A round is sampled by the
// policy as it stands and serves `stepsPerRound` steps, each of which takes one point of every
// trajectory, and draws an image with its caption anew. Only the points that will be trained on are
// kept, and they are part of a checkpoint, so that a resumed run goes on bit for bit.

import { StudioError } from '../errors';
import type {
  ImagePipeline,
  OwnSample,
  SamplingAdapters,
  TextConditioning,
} from '../paradigms/imagePipeline';
import { paradigmOf } from '../paradigms/list';
import { randomInt, STREAMS, uniforms } from '../random/philox';
import type { RunSettings } from '../settings/runSettings';
import type { Checkpoint } from './checkpoint';
import type { OfflineSamples } from './offlineSamples';
import {
  stepBatch,
  type FixedSet,
  type SampleSource,
  type SourceState,
  type StepBatch,
  type TrainingSample,
} from './sampleSource';

export interface DemonstrationOptions {
  readonly settings: RunSettings;
  readonly set: OfflineSamples;
  readonly pipeline: Pick<ImagePipeline, 'model' | 'ownSamples'>;
  /** Conditioning of the empty prompt, which takes the place of a dropped caption. */
  readonly empty: TextConditioning;
  /** Go on from here; null begins with the first round. */
  readonly checkpoint: Pick<Checkpoint, 'source'> | null;
}

/** What the policy sampled, and the examples whose captions it was asked. */
interface Round {
  readonly index: number;
  /** Places in the set, one per pair. */
  readonly examples: readonly number[];
  /** [pairs][stepsPerRound]. */
  readonly own: readonly (readonly OwnSample[])[];
}

const ROUND = 'own.round';
const NUMBERS = 'own.samples';

function refuse(what: string): never {
  throw new StudioError(
    'BadCheckpoint',
    `The own samples of the checkpoint cannot be used: ${what}.`,
    'Load an earlier checkpoint of the run, or start the run again.',
  );
}

export class DemonstrationSamples implements SampleSource {
  private round: Round | null = null;
  private readonly places: FixedSet;

  /** Errors: BadCheckpoint when the checkpoint’s own samples do not hold together. */
  constructor(private readonly options: DemonstrationOptions) {
    this.places = options.set.set;
    if (options.checkpoint) this.restore(options.checkpoint.source);
  }

  get set(): FixedSet {
    return this.places;
  }

  epochSteps(settings: RunSettings): number {
    return this.options.set.epochSteps(settings);
  }

  useSettings(settings: RunSettings): void {
    this.options.set.useSettings(settings);
  }

  private get pairs(): number {
    return this.options.settings.training.batchSize / 2;
  }

  private get stepsPerRound(): number {
    return this.options.settings.source.stepsPerRound;
  }

  private roundOf(step: number): number {
    return Math.floor(step / this.stepsPerRound);
  }

  draws(step: number): boolean {
    return this.round?.index !== this.roundOf(step);
  }

  /** Whether the caption of a pair is dropped: one draw for both its rows, the whole round. */
  private dropped(round: number, pair: number): boolean {
    const { seed, captionDropout } = this.options.settings.training;
    const at = { stream: STREAMS.captionDropout, step: round, item: pair };
    return uniforms(seed, at, 1)[0]! < captionDropout;
  }

  private async draw(signal: AbortSignal, index: number, policy: SamplingAdapters): Promise<Round> {
    const { set, pipeline, settings } = this.options;
    const { seed } = settings.training;
    const { inferenceSteps } = settings.sampling;
    const examples = set.drawn(index).filter((_, row) => row % 2 === 0);
    const first = index * this.stepsPerRound;
    const own = await pipeline.ownSamples(signal, {
      prompts: examples.map((place, pair) =>
        this.dropped(index, pair) ? '' : this.places.captions[place]!,
      ),
      seeds: [
        ...uniforms(seed, { stream: STREAMS.generation, step: index, item: 0 }, this.pairs),
      ].map((u) => Math.floor(u * 2 ** 32)),
      inferenceSteps,
      adapters: policy,
      calls: examples.map((_, pair) =>
        Array.from({ length: this.stepsPerRound }, (_one, at) =>
          randomInt(
            seed,
            { stream: STREAMS.timestep, step: first + at, item: pair },
            inferenceSteps,
          ),
        ),
      ),
    });
    return { index, examples, own };
  }

  /** A good image with the caption of `example`, drawn for a pair of a step. */
  private exampleAt(step: number, pair: number, example: number, good: readonly number[]): number {
    const { captions } = this.places;
    const alike = good.filter((place) => captions[place] === captions[example]);
    // The last of a caption may have stopped being good while the round lasts.
    if (alike.length === 0) return example;
    const at = { stream: STREAMS.examples, step, item: pair };
    return alike[randomInt(this.options.settings.training.seed, at, alike.length)]!;
  }

  async batch(
    signal: AbortSignal,
    settings: RunSettings,
    step: number,
    _reference: SamplingAdapters | null,
    policy: () => Promise<SamplingAdapters>,
  ): Promise<StepBatch> {
    const { set, empty } = this.options;
    const threshold = set.useSettings(settings);
    const index = this.roundOf(step);
    if (this.round?.index !== index) this.round = await this.draw(signal, index, await policy());
    const { examples, own } = this.round;
    const good = threshold.positives!;
    const indices = examples.flatMap((example, pair) => {
      const place = this.exampleAt(step, pair, example, good);
      return [place, place];
    });
    const found = await this.places.at(signal, indices);
    const samples = found.map((sample, row): TrainingSample => {
      const pair = Math.floor(row / 2);
      const text = this.dropped(index, pair) ? empty : sample.text;
      const shared = { ...sample, text, keepsText: true };
      const sampled = own[pair]![step - index * this.stepsPerRound]!;
      // Of a trajectory the timestep is given; of a grid of tokens the mask is the example's.
      if (row % 2 === 1) return { ...shared, encoded: sampled, noiseOf: row - 1 };
      return 'timestep' in sampled ? { ...shared, timestepOf: row + 1 } : shared;
    });
    const pairs = examples.map((_, pair) => [2 * pair, 2 * pair + 1] as const);
    const size = samples.length;
    const rows = { size, pairs, groups: [], advantages: [], quantiles: [] };
    return stepBatch(samples, threshold, { indices, noiseOf: null, rows });
  }

  state(): SourceState {
    const { round, options } = this;
    if (!round) return {};
    const paradigm = paradigmOf(options.pipeline.model);
    const all = round.own.flat().map((one) => paradigm.ownNumbers(one));
    const numbers = new Float32Array(all.length * paradigm.ownLength(options.pipeline.model));
    all.forEach((one, i) => numbers.set(one, i * one.length));
    return { [ROUND]: Float32Array.of(round.index, ...round.examples), [NUMBERS]: numbers };
  }

  private restore({ [ROUND]: head, [NUMBERS]: numbers, ...others }: SourceState): void {
    if (!head && !numbers && Object.keys(others).length === 0) return;
    if (!head || !numbers || Object.keys(others).length > 0)
      refuse(`it holds ${Object.keys(others).join(', ') || 'one part of two'}`);
    const { model } = this.options.pipeline;
    const paradigm = paradigmOf(model);
    const each = paradigm.ownLength(model);
    const { pairs, stepsPerRound } = this;
    if (head.length !== 1 + pairs || numbers.length !== pairs * stepsPerRound * each)
      refuse(
        `it has ${head.length - 1} pairs of ${numbers.length} numbers, ${pairs} of ` +
          `${pairs * stepsPerRound * each} were wanted`,
      );
    const [index, ...examples] = [...head] as [number, ...number[]];
    const count = this.places.captions.length;
    const bad = examples.find(
      (place) => !Number.isInteger(place) || !(place >= 0 && place < count),
    );
    if (bad !== undefined || !Number.isInteger(index) || index < 0)
      refuse(`its round is ${index}, its examples are ${examples.join(', ')}`);
    this.round = {
      index,
      examples,
      own: examples.map((_, pair) =>
        Array.from({ length: stepsPerRound }, (_one, at) => {
          const start = (pair * stepsPerRound + at) * each;
          return paradigm.ownSample(model, numbers.slice(start, start + each));
        }),
      ),
    };
  }
}

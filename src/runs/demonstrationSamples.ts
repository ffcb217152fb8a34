// Examples beside the model's own samples as a source: batches of pairs of a good image of the set
// and what the model samples for the same caption (ownRounds.ts says what, and by which model). A
// round of own samples serves `stepsPerRound` steps and is part of a checkpoint, so that a resumed
// run goes on bit for bit.

import { StudioError } from '../errors';
import type { ImagePipeline, SamplingAdapters, TextConditioning } from '../paradigms/imagePipeline';
import { objectiveOf } from '../objectives';
import { STREAMS, uniforms } from '../random/philox';
import type { RunSettings } from '../settings/runSettings';
import { runErrors } from '../strings/errors/runs';
import type { Checkpoint } from './checkpoint';
import type { OfflineSamples } from './offlineSamples';
import { OPPONENTS, type Opponent, type Own, type OwnRound, type RoundPlace } from './ownRounds';
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
  readonly pipeline: Pick<ImagePipeline, 'model' | 'ownSamples' | 'sampleEncoded'>;
  /** Conditioning of the empty prompt, which takes the place of a dropped caption. */
  readonly empty: TextConditioning;
  /** Go on from here; null begins with the first round. */
  readonly checkpoint: Pick<Checkpoint, 'source'> | null;
}

const ROUND = 'own.round';
const NUMBERS = 'own.samples';

function refuse(what: string): never {
  throw new StudioError('BadCheckpoint', ...runErrors.ownSamples.unusable(what));
}

export class DemonstrationSamples implements SampleSource {
  private round: OwnRound | null = null;
  private readonly places: FixedSet;
  private readonly opponent: Opponent;

  /** Errors: BadCheckpoint when the checkpoint’s own samples do not hold together. */
  constructor(private readonly options: DemonstrationOptions) {
    this.places = options.set.set;
    this.opponent = OPPONENTS[objectiveOf(options.settings.method).opponent!];
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

  /** A new round begins where the model that samples it becomes another. */
  private placeOf(step: number): RoundPlace {
    const { settings } = this.options;
    const { stepsPerRound } = settings.source;
    const iteration = this.opponent.iterationSteps(settings, () => this.epochSteps(settings));
    const within = step % iteration;
    const round = Math.floor(within / stepsPerRound);
    const before = within === step ? 0 : Math.floor(step / iteration);
    const rounds = before === 0 ? 0 : before * Math.ceil(iteration / stepsPerRound);
    return { index: rounds + round, first: step - within + round * stepsPerRound };
  }

  draws(step: number): boolean {
    return this.round?.first !== this.placeOf(step).first;
  }

  /** Whether the caption of a pair is dropped: one draw for both its rows, the whole round. */
  private dropped(round: number, pair: number): boolean {
    const { seed, captionDropout } = this.options.settings.training;
    const at = { stream: STREAMS.captionDropout, step: round, item: pair };
    return uniforms(seed, at, 1)[0]! < captionDropout;
  }

  async batch(
    signal: AbortSignal,
    settings: RunSettings,
    step: number,
    reference: SamplingAdapters | null,
    policy: () => Promise<SamplingAdapters>,
  ): Promise<StepBatch> {
    const { set, empty, pipeline } = this.options;
    const threshold = set.useSettings(settings);
    const place = this.placeOf(step);
    const { pairs, opponent, places } = this;
    const { captions } = places;
    if (this.round?.first !== place.first)
      this.round = await opponent.draw(signal, {
        ...place,
        settings: this.options.settings,
        pipeline,
        pairs,
        captions,
        drawn: (at) => set.drawn(at).filter((_, row) => row % 2 === 0),
        dropped: (pair) => this.dropped(place.index, pair),
        reference,
        policy,
      });
    const { round } = this;
    const at = step - round.first;
    const examples = Array.from({ length: pairs }, (_, pair) =>
      opponent.example({ seed: settings.training.seed, step, pair, at, pairs }, round, {
        captions,
        good: threshold.positives!,
      }),
    );
    const indices = examples.flatMap((example) => [example, example]);
    const found = await places.at(signal, indices);
    const samples = found.map((sample, row): TrainingSample => {
      const pair = Math.floor(row / 2);
      const text = this.dropped(round.index, pair) ? empty : sample.text;
      const shared = { ...sample, text, keepsText: true };
      const sampled = round.own[at * pairs + pair]!;
      // Of a trajectory the timestep is given; of anything else noise or mask are the example's.
      if (row % 2 === 1) return { ...shared, encoded: sampled, noiseOf: row - 1 };
      return 'timestep' in sampled ? { ...shared, timestepOf: row + 1 } : shared;
    });
    const rows = {
      size: samples.length,
      pairs: examples.map((_, pair) => [2 * pair, 2 * pair + 1] as const),
      groups: [],
      advantages: [],
      quantiles: [],
    };
    return stepBatch(samples, threshold, { indices, noiseOf: null, rows });
  }

  state(): SourceState {
    const { round, opponent, options } = this;
    if (!round) return {};
    const { model } = options.pipeline;
    const each = opponent.length(model);
    const numbers = new Float32Array(round.own.length * each);
    round.own.forEach((one, i) => numbers.set(opponent.toNumbers(model, one), i * each));
    return {
      [ROUND]: Float32Array.of(round.index, round.first, ...round.examples),
      [NUMBERS]: numbers,
    };
  }

  private restore({ [ROUND]: head, [NUMBERS]: numbers, ...others }: SourceState): void {
    if (!head && !numbers && Object.keys(others).length === 0) return;
    const said = runErrors.ownSamples;
    const strays = Object.keys(others);
    if (strays.length > 0) refuse(said.others(strays.join(', ')));
    if (!head || !numbers) return refuse(said.onePart);
    const { opponent, pairs } = this;
    const { settings, pipeline } = this.options;
    const { model } = pipeline;
    const { stepsPerRound } = settings.source;
    const each = opponent.length(model);
    const wanted = opponent.examples(pairs, stepsPerRound);
    if (head.length !== 2 + wanted || numbers.length !== pairs * stepsPerRound * each)
      refuse(said.lengths(head.length - 2, numbers.length, wanted, pairs * stepsPerRound * each));
    const [index, first, ...examples] = [...head] as [number, number, ...number[]];
    const count = this.places.captions.length;
    const bad = examples.find(
      (place) => !Number.isInteger(place) || !(place >= 0 && place < count),
    );
    if (bad !== undefined || ![index, first].every((one) => Number.isInteger(one) && one >= 0))
      refuse(said.round(index, first, examples.join(', ')));
    const own: Own[] = [];
    for (let start = 0; start < numbers.length; start += each)
      own.push(opponent.fromNumbers(model, numbers.slice(start, start + each)));
    this.round = { index, first, examples, own };
  }
}

// Online TGO/UPO (UPO Alg. 2) as a source of samples: each round draws a batch of prompts, images
// of them (roundKinds.ts says by which model, and what of them is trained on), and scores them; the
// scores go into a memory bank (first in, first
// out) whose percentile is τ. Nothing is trained before the bank is half full. A round serves
// `stepsPerRound` optimizer steps. Every random number is counter-based by round, and bank and
// round are part of the checkpoint, so a resumed run goes on bit for bit. Who scores the images is
// the caller's business.

import type { BankState } from '../domain/online';
import { StudioError } from '../errors';
import { judgedRows } from '../data/batches/batchDrawer';
import { BatchSampler } from '../data/batches/batchSampler';
import { thresholdSettings } from '../data/labels/threshold';
import { TrainingThreshold } from '../data/batches/batchThreshold';
import type {
  EncodedImage,
  ImagePipeline,
  SamplingAdapters,
  TextConditioning,
} from '../paradigms/imagePipeline';
import { learnsOnline, objectiveOf, type DrawnRows } from '../objectives';
import { STREAMS, uniforms } from '../random/philox';
import type { RunSettings } from '../settings/runSettings';
import { runErrors } from '../strings/errors/runs';
import type { Checkpoint } from './checkpoint';
import { scoresNeeded } from '../settings/onlinePlan';
import {
  roundsOf,
  type RoundKind,
  type RoundRequest,
  type RoundRow,
  type SampledRound,
} from './roundKinds';
import {
  stepBatch,
  type SampleSource,
  type SourceState,
  type StepBatch,
  type TrainingSample,
} from './sampleSource';

/** Images just sampled, to be scored. */
export interface DrawnRound {
  /** 0-based. */
  readonly round: number;
  readonly prompts: readonly string[];
  readonly encoded: readonly EncodedImage[];
}

export interface OnlineOptions {
  readonly settings: RunSettings;
  readonly pipeline: Pick<ImagePipeline, 'model' | 'sampleEncoded' | 'transitions'>;
  /** One conditioning a prompt of `settings.onlinePrompts`. */
  readonly texts: ReadonlyMap<string, TextConditioning>;
  /** One number an image: a reward's, or a person's. Errors: abort. */
  score(signal: AbortSignal, drawn: DrawnRound): Promise<ArrayLike<number>>;
  /** A round was sampled and scored; awaited, so that it can be saved. */
  onRound(bank: BankState): Promise<void>;
  /** Go on from here; null begins with an empty bank. */
  readonly checkpoint: Pick<Checkpoint, 'step' | 'source'> | null;
}

interface Scored {
  /** Index into `settings.onlinePrompts`. */
  readonly prompt: number;
  readonly score: number;
}

function refuse(what: string): never {
  throw new StudioError('BadCheckpoint', ...runErrors.bank.unusable(what));
}

/** Of rows that are steps of trajectories, their errors under the model that sampled them. */
function sampledErrors(rows: readonly RoundRow[]): Pick<DrawnRows, 'sampledErrors'> {
  const errors = rows.flatMap((row) => ('sampledError' in row ? [row.sampledError] : []));
  return errors.length > 0 ? { sampledErrors: errors } : {};
}

export class OnlineSamples implements SampleSource {
  private readonly sampler: BatchSampler;
  /** Oldest first; the newest are the round's. */
  private bank: readonly Scored[] = [];
  private round: readonly RoundRow[] = [];
  private rounds = 0;
  /** Step the current round began with; −1 while the bank fills. */
  private roundStart = -1;
  /** Sampled but not scored yet: a pause while a person rates does not sample the images again. */
  private unscored: (DrawnRound & SampledRound) | null = null;
  private readonly kind: RoundKind;

  /**
   * Errors: BadSettings without prompts or with a bank of less than two batches; BadCheckpoint when
   * the checkpoint's bank does not hold together.
   */
  constructor(private readonly options: OnlineOptions) {
    const { settings, checkpoint } = options;
    const {
      source: { onlinePrompts },
      training: { seed, batchSize },
    } = settings;
    const objective = objectiveOf(settings.method);
    this.kind = roundsOf(objective.data);
    if (!learnsOnline(objective))
      throw new StudioError('BadSettings', ...runErrors.notOnline(objective.label));
    if (onlinePrompts.length === 0)
      throw new StudioError('BadSettings', ...runErrors.noOnlinePrompts());
    if (settings.source.bankSize < 2 * batchSize) {
      throw new StudioError(
        'BadSettings',
        ...runErrors.smallBank(settings.source.bankSize, batchSize),
      );
    }
    this.sampler = new BatchSampler({ seed, count: onlinePrompts.length, batchSize, subset: null });
    if (checkpoint) this.restore(checkpoint);
  }

  readonly set = null;

  /** An epoch is over when every prompt was drawn and its round trained on. */
  epochSteps({
    source: { onlinePrompts, stepsPerRound },
    training: { batchSize },
  }: RunSettings): number {
    return Math.ceil(onlinePrompts.length / batchSize) * stepsPerRound;
  }

  private get needed(): number {
    return scoresNeeded(this.options.settings.source.bankSize);
  }

  useSettings(): void {
    // τ is resolved from the bank at every step.
  }

  draws(step: number): boolean {
    return (
      this.roundStart < 0 || step >= this.roundStart + this.options.settings.source.stepsPerRound
    );
  }

  /** What the bank holds; null before the first round. */
  bankState(): BankState | null {
    if (this.rounds === 0) return null;
    const {
      training: { batchSize },
      source: { bankSize },
    } = this.options.settings;
    const newest = this.bank.slice(-batchSize);
    return {
      round: this.rounds - 1,
      size: this.bank.length,
      capacity: bankSize,
      needed: this.needed,
      rewardMean: newest.reduce((sum, one) => sum + one.score, 0) / newest.length,
    };
  }

  /** Prompts of a round, as indices into the settings' list. */
  private promptsOf(round: number): number[] {
    return this.sampler.indices(round);
  }

  private async draw(
    signal: AbortSignal,
    models: Pick<RoundRequest, 'reference' | 'policy'>,
  ): Promise<DrawnRound & SampledRound> {
    const { pipeline, settings } = this.options;
    const {
      training: { seed },
      source: { onlinePrompts },
    } = settings;
    const round = this.rounds;
    const prompts = this.promptsOf(round).map((index) => onlinePrompts[index]!);
    const seeds = [
      ...uniforms(seed, { stream: STREAMS.generation, step: round, item: 0 }, prompts.length),
    ].map((u) => Math.floor(u * 2 ** 32));
    const request = { ...models, settings, pipeline, prompts, seeds };
    return { round, prompts, ...(await this.kind.sample(signal, request)) };
  }

  /** Samples and scores a round for `step`. */
  private async takeRound(
    signal: AbortSignal,
    step: number,
    models: Pick<RoundRequest, 'reference' | 'policy'>,
  ): Promise<void> {
    const { settings, score, onRound } = this.options;
    this.unscored ??= await this.draw(signal, models);
    const { round, prompts, encoded, rows } = this.unscored;
    const scores = Array.from(await score(signal, { round, prompts, encoded }));
    signal.throwIfAborted();
    const bad = scores.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new StudioError(
        'NotFinite',
        ...runErrors.badScore(prompts[bad]!, round + 1, scores[bad]!),
      );
    this.unscored = null;
    this.bank = [
      ...this.bank,
      ...this.promptsOf(round).map((prompt, i) => ({ prompt, score: Math.fround(scores[i]!) })),
    ].slice(-settings.source.bankSize);
    this.round = rows;
    this.rounds = round + 1;
    if (this.bank.length >= this.needed) this.roundStart = step;
    await onRound(this.bankState()!);
  }

  async batch(
    signal: AbortSignal,
    settings: RunSettings,
    step: number,
    reference: SamplingAdapters | null,
    policy: () => Promise<SamplingAdapters>,
  ): Promise<StepBatch> {
    while (this.draws(step)) await this.takeRound(signal, step, { reference, policy });
    const { batchSize } = this.options.settings.training;
    const prompts = this.bank.map((one) => settings.source.onlinePrompts[one.prompt]!);
    const first = this.bank.length - batchSize;
    const at = (step - this.roundStart) % this.kind.steps(this.options.settings);
    const rows = this.round.slice(at * batchSize, (at + 1) * batchSize);
    const samples: TrainingSample[] = this.bank.map((one, i) => ({
      score: one.score,
      group: prompts[i]!,
      text: this.options.texts.get(prompts[i]!)!,
      encoded: rows[Math.max(0, i - first)]!,
      // A step was drawn under its own caption.
      ...('timestep' in rows[0]! && { keepsText: true }),
    }));
    const threshold = new TrainingThreshold(
      this.bank.map((one) => one.score),
      thresholdSettings(settings),
      prompts,
    );
    const indices = Array.from(rows, (_, i) => first + i);
    // SFT takes the round's good images, over again where they are few; a round without any
    // trains on nothing (weight 0).
    const positives =
      objectiveOf(settings.method).data === 'positives' ? new Set(threshold.positives) : null;
    const good = indices.filter((i) => positives?.has(i));
    const chosen = good.length > 0 ? indices.map((_, i) => good[i % good.length]!) : indices;
    const rewardMean = indices.reduce((sum, i) => sum + this.bank[i]!.score, 0) / indices.length;
    return {
      ...stepBatch(
        chosen.map((place) => samples[place]!),
        threshold,
        {
          indices: chosen,
          noiseOf: null,
          rows: { ...judgedRows(samples)(chosen), ...sampledErrors(rows) },
        },
      ),
      bank: { size: this.bank.length, rewardMean },
    };
  }

  state(): SourceState {
    if (this.rounds === 0) return {};
    const { model } = this.options.pipeline;
    return {
      counters: Float32Array.of(this.rounds, this.roundStart),
      // Their prompts follow from the rounds.
      'bank.scores': Float32Array.from(this.bank, (one) => one.score),
      [this.kind.tensor]: Float32Array.from(
        this.round.flatMap((one) => Array.from(this.kind.toNumbers(model, one))),
      ),
    };
  }

  private restore({ step, source }: Pick<Checkpoint, 'step' | 'source'>): void {
    const { kind } = this;
    const { counters, 'bank.scores': scores, [kind.tensor]: images, ...others } = source;
    if (Object.keys(source).length === 0 && step === 0) return;
    const said = runErrors.bank;
    if (!counters || !scores || !images || Object.keys(others).length > 0)
      refuse(said.parts(Object.keys(source), kind.tensor));
    const {
      settings,
      pipeline: { model },
    } = this.options;
    const {
      training: { batchSize },
      source: { bankSize, stepsPerRound },
    } = settings;
    const [rounds, roundStart] = counters as unknown as [number, number];
    if (counters.length !== 2 || !Number.isInteger(rounds) || rounds < 1)
      refuse(said.counters(counters.join(', ')));
    const size = Math.min(bankSize, rounds * batchSize);
    if (scores.length !== size) refuse(said.scores(scores.length, rounds, batchSize, size));
    const filled = size >= this.needed;
    const startFits = filled
      ? Number.isInteger(roundStart) &&
        roundStart >= 0 &&
        roundStart <= step &&
        step <= roundStart + stepsPerRound
      : roundStart === -1 && step === 0;
    if (!startFits) refuse(said.roundStart(roundStart, step));
    const each = kind.length(model);
    const count = batchSize * kind.steps(settings);
    if (images.length !== count * each) refuse(said.images(images.length, count, each));
    const round = Array.from({ length: count }, (_, i) => images.slice(i * each, (i + 1) * each));
    for (const [i, numbers] of round.entries()) {
      const invalid = kind.invalidNumber(model, numbers);
      if (invalid !== null) refuse(said.image(i + 1, invalid));
    }
    const prompts = Array.from({ length: Math.ceil(size / batchSize) }, (_, i) =>
      this.promptsOf(rounds - Math.ceil(size / batchSize) + i),
    )
      .flat()
      .slice(-size);
    this.bank = Array.from(scores, (score, i) => ({ score, prompt: prompts[i]! }));
    this.round = round.map((numbers) => kind.fromNumbers(model, numbers));
    this.rounds = rounds;
    this.roundStart = roundStart;
  }
}

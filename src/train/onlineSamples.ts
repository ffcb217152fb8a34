// Online TGO/UPO (UPO Alg. 2) as a source of samples: each round draws a batch of prompts, pictures of them from the reference, and
// scores them; the scores go into a memory bank (first in, first out) whose percentile is τ. Nothing is trained before the bank is
// half full. A round serves `stepsPerRound` optimizer steps. Every draw is counter-based by round, and bank and round are part of
// the checkpoint, so a resumed run goes on bit for bit.

import type { BankState } from '../bridge/protocol';
import { StudioError } from '../errors';
import { BatchSampler } from '../dataset/batches';
import { TrainingThreshold } from '../dataset/batchThreshold';
import type { EncodedImage, ImageTokens, LatentMoments, TextConditioning } from '../pipeline/imagePipeline';
import { STREAMS, uniforms } from '../random/philox';
import type { RunSettings } from '../settings/runSettings';
import { stepBatch, type SampleSource, type SourceState, type StepBatch, type TrainingSample } from './sampleSource';

/** Pictures just drawn, to be scored. */
export interface DrawnRound {
  /** 0-based. */
  readonly round: number;
  readonly prompts: readonly string[];
  readonly encoded: readonly EncodedImage[];
}

export interface OnlineOptions {
  readonly settings: RunSettings;
  /** One conditioning a prompt of `settings.onlinePrompts`. */
  readonly texts: ReadonlyMap<string, TextConditioning>;
  /** One picture a prompt from the reference, by seed. */
  draw(signal: AbortSignal, prompts: readonly string[], seeds: readonly number[]): Promise<EncodedImage[]>;
  /** One number a picture: a reward's, or a person's. Errors: abort. */
  score(signal: AbortSignal, drawn: DrawnRound): Promise<ArrayLike<number>>;
  /** A round was drawn and scored; awaited, so that it can be saved. */
  onRound(bank: BankState): Promise<void>;
  /** From a checkpoint; empty to begin. */
  readonly state: SourceState;
}

interface Scored {
  readonly prompt: number;
  readonly score: number;
}

const isTokens = (encoded: EncodedImage): encoded is ImageTokens => 'tokens' in encoded;

export class OnlineSamples implements SampleSource {
  private readonly sampler: BatchSampler;
  private bank: Scored[] = [];
  private round: EncodedImage[] = [];
  private rounds = 0;
  /** Step the current round began with. */
  private roundStart = -1;

  constructor(private readonly options: OnlineOptions) {
    const { settings, state } = options;
    const { onlinePrompts, seed, batchSize } = settings;
    if (onlinePrompts.length === 0) throw new StudioError('BadSettings', 'An online run has no prompts to draw pictures of.', 'Give it at least one prompt.');
    if (settings.bankSize < 2 * batchSize) {
      throw new StudioError('BadSettings', `The memory bank of ${settings.bankSize} holds less than two batches of ${batchSize}.`, `Make the bank at least ${2 * batchSize}, or the batch smaller.`);
    }
    this.sampler = new BatchSampler({ seed, count: onlinePrompts.length, batchSize, subset: null });
    this.restore(state);
  }

  get size(): number {
    const { onlinePrompts, stepsPerRound } = this.options.settings;
    return onlinePrompts.length * stepsPerRound;
  }

  private get needed(): number {
    return Math.ceil(this.options.settings.bankSize / 2);
  }

  useSettings(): void {
    // τ is resolved from the bank at every step.
  }

  private async drawRound(signal: AbortSignal): Promise<void> {
    const { settings, draw, score, onRound } = this.options;
    const round = this.rounds;
    const indices = this.sampler.indices(round);
    const prompts = indices.map((index) => settings.onlinePrompts[index]!);
    const seeds = [...uniforms(settings.seed, { stream: STREAMS.generation, step: round, item: 0 }, indices.length)].map((u) => Math.floor(u * 2 ** 32));
    const encoded = await draw(signal, prompts, seeds);
    const scores = await score(signal, { round, prompts, encoded });
    const bad = Array.from(scores).findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new StudioError('NotFinite', `The picture of “${prompts[bad]}” in round ${round + 1} was scored ${scores[bad]}.`, 'Choose another reward.');
    signal.throwIfAborted();
    const scored = indices.map((prompt, i) => ({ prompt, score: Math.fround(scores[i]!) }));
    this.bank = [...this.bank, ...scored].slice(-settings.bankSize);
    this.round = encoded;
    this.rounds = round + 1;
    await onRound({ round, size: this.bank.length, capacity: settings.bankSize, needed: this.needed, rewardMean: scored.reduce((sum, one) => sum + one.score, 0) / scored.length });
  }

  async batch(signal: AbortSignal, settings: RunSettings, step: number): Promise<StepBatch> {
    while (this.bank.length < this.needed || this.roundStart < 0 || step >= this.roundStart + settings.stepsPerRound) {
      await this.drawRound(signal);
      if (this.bank.length >= this.needed) this.roundStart = step;
    }
    // The newest scores of the bank are the round's.
    const prompts = this.bank.map((one) => settings.onlinePrompts[one.prompt]!);
    const first = this.bank.length - this.round.length;
    const samples: TrainingSample[] = this.bank.map((one, i) => ({
      score: one.score, group: prompts[i]!, text: this.options.texts.get(prompts[i]!)!, encoded: this.round[Math.max(0, i - first)]!,
    }));
    const threshold = new TrainingThreshold(this.bank.map((one) => one.score), settings, prompts);
    const indices = Array.from(this.round, (_, i) => first + i);
    // SFT takes the round's good pictures, over again where they are few; a round without any trains on nothing (weight 0).
    const good = settings.method === 'sft' ? indices.filter((i) => threshold.set.labels[i] === 1) : [];
    const chosen = good.length > 0 ? indices.map((_, i) => good[i % good.length]!) : indices;
    const rewardMean = indices.reduce((sum, i) => sum + this.bank[i]!.score, 0) / indices.length;
    return { ...stepBatch(samples, threshold, chosen), bank: { size: this.bank.length, rewardMean } };
  }

  state(): SourceState {
    if (this.rounds === 0) return {};
    const flat = (arrays: readonly ArrayLike<number>[]) => Float32Array.from(arrays.flatMap((array) => Array.from(array)));
    return {
      counters: Float32Array.of(this.rounds, this.roundStart),
      'bank.scores': Float32Array.from(this.bank, (one) => one.score),
      'bank.prompts': Float32Array.from(this.bank, (one) => one.prompt),
      'round.encoded': flat(this.round.map((one) => (isTokens(one) ? one.tokens : one.mean))),
      // Latents the sampler drew have one log-variance throughout; tokens have none.
      'round.logVariance': flat(this.round.map((one) => (isTokens(one) ? [] : one.logVariance))),
    };
  }

  private restore(state: SourceState): void {
    const counters = state['counters'];
    if (!counters) return;
    const part = (name: string): Float32Array => state[name] ?? new Float32Array(0);
    const prompts = part('bank.prompts');
    const { batchSize, onlinePrompts, bankSize } = this.options.settings;
    const encoded = part('round.encoded');
    const logVariance = part('round.logVariance');
    const fits = prompts.length === part('bank.scores').length && prompts.length <= bankSize && prompts.every((index) => index in onlinePrompts)
      && encoded.length > 0 && encoded.length % batchSize === 0 && (logVariance.length === 0 || logVariance.length === encoded.length);
    if (!fits) throw new StudioError('BadCheckpoint', `The memory bank of the checkpoint (${prompts.length} scores, ${encoded.length} numbers of pictures) does not fit the run’s settings.`, 'Load an earlier checkpoint of the run, or start the run again.');
    this.bank = Array.from(part('bank.scores'), (score, i) => ({ score, prompt: prompts[i]! }));
    const each = encoded.length / batchSize;
    this.round = Array.from({ length: batchSize }, (_, i): LatentMoments | ImageTokens => {
      const numbers = encoded.slice(i * each, (i + 1) * each);
      return logVariance.length === 0 ? { tokens: Int32Array.from(numbers) } : { mean: numbers, logVariance: logVariance.slice(i * each, (i + 1) * each) };
    });
    [this.rounds, this.roundStart] = [counters[0]!, counters[1]!];
  }
}

// The worker's part of an online run: pictures of a round from the reference, their scores by a reward or by the person in front of
// the page (who is asked by an event and answers by a command), and word of the bank.

import type { BankState, OnlineRound } from '../bridge/protocol';
import { StudioError } from '../errors';
import { encodePng, toRgb } from '../formats/png';
import type { EncodedImage, ImagePipeline } from '../pipeline/imagePipeline';
import type { RunRecord } from '../storage/database';
import type { DrawnRound } from '../train/onlineSamples';
import type { LoadedRun } from './loadedRun';
import { scoreWith } from './scoreWith';
import type { Studio } from './studio';

export class OnlineRounds {
  private run!: LoadedRun;
  private asked: { readonly round: number; readonly count: number; answer(values: readonly number[]): void } | null = null;

  constructor(private readonly studio: Studio, private readonly record: RunRecord, private readonly pipeline: ImagePipeline) {}

  /** The run the rounds belong to, once it is loaded. */
  attach(run: LoadedRun): void {
    this.run = run;
  }

  draw(signal: AbortSignal, prompts: readonly string[], seeds: readonly number[]): Promise<EncodedImage[]> {
    const { guidanceScale, inferenceSteps } = this.record.settings;
    const { run } = this.run;
    const flat = run.referenceAdapters;
    return this.pipeline.draw(signal, { prompts, seeds, guidanceScale, inferenceSteps, adapters: flat && { plan: run.plan, flat, strength: 1 } });
  }

  async score(signal: AbortSignal, drawn: DrawnRound): Promise<ArrayLike<number>> {
    const rewardId = this.record.settings.onlineReward;
    if (rewardId === null) throw new StudioError('BadSettings', 'Nothing scores the pictures of this online run.', 'Choose a reward, or rate them yourself.');
    const size = this.pipeline.model.imageSize;
    const images = (await this.pipeline.decode(signal, drawn.encoded)).map((image) => ({ width: size, height: size, rgb: toRgb(image, 0, size, size) }));
    if (rewardId !== 'rating') return (await scoreWith(this.studio, signal, [rewardId], images, drawn.prompts))[0]!;
    const asking: OnlineRound = {
      runId: this.record.id, round: drawn.round, images: images.map(({ rgb }, i) => ({ prompt: drawn.prompts[i]!, png: encodePng(rgb, size, size) })),
    };
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.asked = null;
        reject(signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError'));
      };
      signal.throwIfAborted();
      signal.addEventListener('abort', stop, { once: true });
      this.asked = {
        round: drawn.round, count: images.length,
        answer: (values) => {
          signal.removeEventListener('abort', stop);
          this.asked = null;
          resolve(values);
        },
      };
      this.studio.post({ type: 'rateRound', asking });
    });
  }

  /** A person's scores for the round that was asked about. Errors: BadSettings when it is another round or another number of scores. */
  answer(round: number, values: readonly number[]): void {
    if (!this.asked || this.asked.round !== round) throw new StudioError('BadSettings', `Round ${round + 1} is not waiting for ratings.`, 'Rate the pictures that are shown now.');
    if (values.length !== this.asked.count || !values.every(Number.isFinite)) throw new StudioError('BadSettings', `${values.filter(Number.isFinite).length} of ${this.asked.count} pictures are rated.`, 'Rate every picture of the round.');
    this.asked.answer(values);
  }

  /** Tells the page; while the bank fills, or a person rates, each round is saved: no step comes that would do it. */
  async report(bank: BankState): Promise<void> {
    this.studio.post({ type: 'bank', runId: this.record.id, bank });
    if (bank.size < bank.needed || this.record.settings.onlineReward === 'rating') await this.run.saveNow();
  }
}

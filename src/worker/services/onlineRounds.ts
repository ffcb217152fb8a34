// The worker's part of an online run: scores of a round's images by a reward or by the person in
// front of the page (who is asked by an event and answers by a command). What is sampled and when
// is in runs/onlineSamples.ts.

import type { OnlineRound } from '../../domain/online';
import type { RatingScale } from '../../domain/rating';
import { fitsScale, parseRatingSource } from '../../data/scores/scoreSource';
import { StudioError } from '../../errors';
import type { RoundImages, Scorer } from '../../runs/ports';
import type { RunRecord } from '../../storage/database';
import { workerErrors } from '../../strings/errors/worker';
import { rewardsOf, scoreWith } from './scoreWith';
import type { StudioServices } from './studioServices';

/** What the rounds need of the studio. */
export type RoundsStudio = Pick<StudioServices, 'post' | 'db' | 'scorer'>;

export class OnlineRounds implements Scorer {
  private asked: {
    readonly round: number;
    readonly count: number;
    answer(values: readonly number[]): void;
  } | null = null;

  constructor(
    private readonly studio: RoundsStudio,
    private readonly record: RunRecord,
  ) {}

  private get rewardId(): string {
    const {
      source: { onlineReward },
    } = this.record.settings;
    if (onlineReward === null)
      throw new StudioError('BadSettings', ...workerErrors.nothingScores());
    return onlineReward;
  }

  /** The scale on which a person rates; null where a reward scores. */
  private get scale(): RatingScale | null {
    return parseRatingSource(this.rewardId)?.scale ?? null;
  }

  /** True where a person rates: nothing else can score what is sampled. */
  get byPerson(): boolean {
    return this.scale !== null;
  }

  /**
   * Says at once, not after the first round, that nothing can score. Errors: BadSettings without a
   * reward; Unsupported for one that is gone;
   *  BadModel without the scorer it needs.
   */
  async check(): Promise<void> {
    if (this.byPerson) return;
    const [reward] = await rewardsOf(this.studio, [this.rewardId]);
    if (reward!.needs === 'clip') await this.studio.scorer(reward!.scorerHash);
  }

  /**
   * One number an image, from the run's reward or from the person who is asked. Errors: abort; as
   * `check`.
   */
  async score(
    signal: AbortSignal,
    { round, prompts, images }: RoundImages,
  ): Promise<ArrayLike<number>> {
    const { rewardId } = this;
    if (!this.byPerson)
      return (await scoreWith(this.studio, signal, [rewardId], images, prompts))[0]!;
    return this.ask(signal, {
      runId: this.record.id,
      round,
      images: images.map(({ width, height, rgb }, i) => ({
        prompt: prompts[i]!,
        pixels: { width, height, rgb: rgb.slice() },
      })),
    });
  }

  private ask(signal: AbortSignal, asking: OnlineRound): Promise<readonly number[]> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const stop = (): void => {
        this.asked = null;
        reject(
          signal.reason instanceof Error
            ? signal.reason
            : new DOMException('Aborted', 'AbortError'),
        );
      };
      signal.addEventListener('abort', stop, { once: true });
      this.asked = {
        round: asking.round,
        count: asking.images.length,
        answer: (values) => {
          signal.removeEventListener('abort', stop);
          this.asked = null;
          resolve(values);
        },
      };
      this.studio.post({ type: 'rateRound', asking });
    });
  }

  /**
   * A person's scores for the round that was asked about. Errors: BadSettings when it is another
   * round, another number of scores, or a score
   *  that is not on the run's scale.
   */
  answer(round: number, values: readonly number[]): void {
    const said = workerErrors;
    if (!this.asked || this.asked.round !== round)
      throw new StudioError('BadSettings', ...said.otherRound(round + 1));
    if (values.length !== this.asked.count || !values.every(Number.isFinite))
      throw new StudioError(
        'BadSettings',
        ...said.roundUnrated(values.filter(Number.isFinite).length, this.asked.count),
      );
    const stray = values.find((value) => !fitsScale(value, this.scale!));
    if (stray !== undefined)
      throw new StudioError('BadSettings', ...said.noRating(stray, this.scale!));
    this.asked.answer(values);
  }
}

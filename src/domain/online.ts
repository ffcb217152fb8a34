// What an online run says of its memory bank and of the round a person rates.

import type { ImagePixels } from './run';

/** How full an online run's memory bank is after a round (train/onlineSamples.ts). */
export interface BankState {
  /** 0-based. */
  readonly round: number;
  /** Scores in the bank, of `capacity`; the first step is taken at `needed`. */
  readonly size: number;
  readonly capacity: number;
  readonly needed: number;
  /** Mean score of the newest round. */
  readonly rewardMean: number;
}

/** Images of a round that a person is asked to score. */
export interface OnlineRound {
  readonly runId: string;
  readonly round: number;
  readonly images: readonly { readonly prompt: string; readonly pixels: ImagePixels }[];
}

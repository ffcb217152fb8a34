// The CLIP models that can score, with the heads on them.

import type { RewardInfo } from './reward';

/** A linear head that was dropped as a file. */
export interface HeadInfo {
  readonly id: string;
  readonly name: string;
}

/** A CLIP model that can score. */
export interface ScorerInfo {
  /** SHA-256 (hex) of its weights; null = the one beside the app, which is known by its place. */
  readonly hash: string | null;
  readonly name: string;
  /** ms since 1970; 0 of the one beside the app. */
  readonly createdAt: number;
  /** Of its files. */
  readonly bytes: number;
  readonly heads: readonly HeadInfo[];
}

/** What there is after a change. */
export interface ScorerList {
  /** The one beside the app first, then the newest. */
  readonly scorers: readonly ScorerInfo[];
  readonly rewards: readonly RewardInfo[];
}

// The CLIP models that can score, with the heads on them.

import type { RewardInfo } from './reward';

/** A linear head that was dropped as a file. */
export interface HeadInfo {
  readonly id: string;
  readonly name: string;
}

/** A CLIP model that can score. */
export interface ScorerInfo {
  /** Names its weights' content; null = the one beside the app, which is known by its place. */
  readonly hash: string | null;
  readonly name: string;
  /** ms since 1970; 0 of the one beside the app. */
  readonly createdAt: number;
  /** Of its files. */
  readonly bytes: number;
  readonly heads: readonly HeadInfo[];
  /** E.g. "CLIP ViT-H/14"; null of the one beside the app and of those added before it was kept. */
  readonly architecture: string | null;
  /** Bytes it takes on the device while it scores; null likewise. */
  readonly memoryBytes: number | null;
}

/** What opening a CLIP folder says before anything of it is kept. */
export interface ScorerReport {
  /** The folder's name. */
  readonly name: string;
  readonly hash: string;
  readonly architecture: string;
  readonly parameters: number;
  /** As the file stores its weights, e.g. "F16". */
  readonly dtype: string;
  /** Pixels a side that images are scaled to, and length of an embedding. */
  readonly imageSize: number;
  readonly width: number;
  /** Of the files that are kept. */
  readonly bytes: number;
  /** Of the device while it scores; the device gives that much. */
  readonly memoryBytes: number;
  /** Its weights are rounded to f16, one encoder at a time is on the device. */
  readonly large: boolean;
  /** It is kept already, under this name; null where it is new. */
  readonly keptAs: string | null;
}

/** What there is after a change. */
export interface ScorerList {
  /** The one beside the app first, then the newest. */
  readonly scorers: readonly ScorerInfo[];
  readonly rewards: readonly RewardInfo[];
}

// What can score an image: a formula, or a taste fitted to ratings.

import type { RatingScale } from './rating';

/** What a head was fitted to: ratings on a scale, or the scores a set came with. */
export type FittedTo = RatingScale | 'scores';

/** A fitted taste: a linear head on image features. */
export interface TasteInfo {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly datasetId: string;
  /** Null = the mean over raters. */
  readonly rater: string | null;
  readonly scale: FittedTo;
  /** Ratings it was fitted to, one an image. */
  readonly ratings: readonly number[];
  /**
   * What the head fitted without an image says of it, taken relative to the mean of the other
   * images and set on the mean of all: same order.
   */
  readonly leaveOneOut: readonly number[];
  /** Pearson’s and Spearman’s correlation of the two; NaN without spread. */
  readonly pearson: number;
  readonly spearman: number;
  /** Chance that a liked image is judged above a disliked one; null for ratings. */
  readonly areaUnderCurve: number | null;
}

/** What can score new images. */
export interface RewardInfo {
  readonly id: string;
  readonly label: string;
  readonly formula: string;
  /** JSON knows no infinity: null = no bound. */
  readonly range: readonly [number | null, number | null];
  readonly source: string;
  /** It reads features of the CLIP scorer, which has to be opened for it. */
  readonly needsScorer: boolean;
  /** The taste it was fitted as, or null for a formula. */
  readonly taste: TasteInfo | null;
}

/** A reward as the results name it. */
export interface RewardFacts {
  readonly id: string;
  readonly label: string;
  readonly formula: string;
}

/**
 * A linear head on image features, fitted to a person's ratings or dropped as a file; `file` is its
 * safetensors.
 */
export interface HeadRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  /** What it was fitted to; absent for a dropped file. */
  readonly taste?: Omit<TasteInfo, 'id' | 'name' | 'createdAt'>;
  /** Hash of the scorer whose features it reads. */
  readonly scorerHash: string;
  readonly file: Uint8Array<ArrayBuffer>;
}

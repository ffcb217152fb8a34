// Commands about making, scoring and rating sets: generate, score by a reward, rate by hand, fit a
// taste, export as a zip.

import type { SamplerName } from '../formats/schedulerConfig';
import type { DatasetSummary, ScoredItem, StorageUse } from './protocol';

/** 1…5 stars, a slider of −5…5, or 1 for like and −1 for dislike. */
export type RatingScale = 'stars' | 'slider' | 'like';

/** One person's judgement of one image. */
export interface Rating {
  readonly imageId: string;
  readonly rater: string;
  readonly scale: RatingScale;
  readonly value: number;
  /** ms since 1970. */
  readonly time: number;
  /** True for the second showing of an image, which measures the rater's noise. */
  readonly repeat: boolean;
}

/** Where scores of a set come from, and how many of its images have one. */
export interface SourceCount {
  /**
   * As storage knows it (dataset/scoreSource.ts): "metadata.csv", a reward's id, "rating:stars",
   * "rating:stars:Anna".
   */
  readonly source: string;
  readonly count: number;
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

/** A fitted taste: a linear head on image features. */
export interface TasteInfo {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly datasetId: string;
  /** Null = the mean over raters. */
  readonly rater: string | null;
  readonly scale: RatingScale;
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

/**
 * What a set is drawn from. The same plan gives the same images, however often it was interrupted.
 */
export interface SetPlan {
  readonly name: string;
  readonly modelId: string;
  /** The run whose adapter is used; null = the base model. */
  readonly runId: string | null;
  /** Its checkpoint; null = the last one there is when the plan is made. */
  readonly checkpointStep: number | null;
  /** Strength of the adapter. */
  readonly strength: number;
  readonly prompts: readonly string[];
  readonly negativePrompt: string;
  readonly samplesPerPrompt: number;
  readonly seed: number;
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  /** Null = the model's own. Absent in those stored before there was a choice. */
  readonly sampler?: SamplerName | null;
  /**
   * Rewards that score each image as it is drawn; the first is what the set trains on. Empty = left
   * to be rated.
   */
  readonly rewardIds: readonly string[];
}

/** A set that is being drawn, or was. Images that are there: DatasetSummary.count. */
export interface Generation {
  readonly plan: SetPlan;
  readonly total: number;
  /** `running` in a stored set that nobody draws: the page was closed in the middle. */
  readonly state: 'running' | 'paused' | 'done';
}

/** A set with the numbers that hang on its score source. */
export interface OpenedSet {
  readonly dataset: DatasetSummary;
  /** All images in order; score NaN where the source in use has none. */
  readonly items: readonly ScoredItem[];
  readonly sources: readonly SourceCount[];
}

export interface RatingCommands {
  /** Everything a new image can be scored by: the formulas and the fitted tastes. */
  /** The reward of an id that is in no list, e.g. `words:<more>|<less>`. */
  describeReward: { request: { id: string }; reply: { reward: RewardInfo } };
  listRewards: { request: Record<string, never>; reply: { rewards: RewardInfo[] } };
  /**
   * Scores every image of a set by rewards (progress, cancel: what is scored stays scored). Images
   * are brought to the model's size first, as
   *  training sees them. `use` makes the first of them the set's scores.
   */
  scoreSet: {
    request: { datasetId: string; modelId: string; rewardIds: string[]; use: boolean };
    reply: OpenedSet;
  };
  /** A set as it is now. */
  openSet: { request: { datasetId: string }; reply: OpenedSet };
  /** Chooses which of its scores a set trains on. */
  useScores: { request: { datasetId: string; source: string }; reply: OpenedSet };
  listRatings: { request: { datasetId: string }; reply: { ratings: Rating[] } };
  /**
   * Stores one rating at once, in place of the one the rater gave this image (this showing, this
   * scale) before; `value` null takes it back.
   */
  rate: { request: Omit<Rating, 'value'> & { value: number | null }; reply: Record<string, never> };
  /**
   * Fits a taste to a set's ratings, on images brought to the model's size, as new ones will be
   * judged. Errors: BadScoreFile with what is missing
   *  when there are too few. `scorerHash`: the CLIP model whose features it reads, null = the one
   *  beside the app.
   */
  fitTaste: {
    request: {
      datasetId: string;
      modelId: string;
      scorerHash: string | null;
      rater: string | null;
      scale: RatingScale;
      name: string;
    };
    reply: { reward: RewardInfo };
  };
  deleteTaste: { request: { id: string }; reply: { rewards: RewardInfo[] } };
  /** Stores an empty set with its plan; drawSet fills it. */
  planSet: { request: { plan: SetPlan }; reply: { dataset: DatasetSummary } };
  /**
   * Draws what a planned set still lacks. Progress counts images of the whole set. A cancel is
   * answered as usual, with the set paused and
   *  everything stored that was drawn. A run that trains is paused first. Errors: Busy
   *  when another set is drawn, or another tab draws this one.
   */
  drawSet: {
    request: { datasetId: string };
    reply: { dataset: DatasetSummary; storage: StorageUse };
  };
  /** Takes a half-drawn set as it is: nothing more is drawn. */
  finishSet: { request: { datasetId: string }; reply: { dataset: DatasetSummary } };
  /** The set as a zip that imports back identically (progress counts images). */
  exportSet: { request: { datasetId: string }; reply: { fileName: string; zip: Blob } };
}

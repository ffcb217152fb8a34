// Commands about making, scoring and rating sets: generate, score by a reward, rate by hand, fit a
// taste, export as a zip.

import type { DatasetSummary, OpenedSet } from '../domain/dataset';
import type { Rating, RatingScale } from '../domain/rating';
import type { RewardInfo } from '../domain/reward';
import type { SetPlan } from '../domain/setPlan';
import type { StorageUse } from '../domain/storageUse';

export interface RatingCommands {
  /** The reward of an id that is in no list, e.g. `words:<more>|<less>`. */
  describeReward: { request: { id: string }; reply: { reward: RewardInfo } };
  /** Everything a new image can be scored by: the formulas and the fitted tastes. */
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
  /**
   * What the ratings of a scale go with: the correlation of each image's mean rating with what can
   * be measured of it. Progress counts images. Errors: BadScoreFile with fewer than four rated.
   */
  whatRewarded: {
    request: { datasetId: string; modelId: string; scale: RatingScale };
    reply: { count: number; traits: { rewardId: string; r: number }[]; promptShare: number };
  };
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
  /**
   * Fits a scorer to the scores a set trains on, and makes it the one that scores new images like
   * them; the scores themselves stay. Errors: as fitTaste.
   */
  learnScorer: {
    request: { datasetId: string; modelId: string; scorerHash: string | null; name: string };
    reply: { reward: RewardInfo; set: OpenedSet };
  };
  deleteTaste: { request: { id: string }; reply: { rewards: RewardInfo[] } };
  /** Stores an empty set with its plan; sampleSet fills it. */
  planSet: { request: { plan: SetPlan }; reply: { dataset: DatasetSummary } };
  /**
   * Samples what a planned set still lacks. Progress counts images of the whole set. A cancel is
   * answered as usual, with the set paused and
   *  everything stored that was drawn. A run that trains is paused first. Errors: Busy
   *  when another set is sampled, or another tab samples this one.
   */
  sampleSet: {
    request: { datasetId: string };
    reply: { dataset: DatasetSummary; storage: StorageUse };
  };
  /** Takes a half-sampled set as it is: nothing more is sampled. */
  finishSet: { request: { datasetId: string }; reply: { dataset: DatasetSummary } };
  /** The set as a zip that imports back identically (progress counts images). */
  exportSet: { request: { datasetId: string }; reply: { fileName: string; zip: Blob } };
  /** The scores in use without the images. */
  exportRatings: {
    request: { datasetId: string; format: 'csv' | 'jsonl' | 'xmp' };
    reply: { fileName: string; file: Blob };
  };
}

// What a person says of an image, and which of its scores are there.

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

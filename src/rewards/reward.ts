// What a reward is: one number from one picture, as the demo sets' scores and the before/after measurements use it. Arithmetic is
// float64 over bytes; tools/pretrain/rewards.py holds the same formulas for numpy.

/** A picture of bytes: rgb is row-major, length width·height·3, values 0…255 (fractions allowed). */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly rgb: ArrayLike<number>;
}

export interface Reward {
  /** Its name in files (a demo's rewardId, make_demo.py --score). */
  readonly id: string;
  readonly label: string;
  /** The formula in words. */
  readonly formula: string;
  /** Least and greatest value it can take. */
  readonly range: readonly [number, number];
  /** Score of a picture; larger is more. Errors: throws when the pixels do not fit the size. */
  score(image: RgbImage, prompt: string): number;
}

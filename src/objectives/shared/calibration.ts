// The number of a method by which its σ saturates (T, β), or that says how large a log-ratio it
// aims at (κ), and its value for log-ratios of a given spread: what “calibrate” sets
// (docs/losses.md 1.3 j; runs/calibrate.ts).

export interface Calibration {
  /** Key of the number. */
  readonly key: string;
  /** Of what the spread is: r − m of each sample, or its difference between winner and loser. */
  readonly over: 'samples' | 'pairs';
  /** The number for an interquartile range of `spread` (units of the error; nats for MaskGIT). */
  readonly value: (spread: number, values: Readonly<Record<string, number>>) => number;
}

/** Of u = β·(…) that is to have an interquartile range of 1. */
export const BY_STRENGTH: Calibration = {
  key: 'beta',
  over: 'samples',
  value: (spread) => 1 / spread,
};

/** Of u = β/2·(a_w − a_l). */
export const BY_HALF_STRENGTH: Calibration = {
  key: 'beta',
  over: 'pairs',
  value: (spread) => 2 / spread,
};

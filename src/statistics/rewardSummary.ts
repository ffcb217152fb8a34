// What is said of one model's rewards: centre, spread and quartiles.

import { percentile } from './percentile';
import { mean, standardDeviation } from './moments';

/** In reward units; quantiles by linear interpolation, standard deviation with n − 1. */
export interface RewardSummary {
  readonly count: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly least: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly greatest: number;
}

/** Errors: throws on an empty list. */
export function rewardSummary(values: readonly number[]): RewardSummary {
  return {
    count: values.length,
    mean: mean(values),
    standardDeviation: standardDeviation(values),
    least: percentile(values, 0),
    lowerQuartile: percentile(values, 0.25),
    median: percentile(values, 0.5),
    upperQuartile: percentile(values, 0.75),
    greatest: percentile(values, 1),
  };
}

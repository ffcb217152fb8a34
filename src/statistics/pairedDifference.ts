// Paired comparison of a reward between two models that drew the same prompts with the same noise:
// mean difference in base standard deviations, with a percentile bootstrap over training seeds and
// prompts (Efron & Tibshirani 1993, ch. 13; two-level resampling, since both are sampled).
// Deterministic: the resampling is Philox with a given seed.

import { STREAMS, uniforms } from '../random/philox';

export interface PairedDifference {
  /** Mean of (aligned − base) / sd(base). */
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  /** Standard deviation of the base's rewards (the unit), in reward units. */
  readonly baseSd: number;
  readonly prompts: number;
  readonly seeds: number;
}

/** Mean of numbers; NaN when there are none. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Sample standard deviation (n − 1). */
export function standardDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

/**
 * The draws of the last call: an evaluation compares many models with one and the same resampling.
 */
let lastDraws: { seed: number; values: Float64Array } = { seed: 0, values: new Float64Array() };

function resamplingDraws(seed: number, count: number): Float64Array {
  if (lastDraws.seed !== seed || lastDraws.values.length !== count)
    lastDraws = {
      seed,
      values: uniforms(seed, { stream: STREAMS.bootstrap, step: 0, item: 0 }, count),
    };
  return lastDraws.values;
}

/**
 * `base` [prompts][noises]; `first` and `second` [seeds][prompts][noises] (same prompts and noises;
 * `first` may be one
 *  "seed" holding the base itself). Compares second − first in units of sd(base); 95 % interval by
 *  default. Errors: throws when shapes differ.
 */
export function pairedDifference(
  base: readonly (readonly number[])[],
  first: readonly (readonly (readonly number[])[])[],
  second: readonly (readonly (readonly number[])[])[],
  {
    resamples = 10_000,
    confidence = 0.95,
    seed = 0,
  }: { resamples?: number; confidence?: number; seed?: number } = {},
): PairedDifference {
  const prompts = base.length;
  for (const runs of [first, second]) {
    for (const run of runs)
      if (run.length !== prompts)
        throw new Error(`pairedDifference: ${run.length} prompts against ${prompts}`);
  }
  const baseSd = standardDeviation(base.flat());
  // Mean over noises first: differences per (seed, prompt). Runs are paired by training seed; a
  // single `first` serves all.
  const differences = second.map((run, s) =>
    run.map((rewards, p) => (mean(rewards) - mean((first[s] ?? first[0]!)[p]!)) / baseSd),
  );
  const seeds = differences.length;
  const draws = resamplingDraws(seed, resamples * (seeds + prompts));
  const means = new Float64Array(resamples);
  let at = 0;
  for (let r = 0; r < resamples; r++) {
    const pickedSeeds = Array.from({ length: seeds }, () => Math.floor(draws[at++]! * seeds));
    let sum = 0;
    for (let i = 0; i < prompts; i++) {
      const p = Math.floor(draws[at++]! * prompts);
      for (const s of pickedSeeds) sum += differences[s]![p]!;
    }
    means[r] = sum / (prompts * seeds);
  }
  means.sort();
  const tail = (1 - confidence) / 2;
  return {
    mean: mean(differences.flat()),
    lower: means[Math.floor(tail * (resamples - 1))]!,
    upper: means[Math.ceil((1 - tail) * (resamples - 1))]!,
    baseSd,
    prompts,
    seeds,
  };
}

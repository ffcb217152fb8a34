// Paired comparison of a reward between two models that drew the same prompts from the same noises:
// the mean difference in base standard deviations with a t interval.
//
// One training seed: the per-prompt means (over noises) are a sample of prompts, and the interval
// is the t interval on them with prompts − 1 degrees of freedom. It is a statement about this run.
// Several seeds: seeds and prompts are both sampled, d = μ + seed + prompt + rest, and the variance
// of the grand mean is estimated from the two-way table (MS = mean square):
//   V = (MS_seeds + MS_prompts − MS_rest)/(seeds · prompts),
// a variance component never counted below 0, with Satterthwaite's degrees of freedom
// (Satterthwaite 1946, "An approximate distribution of estimates of variance components"). It is a
// statement about the method. Fewer than 3 prompts give no interval at all.
//
// The unit, the base's standard deviation, counts as known. Percentile bootstraps over few prompts
// or seeds are too narrow (docs/losses.md 1.22), which is why none is used here.

import { mean, standardDeviation } from './moments';
import { studentQuantile, studentTail } from './studentT';

/** Rewards by prompt and noise, [prompts][noises]. */
export type Rewards = readonly (readonly number[])[];

/** One training run's rewards, and the training seed it is paired by. */
export interface SeedRewards {
  readonly seed: number;
  readonly rewards: Rewards;
}

/** Fewest prompts that an interval is given for. */
export const FEWEST_PROMPTS = 3;

export interface PairedDifference {
  /** Mean of (second − first) / sd(base). */
  readonly mean: number;
  /** Of the confidence interval; NaN where there are too few prompts for one. */
  readonly lower: number;
  readonly upper: number;
  /** Two-sided, of no difference; NaN like the interval. */
  readonly pValue: number;
  /** Prompts − 1 with one seed, Satterthwaite's with several; NaN like the interval. */
  readonly degreesOfFreedom: number;
  /** Standard deviation of the base's rewards (the unit), in reward units. */
  readonly baseSd: number;
  readonly prompts: number;
  readonly seeds: number;
  /** What the interval is about: the one run that was measured, or the method over its seeds. */
  readonly about: 'run' | 'method';
}

/** Errors: throws when prompts or noises are not those of `base`. */
function checkShape(base: Rewards, other: Rewards): void {
  if (other.length !== base.length)
    throw new Error(`pairedDifference: ${other.length} prompts against ${base.length}`);
  other.forEach((row, p) => {
    if (row.length !== base[p]!.length)
      throw new Error(
        `pairedDifference: ${row.length} noises against ${base[p]!.length} at prompt ${p + 1}`,
      );
  });
}

/** Variance of the grand mean of [seeds][prompts] differences, with its degrees of freedom. */
function varianceOfMean(table: readonly (readonly number[])[]): { variance: number; df: number } {
  const [seeds, prompts] = [table.length, table[0]!.length];
  if (seeds === 1)
    return { variance: standardDeviation(table[0]!) ** 2 / prompts, df: prompts - 1 };
  const grand = mean(table.flat());
  const bySeed = table.map(mean);
  const byPrompt = table[0]!.map((_, p) => mean(table.map((row) => row[p]!)));
  const squares = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value * value, 0);
  const rest = squares(
    table.flatMap((row, s) => row.map((d, p) => d - bySeed[s]! - byPrompt[p]! + grand)),
  );
  const [dfSeeds, dfPrompts] = [seeds - 1, prompts - 1];
  const dfRest = dfSeeds * dfPrompts;
  const msSeeds = (prompts * squares(bySeed.map((value) => value - grand))) / dfSeeds;
  const msPrompts = (seeds * squares(byPrompt.map((value) => value - grand))) / dfPrompts;
  const msRest = rest / dfRest;
  // Sums of mean squares that estimate the variance, by which components are above 0.
  const parts: [number, number][] =
    msSeeds <= msRest
      ? [[msPrompts, dfPrompts]]
      : msPrompts <= msRest
        ? [[msSeeds, dfSeeds]]
        : [
            [msSeeds, dfSeeds],
            [msPrompts, dfPrompts],
            [-msRest, dfRest],
          ];
  const sum = parts.reduce((total, [ms]) => total + ms, 0);
  const spread = parts.reduce((total, [ms, df]) => total + (ms * ms) / df, 0);
  return {
    variance: sum / (seeds * prompts),
    df: spread > 0 ? (sum * sum) / spread : dfPrompts,
  };
}

function difference(
  base: Rewards,
  table: readonly (readonly number[])[],
  confidence: number,
): PairedDifference {
  const baseSd = standardDeviation(base.flat());
  const scaled = table.map((row) => row.map((value) => value / baseSd));
  const centre = mean(scaled.flat());
  const known = {
    mean: centre,
    baseSd,
    prompts: base.length,
    seeds: table.length,
    about: table.length === 1 ? ('run' as const) : ('method' as const),
  };
  if (base.length < FEWEST_PROMPTS)
    return {
      ...known,
      lower: Number.NaN,
      upper: Number.NaN,
      pValue: Number.NaN,
      degreesOfFreedom: Number.NaN,
    };
  const { variance, df } = varianceOfMean(scaled);
  const error = Math.sqrt(variance);
  const half = studentQuantile(confidence, df) * error;
  return {
    ...known,
    lower: centre - half,
    upper: centre + half,
    pValue: error > 0 ? studentTail(centre / error, df) : centre === 0 ? 1 : 0,
    degreesOfFreedom: df,
  };
}

/** Per-prompt means of one run less those of another (or of the base). */
const promptDifferences = (first: Rewards, second: Rewards): number[] =>
  second.map((rewards, p) => mean(rewards) - mean(first[p]!));

/**
 * Each run of a method against the base, in units of sd(base). `base` [prompts][noises]. Errors:
 * throws without a run, on a seed given twice, and on other prompts or noises than the base's.
 */
export function differenceFromBase(
  base: Rewards,
  runs: readonly SeedRewards[],
  confidence = 0.95,
): PairedDifference {
  seedsOf(runs);
  for (const { rewards } of runs) checkShape(base, rewards);
  return difference(
    base,
    runs.map(({ rewards }) => promptDifferences(base, rewards)),
    confidence,
  );
}

/**
 * `second` − `first`, paired by training seed and prompt, in units of sd(base). Errors: throws when
 * the two were not trained with the same seeds, and as differenceFromBase.
 */
export function pairedDifference(
  base: Rewards,
  first: readonly SeedRewards[],
  second: readonly SeedRewards[],
  confidence = 0.95,
): PairedDifference {
  const [one, other] = [seedsOf(first), seedsOf(second)];
  if (one.join() !== other.join())
    throw new Error(
      `pairedDifference: seeds ${one.join(', ')} against seeds ${other.join(', ')}; runs are ` +
        'paired by seed',
    );
  for (const { rewards } of [...first, ...second]) checkShape(base, rewards);
  const bySeed = new Map(first.map(({ seed, rewards }) => [seed, rewards]));
  return difference(
    base,
    second.map(({ seed, rewards }) => promptDifferences(bySeed.get(seed)!, rewards)),
    confidence,
  );
}

/** Rising. */
function seedsOf(runs: readonly SeedRewards[]): number[] {
  if (runs.length === 0) throw new Error('pairedDifference: no run is given');
  const seeds = runs.map(({ seed }) => seed).sort((a, b) => a - b);
  const twice = seeds.find((seed, i) => seed === seeds[i - 1]);
  if (twice !== undefined) throw new Error(`pairedDifference: seed ${twice} is given twice`);
  return seeds;
}

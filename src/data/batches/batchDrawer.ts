// Which samples step k trains on, for each kind of data that a method learns from (DataKind): plain
// samples, good ones, pairs, groups. A pure function of the set, the settings and k, so that a
// resumed run goes on where it was. The two images of a pair, and the images of a group, share
// timestep, noise or mask, and caption dropout.

import { StudioError } from '../../errors';
import type { DrawnRows, Objective } from '../../objectives';
import type { RunSettings } from '../../settings/runSettings';
import { dataErrors } from '../../strings/errors/data';
import type { Pair } from '../pairs/pairs';
import { comparedPairs } from '../pairs/trainingPairs';
import { advantagesOf, quantilesOf } from './advantages';
import { BatchSampler } from './batchSampler';
import { BucketSampler } from './buckets';
import { GroupSampler } from './groupSampler';

/** What drawing needs of a sample. */
export interface DrawnSample {
  /** Raw. */
  readonly score: number;
  /** Images of one prompt share it. */
  readonly group: string;
  /** Images of the set that it was preferred over, as indices; absent where nobody compared. */
  readonly preferredOver?: readonly number[];
  /** Of images of several sizes: which of them it has (buckets.ts). */
  readonly bucket?: number;
}

export interface DrawSettings {
  readonly training: Pick<RunSettings['training'], 'seed' | 'batchSize' | 'microBatch'>;
  readonly pairing: RunSettings['pairing'];
}

export interface DrawnBatch {
  /** Samples by their place in the set, one per row. */
  readonly indices: readonly number[];
  /** The row whose noise each row shares [N]; null where every row has its own. */
  readonly noiseOf: readonly number[] | null;
  /** All rows have the timestep of the first. */
  readonly oneTimestep?: boolean;
  readonly rows: DrawnRows;
}

export interface BatchDrawer {
  /** Steps of one pass through the samples, pairs or groups. */
  readonly epochSteps: number;
  draw(step: number): DrawnBatch;
}

const plainRows = (size: number): DrawnRows => ({
  size,
  pairs: [],
  groups: [],
  advantages: [],
  quantiles: [],
});

/** Rows of single samples, with what each is worth within its prompt. */
export function judgedRows(
  samples: readonly DrawnSample[],
): (indices: readonly number[]) => DrawnRows {
  const scores = samples.map(({ score }) => score);
  const groups = samples.map(({ group }) => group);
  const [advantages, quantiles] = [advantagesOf(scores, groups), quantilesOf(scores, groups)];
  return (indices) => ({
    ...plainRows(indices.length),
    advantages: indices.map((i) => advantages[i]!),
    quantiles: indices.map((i) => quantiles[i]!),
  });
}

/** Single samples, of `subset` only where one is given. */
function singles(
  samples: readonly DrawnSample[],
  { training: { seed, batchSize } }: DrawSettings,
  subset: readonly number[] | null,
  rowsOf: (indices: readonly number[]) => DrawnRows = ({ length }) => plainRows(length),
): BatchDrawer {
  const sampler =
    samples[0]?.bucket === undefined
      ? new BatchSampler({ seed, count: samples.length, batchSize, subset })
      : new BucketSampler({
          seed,
          batchSize,
          buckets: samples.map(({ bucket }) => bucket!),
          subset,
        });
  return {
    epochSteps: Math.ceil(samples.length / batchSize),
    draw(step) {
      const indices = sampler.indices(step);
      return { indices, noiseOf: null, rows: rowsOf(indices) };
    },
  };
}

function refuseOdd(held: number): void {
  if (held % 2 !== 0) throw new StudioError('BadSettings', ...dataErrors.batches.oddBatch(held));
}

/** Rows 2i and 2i + 1 are the winner and the loser of pair i. */
function pairs(
  list: readonly Pair[],
  { training: { seed, batchSize } }: DrawSettings,
  oneTimestep: boolean,
): BatchDrawer {
  const each = batchSize / 2;
  const sampler = new BatchSampler({ seed, count: list.length, batchSize: each, subset: null });
  const rows: DrawnRows = {
    ...plainRows(batchSize),
    pairs: Array.from({ length: each }, (_, i) => [2 * i, 2 * i + 1]),
  };
  const noiseOf = Array.from({ length: batchSize }, (_, row) => row - (row % 2));
  return {
    epochSteps: Math.ceil(list.length / each),
    draw(step) {
      const drawn = sampler.indices(step).map((i) => list[i]!);
      return {
        indices: drawn.flatMap(({ winner, loser }) => [winner, loser]),
        noiseOf,
        rows,
        oneTimestep,
      };
    },
  };
}

/** Rows iG … iG + G − 1 are different images of one prompt. */
function groups(
  samples: readonly DrawnSample[],
  { training: { seed, batchSize }, pairing: { groupSize } }: DrawSettings,
  label: string,
): BatchDrawer {
  const sampler = new GroupSampler({
    seed,
    groups: samples.map(({ group }) => group),
    groupSize,
    perBatch: batchSize / groupSize,
  });
  if (sampler.count === 0)
    throw new StudioError(
      'BadSettings',
      ...dataErrors.batches.noGroup(label, groupSize, sampler.largest),
    );
  const advantages = advantagesOf(
    samples.map(({ score }) => score),
    samples.map(({ group }) => group),
  );
  const ofRow = Array.from({ length: batchSize }, (_, row) => Math.floor(row / groupSize));
  const noiseOf = ofRow.map((group) => group * groupSize);
  return {
    epochSteps: Math.ceil(sampler.count / (batchSize / groupSize)),
    draw(step) {
      const indices = sampler.indices(step);
      return {
        indices,
        noiseOf,
        rows: {
          ...plainRows(batchSize),
          groups: ofRow,
          advantages: indices.map((i) => advantages[i]!),
        },
      };
    },
  };
}

/**
 * How batches of a set are drawn for a method. `positives`: samples labelled good, null for all.
 * Errors: BadSettings where the set holds nothing that the method learns from, or the batch cannot
 * be divided into pairs or groups.
 */
export function batchDrawer(
  samples: readonly DrawnSample[],
  { data, label, crossesPairs }: Pick<Objective, 'data' | 'label' | 'crossesPairs'>,
  settings: DrawSettings,
  positives: readonly number[] | null,
): BatchDrawer {
  const {
    training: { batchSize, microBatch },
    pairing: { groupSize, timestepSharing },
  } = settings;
  // Samples on the device at a time: a pair or group is not divided.
  const held = microBatch === 0 ? batchSize : Math.min(batchSize, microBatch);
  switch (data) {
    case 'scored':
      return singles(samples, settings, null);
    case 'positives':
      return singles(samples, settings, positives);
    case 'advantages':
      return singles(samples, settings, null, judgedRows(samples));
    case 'trajectories':
      throw new StudioError('BadSettings', ...dataErrors.batches.noTrajectories(label));
    case 'pairs':
      refuseOdd(held);
      return pairs(
        comparedPairs(samples, settings, label).pairs,
        settings,
        crossesPairs === true && timestepSharing === 'batch',
      );
    case 'demonstrations':
      // What the policy samples takes the loser's place (runs/demonstrationSamples.ts).
      refuseOdd(held);
      return pairs(
        (positives ?? samples.map((_, i) => i)).map((i) => ({ winner: i, loser: i })),
        settings,
        false,
      );
    case 'groups':
      if (held % groupSize !== 0)
        throw new StudioError(
          'BadSettings',
          ...dataErrors.batches.undividedGroups(held, groupSize),
        );
      return groups(samples, settings, label);
  }
}

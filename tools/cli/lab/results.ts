// From the files of a lab to what its report says of one reward: trials and the chosen one, gains
// with intervals, comparisons with Holm's correction, ranks. Numbers in, numbers out.

import { holm } from '../../../src/statistics/holm';
import { mean } from '../../../src/statistics/moments';
import {
  differenceFromBase,
  pairedDifference,
  type PairedDifference,
  type SeedRewards,
} from '../../../src/statistics/pairedDifference';
import type { RankedPair } from '../../../src/statistics/sharedRanks';
import { promptWinRate } from '../../../src/statistics/winRate';
import type { SideEffects } from '../align/sideEffects';
import { chosenTrial, measuredTrials, type Trial } from './choose';
import type { LabFile, LabMethod, LabReward } from './labFile';
import type { BaseState, LabFolder, RunState } from './labState';

/** A run on the test prompts. */
export interface FinalRun {
  readonly seed: number;
  readonly state: RunState;
}

export interface MethodResult {
  readonly method: LabMethod;
  readonly trials: readonly Trial[];
  /** null until all trials are measured, or where none could be. */
  readonly chosen: Trial | null;
  /** The chosen trial's runs with test prompts measured, by rising seed. */
  readonly finals: readonly FinalRun[];
}

export interface LabResults {
  readonly reward: LabReward;
  readonly base: BaseState;
  readonly methods: readonly MethodResult[];
}

/** Null where nothing of the reward is measured. */
export async function labResults(
  lab: LabFile,
  folder: LabFolder,
  reward: LabReward,
): Promise<LabResults | null> {
  const base = await folder.base(reward);
  if (base === null) return null;
  const methods: MethodResult[] = [];
  for (const method of lab.methods) {
    const trials = await measuredTrials(lab, folder, reward, method, base);
    const chosen = trials.length === method.trials.length ? chosenTrial(lab, trials) : null;
    const finals: FinalRun[] = [];
    if (chosen !== null)
      for (const seed of lab.seeds) {
        const state = await folder.run({ reward, method, trial: chosen.trial, seed });
        if (state?.test) finals.push({ seed, state });
      }
    methods.push({ method, trials, chosen, finals });
  }
  return { reward, base, methods };
}

/** Rewards on the test prompts, by training seed. */
export const testRewards = ({ finals }: MethodResult, id: string): SeedRewards[] =>
  finals.map(({ seed, state }) => ({ seed, rewards: state.test!.rewards[id]! }));

/** Those with runs on the test prompts. */
export const measuredMethods = ({ methods }: LabResults): MethodResult[] =>
  methods.filter(({ finals }) => finals.length > 0);

export interface Gain {
  readonly difference: PairedDifference;
  /** Of no difference from the base, corrected for all methods of the table. */
  readonly p: number;
}

/** Of each measured method, in their order: test − base of the reward `id`, in base sd. */
export function gains(results: LabResults, id: string): Gain[] {
  const base = results.base.test!.rewards[id]!;
  const all = measuredMethods(results).map((one) => differenceFromBase(base, testRewards(one, id)));
  const p = holm(all.map(({ pValue }) => pValue));
  return all.map((difference, i) => ({ difference, p: p[i]! }));
}

/** `second` − `first` over the training seeds that both have. */
export interface Comparison extends RankedPair {
  readonly difference: PairedDifference;
}

/** All pairs of measured methods (indices into them), Holm over all of them. */
export function comparisons(results: LabResults): Comparison[] {
  const { base, reward } = results;
  const measured = measuredMethods(results).map((one) => testRewards(one, reward.id));
  const found = measured.flatMap((one, first) =>
    measured.slice(first + 1).flatMap((other, offset) => {
      const common = one
        .map(({ seed }) => seed)
        .filter((s) => other.some(({ seed }) => seed === s));
      const of = (list: readonly SeedRewards[]) => list.filter(({ seed }) => common.includes(seed));
      return common.length === 0
        ? []
        : [
            {
              first,
              second: first + 1 + offset,
              difference: pairedDifference(base.test!.rewards[reward.id]!, of(one), of(other)),
            },
          ];
    }),
  );
  const p = holm(found.map(({ difference }) => difference.pValue));
  return found.map((one, i) => ({ ...one, mean: one.difference.mean, p: p[i]! }));
}

/** Share of prompts at which the row's run is above the column's, over the seeds both have. */
export function winMatrix(results: LabResults): (number | null)[][] {
  const { base, reward } = results;
  const of = measuredMethods(results).map((one) => testRewards(one, reward.id));
  const table: (readonly SeedRewards[])[] = [
    ...of,
    results.base.test ? [{ seed: -1, rewards: base.test!.rewards[reward.id]! }] : [],
  ];
  return table.map((row, r) =>
    table.map((column, c) => {
      if (r === c) return null;
      const pairs = row.flatMap((a) =>
        column
          .filter((b) => a.seed === b.seed || a.seed === -1 || b.seed === -1)
          .map((b) => promptWinRate(b.rewards, a.rewards).share),
      );
      return pairs.length === 0 ? null : mean(pairs);
    }),
  );
}

/** Mean of a side effect over a method's runs on the test prompts; null where none has it. */
export function sideEffect(
  { finals }: MethodResult,
  read: (effects: SideEffects) => number | null,
): number | null {
  const values = finals
    .map(({ state }) => read(state.test!.sideEffects))
    .filter((value) => value !== null);
  return values.length === 0 ? null : mean(values);
}

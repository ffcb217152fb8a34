// Which trial of a method is taken: the one with the highest reward on the validation prompts among
// those that keep the guard; where none keeps it, the one that breaks it least.

import { differenceFromBase } from '../../../src/statistics/pairedDifference';
import type { LabFile, LabMethod, LabReward } from './labFile';
import type { BaseState, LabFolder, LabRun, Measured, RunState } from './labState';

/** Mean of a reward less the base's, in base standard deviations. */
export function gainOf(base: Measured, run: Measured, reward: string): number {
  const rewards = run.rewards[reward]!;
  return differenceFromBase(base.rewards[reward]!, [{ seed: 0, rewards }]).mean;
}

export interface Trial {
  readonly trial: number;
  readonly state: RunState;
  /** Of the reward and of the guard's; null where the run failed. */
  readonly gain: number | null;
  readonly guard: number | null;
}

/** Trials of a method that are measured, in their order. */
export async function measuredTrials(
  lab: LabFile,
  folder: LabFolder,
  reward: LabReward,
  method: LabMethod,
  base: BaseState,
): Promise<Trial[]> {
  const found: Trial[] = [];
  for (const [trial] of method.trials.entries()) {
    const state = await folder.run({ reward, method, trial, seed: lab.seeds[0]! });
    if (!state?.validation && state?.failed === undefined) continue;
    const { validation } = state;
    const of = (id: string): number | null =>
      validation && base.validation ? gainOf(base.validation, validation, id) : null;
    found.push({ trial, state, gain: of(reward.id), guard: of(lab.guard.reward) });
  }
  return found;
}

/** The chosen one of trials; null where none could be measured. */
export function chosenTrial(lab: LabFile, trials: readonly Trial[]): Trial | null {
  const able = trials.filter(({ gain }) => gain !== null);
  const kept = able.filter(({ guard }) => guard! >= lab.guard.least);
  const by = (list: readonly Trial[], read: (one: Trial) => number): Trial | null =>
    list.reduce<Trial | null>(
      (best, one) => (best === null || read(one) > read(best) ? one : best),
      null,
    );
  return by(kept, ({ gain }) => gain!) ?? by(able, ({ guard }) => guard!);
}

/** The chosen trial as runs, one per training seed; empty until all trials are measured. */
export async function finalRuns(
  lab: LabFile,
  folder: LabFolder,
  reward: LabReward,
  method: LabMethod,
): Promise<LabRun[]> {
  const base = await folder.base(reward);
  if (!base?.validation) return [];
  const trials = await measuredTrials(lab, folder, reward, method, base);
  if (trials.length < method.trials.length) return [];
  const chosen = chosenTrial(lab, trials);
  return chosen === null
    ? []
    : lab.seeds.map((seed) => ({ reward, method, trial: chosen.trial, seed }));
}

// Which groups step k trains on: epochs of Philox permutations over the prompts that have enough
// images, and of each drawn prompt `groupSize` different images. Computed from (seed, k) alone.

import { permutation, STREAMS } from '../../random/philox';
import { BatchSampler } from './batchSampler';

/** Places of the members of every group, in the order in which groups first appear. */
export function groupsOf(groups: readonly string[]): readonly (readonly number[])[] {
  const members = new Map<string, number[]>();
  groups.forEach((group, i) => {
    const list = members.get(group);
    if (list) list.push(i);
    else members.set(group, [i]);
  });
  return [...members.values()];
}

export interface GroupSamplerOptions {
  readonly seed: number;
  /** Prompt or group of every sample. */
  readonly groups: readonly string[];
  /** Images drawn of a prompt; prompts with fewer are left out. */
  readonly groupSize: number;
  /** Groups of a step. */
  readonly perBatch: number;
}

export class GroupSampler {
  /** Prompts with enough images. */
  readonly count: number;
  /** Images of the prompt that has most. */
  readonly largest: number;
  private readonly members: readonly (readonly number[])[];
  private readonly order: BatchSampler | null;

  constructor(private readonly options: GroupSamplerOptions) {
    const { seed, groups, groupSize, perBatch } = options;
    const all = groupsOf(groups);
    this.largest = all.reduce((top, list) => Math.max(top, list.length), 0);
    this.members = all.filter((list) => list.length >= groupSize);
    this.count = this.members.length;
    this.order =
      this.count === 0
        ? null
        : new BatchSampler({ seed, count: this.count, batchSize: perBatch, subset: null });
  }

  /** Samples of step k (0-based), group after group. */
  indices(step: number): number[] {
    const { seed, groupSize } = this.options;
    return (this.order?.indices(step) ?? []).flatMap((group, slot) => {
      const list = this.members[group]!;
      const at = { stream: STREAMS.groups, step, item: slot };
      return [...permutation(seed, at, list.length).subarray(0, groupSize)].map((i) => list[i]!);
    });
  }
}

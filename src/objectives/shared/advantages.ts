// What the methods on advantages share: the table's columns (advantage A, then the group of the
// sample, or its error under the model that sampled it), and the parts of their records that are
// alike. A = (score − mean)/sd over the prompt's group, cut at ±5.

import type { ObjectiveBatch, SampleTerms } from '../../graph/objectiveTerms';
import type { DrawnRows } from '../drawnRows';
import type { Objective } from '../objective';

export const ADVANTAGE = 0;
/** Second column: the group's number, or m under the sampling model. */
export const SECOND = 1;
export const ADVANTAGE_COLUMNS = 2;

/** Mean of `value` over the samples of row `row`'s group. */
export function groupMean(
  { size, table }: ObjectiveBatch,
  row: number,
  value: (of: number) => number,
): number {
  const members = Array.from({ length: size }, (_, i) => i).filter(
    (i) => table(i, SECOND) === table(row, SECOND),
  );
  return members.reduce((sum, i) => sum + value(i), 0) / members.length;
}

/** Terms of every row from its loss, its z and N times dL/dm. */
export function advantageTerms(
  { size, table, numbers }: ObjectiveBatch,
  of: (row: number) => { readonly loss: number; readonly z: number; readonly slope: number },
): SampleTerms[] {
  return Array.from({ length: size }, (_, row) => {
    const { loss, z, slope } = of(row);
    return {
      loss,
      z,
      label: table(row, ADVANTAGE) > 0 ? 1 : 0,
      weight: 1,
      slope,
      g: (slope / size) * numbers['gradientScale']!,
    };
  });
}

/** Parts of a record that all of them have in common. */
export const ON_ADVANTAGES = {
  data: 'groups',
  table: ({ advantages, groups }: DrawnRows) =>
    advantages.flatMap((advantage, row) => [advantage, groups[row] ?? row]),
  lossOver: 'batch',
  tokenMean: 'sample',
  firstLossName: null,
  gradientOf: () => 'L',
  gain: null,
  curve: null,
} as const satisfies Partial<Objective>;

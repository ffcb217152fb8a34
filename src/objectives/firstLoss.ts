// The loss that a batch has while the policy is still its reference (docs/losses.md 1.0): the
// method's float64 form with every error m = r. The reference line of the loss chart.

import { DISTANCE_COLUMNS, distancesAtStart, numberNames } from '../graph/objectiveTerms';
import { mean } from './metrics';
import type { Objective } from './objective';

/** What the objective op was fed for one part of a batch. */
export interface FedPart {
  readonly scores: ArrayLike<number>;
  /** Values of numberNames. */
  readonly numbers: ArrayLike<number>;
  /** Row-major; null where the method reads none. */
  readonly table: ArrayLike<number> | null;
  /** Distances [N,4] of the predictions, where the method reads them (`measured`). */
  readonly distances: ArrayLike<number> | null;
}

const distanceRow = (distances: ArrayLike<number>, row: number): readonly number[] =>
  Array.from({ length: DISTANCE_COLUMNS }, (_, i) => distances[row * DISTANCE_COLUMNS + i]!);

/**
 * `referenceErrors` of all parts, one after another. NaN where the method has no reference.
 */
export function firstLoss(
  { terms, reference, lossOver }: Objective,
  parts: readonly FedPart[],
  referenceErrors: readonly number[],
): number {
  if (reference === 'none') return Number.NaN;
  const size = referenceErrors.length / parts.length;
  const columns = terms.tableColumns(size);
  const rows = parts.flatMap(({ scores, numbers, table, distances }, part) => {
    const errors = referenceErrors.slice(part * size, (part + 1) * size);
    return terms.reference({
      size,
      m: errors,
      r: errors,
      a: new Float64Array(size),
      scores,
      table: (row, column) =>
        column < columns
          ? table![row * columns + column]!
          : distancesAtStart(distanceRow(distances!, row))[column - columns]!,
      numbers: Object.fromEntries(numberNames(terms).map((name, i) => [name, numbers[i]!])),
    });
  });
  const counting = lossOver === 'weighted' ? rows.filter(({ weight }) => weight > 0) : rows;
  return mean(counting.map(({ loss }) => loss));
}

// What the pairwise methods share in float64: which row is the winner of a row's pair and which the
// loser (pairs.wgsl says how the table holds it), and the parts of their records that are alike.

import type { ObjectiveBatch, SampleTerms } from '../../graph/objectiveTerms';
import type { DrawnRows } from '../drawnRows';
import type { Objective } from '../objective';

/** Columns of the table of pairs. */
export const PAIR_COLUMNS = 2;

export interface PairRow {
  readonly isWinner: boolean;
  readonly winner: number;
  readonly loser: number;
}

export function pairOf({ table }: ObjectiveBatch, row: number): PairRow {
  const isWinner = table(row, 0) > 0;
  const partner = table(row, 1);
  return { isWinner, winner: isWinner ? row : partner, loser: isWinner ? partner : row };
}

/** The table of pairs given as (winner, loser) rows, row-major [N,2]. */
export function pairTable(pairs: readonly (readonly [number, number])[]): number[] {
  const table: number[] = Array.from({ length: 4 * pairs.length }, () => 0);
  for (const [winner, loser] of pairs) {
    [table[2 * winner], table[2 * winner + 1]] = [1, loser];
    [table[2 * loser], table[2 * loser + 1]] = [-1, winner];
  }
  return table;
}

/** Terms of every row from what its pair gives: both rows carry the pair's loss. */
export function pairTerms(
  batch: ObjectiveBatch,
  of: (pair: PairRow, pairs: number) => Pick<SampleTerms, 'loss' | 'z' | 'slope' | 'g'>,
): SampleTerms[] {
  return Array.from({ length: batch.size }, (_, row) => {
    const pair = pairOf(batch, row);
    const found = of(pair, batch.size / 2);
    return {
      ...found,
      label: pair.isWinner ? 1 : 0,
      weight: 1,
      g: found.g * batch.numbers['gradientScale']!,
    };
  });
}

/** Parts of a record that all pairwise methods have in common. */
export const PAIRWISE = {
  data: 'pairs',
  table: ({ pairs }: DrawnRows) => pairTable(pairs),
  lossOver: 'batch',
  tokenMean: 'sample',
  gain: null,
  curve: null,
} as const satisfies Partial<Objective>;

// RPO against the golden values of losses.md 1.18; with one pair it is DPO.

import { describe, expect, it } from 'vitest';
import { describeObjective, exactTerms, GOLDEN } from '../../../test-support/describeObjective';
import { farPairs, randomPairs } from '../../../test-support/pairCases';
import { dpo } from '../dpo/dpo';
import { weightTable } from '../shared/similarity';
import { rpo } from './rpo';

const numbers = { beta: 5000 };
const PAIRS = [
  [0, 2],
  [1, 3],
] as const;

/** Random pairs with weights that sum to 1 per winner. */
function weighted(n: number) {
  const batch = randomPairs(n, 1e-3, { ...numbers, gradientScale: 0.25 });
  const rows = Array.from({ length: n }, (_, i): [number, number] =>
    i % 2 === 0 ? [i, n + i] : [n + i, i],
  );
  const weights = rows.map((_, i) => rows.map((_other, j) => 1 + ((i * 7 + j * 3) % 5)));
  const shares = weights.map((row) => row.map((value) => value / row.reduce((a, b) => a + b, 0)));
  return { ...batch, table: weightTable(rows, shares) };
}

describeObjective(rpo, {
  golden: [
    {
      name: 'β 5,000',
      ...GOLDEN,
      numbers,
      table: weightTable(PAIRS, [
        [0.7, 0.3],
        [0.2, 0.8],
      ]),
      loss: 4.38690702,
      g: [346.5534, 1000.093, -0.138462, -1346.508],
    },
  ],
  batches: [1, 3, 64].map(weighted),
  extremes: [
    {
      ...farPairs(10, numbers),
      table: weightTable(PAIRS, [
        [0.5, 0.5],
        [0, 1],
      ]),
    },
  ],
  // A sum of 64 weighted terms that cancel in part.
  tolerance: 2e-5,
});

describe('rpo', () => {
  it('is DPO where a batch holds one pair', () => {
    const batch = randomPairs(1, 1e-3, numbers);
    expect(exactTerms(rpo.terms, { ...batch, table: weightTable([[0, 1]], [[1]]) })).toEqual(
      exactTerms(dpo.terms, batch).map((row) => ({ ...row, slope: -Math.abs(row.slope) })),
    );
  });
});

// ORRPO with corrected signs against the golden values of losses.md 1.18; one pair is ORPO.

import { describe, expect, it } from 'vitest';
import { describeObjective, exactTerms, GOLDEN } from '../../../test-support/describeObjective';
import { farPairs, randomPairs } from '../../../test-support/pairCases';
import { orpo } from '../orpo/orpo';
import { weightTable } from '../shared/similarity';
import { orrpo } from './orrpo';

const numbers = { lambda: 0.2 };
const PAIRS = [
  [0, 2],
  [1, 3],
] as const;
const W = [
  [0.7, 0.3],
  [0.2, 0.8],
];

function weighted(n: number) {
  const batch = randomPairs(n, 1e-2, { ...numbers, gradientScale: 0.25 });
  const rows = Array.from({ length: n }, (_, i): [number, number] =>
    i % 2 === 0 ? [i, n + i] : [n + i, i],
  );
  const weights = rows.map((_, i) => rows.map((_other, j) => 1 + ((i * 7 + j * 3) % 5)));
  const shares = weights.map((row) => row.map((value) => value / row.reduce((a, b) => a + b, 0)));
  return { ...batch, table: weightTable(rows, shares) };
}

describeObjective(orrpo, {
  golden: [
    {
      name: 'λ 0.2',
      ...GOLDEN,
      numbers,
      table: weightTable(PAIRS, W),
      loss: 0.243492306,
      g: [0.960011, 1.054051, -0.320955, -0.749825],
    },
  ],
  batches: [1, 3, 16].map(weighted),
  extremes: [{ ...farPairs(50, numbers), table: weightTable(PAIRS, W) }],
  tolerance: 2e-5,
});

describe('orrpo', () => {
  it('is ORPO where a batch holds one pair', () => {
    const batch = randomPairs(1, 1e-2, numbers);
    const [found, wanted] = [
      exactTerms(orrpo.terms, { ...batch, table: weightTable([[0, 1]], [[1]]) }),
      exactTerms(orpo.terms, batch),
    ];
    found.forEach(({ loss, g }, i) => {
      expect(loss).toBeCloseTo(wanted[i]!.loss, 14);
      expect(g).toBeCloseTo(wanted[i]!.g, 14);
    });
  });
});

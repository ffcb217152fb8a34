// Batches of pairs for the tests of pairwise methods: the pairs of losses.md 1.18, random ones, and
// margins far outside training.

import { pairTable } from '../src/objectives/shared/pairs';
import { GOLDEN, randomErrors, type ObjectiveInputs } from './describeObjective';

const PAIRS = [
  [0, 2],
  [1, 3],
] as const;

/** Errors, references and pairs of losses.md 1.18. */
export const GOLDEN_PAIRS = { ...GOLDEN, table: pairTable(PAIRS) };

type Named = ObjectiveInputs & { readonly name: string };

/** `n` pairs with |r − m| of about `spread`, winners and losers mixed. */
export function randomPairs(
  n: number,
  spread: number,
  numbers: Readonly<Record<string, number>>,
): Named {
  const pairs = Array.from({ length: n }, (_, i): [number, number] =>
    i % 2 === 0 ? [i, n + i] : [n + i, i],
  );
  return {
    name: `${n} pairs`,
    ...randomErrors(2 * n, n, spread),
    numbers,
    table: pairTable(pairs),
  };
}

/** One pair whose winner is far better, and one whose loser is. */
export function farPairs(by: number, numbers: Readonly<Record<string, number>>): Named {
  return {
    name: `margins of ±${by}`,
    m: [0.1, 0.1 + by, 0.1 + by, 0.1],
    r: [0.1, 0.1, 0.1, 0.1],
    scores: [0, 0, 0, 0],
    numbers,
    table: pairTable(PAIRS),
  };
}

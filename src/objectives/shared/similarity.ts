// How alike the pairs of a batch are: W_ij = exp(−(1 − cos(f_w,i, f_l,j))/τ), rows summing to 1, f
// the embedding of an image with its prompt (docs/losses.md 1.10). The table of RPO and ORRPO.

import type { DrawnRows } from '../drawnRows';
import type { ObjectiveSetting } from '../objective';
import { PAIR_COLUMNS } from './pairs';

export const SIMILARITY: ObjectiveSetting = {
  key: 'similarity',
  label: 'Similarity temperature',
  symbol: 'τ_W',
  default: 0.01,
  min: 0.001,
  max: 10,
  scale: 'log',
  step: 0.001,
  meaning:
    'How alike a winner and a loser must be to be compared: small values compare the nearest ' +
    'only, large ones all of the batch alike.',
  source: 'RPO: 0.01 (SD 1.5), 0.5 (SDXL); style alignment wants more (Table 3: 5).',
};

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, one, other] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    one += a[i]! ** 2;
    other += b[i]! ** 2;
  }
  return dot / Math.sqrt(one * other);
}

/** W [pairs, pairs] of winners (rows) and losers (columns). */
export function similarityWeights(
  { pairs, embeddings }: DrawnRows,
  temperature: number,
): number[][] {
  if (!embeddings) throw new Error('similarityWeights: the batch comes without embeddings');
  return pairs.map(([winner]) => {
    const distances = pairs.map(([, loser]) => 1 - cosine(embeddings[winner]!, embeddings[loser]!));
    // The nearest has exponent 0, so that no row underflows.
    const nearest = Math.min(...distances);
    const weights = distances.map((distance) => Math.exp((nearest - distance) / temperature));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  });
}

/** The table [N,2+N]: pairs, then row i's weight of each loser's row (0 elsewhere). */
export function weightTable(
  rows: readonly (readonly [number, number])[],
  weights: readonly (readonly number[])[],
): number[] {
  const columns = PAIR_COLUMNS + 2 * rows.length;
  const table: number[] = Array.from({ length: 2 * rows.length * columns }, () => 0);
  rows.forEach(([winner, loser], i) => {
    [table[winner * columns], table[winner * columns + 1]] = [1, loser];
    [table[loser * columns], table[loser * columns + 1]] = [-1, winner];
    rows.forEach(([, other], j) => {
      table[winner * columns + PAIR_COLUMNS + other] = weights[i]![j]!;
    });
  });
  return table;
}

/** Parts of a record of a method that compares all pairs of a batch. */
export const BY_SIMILARITY = {
  embeds: true,
  crossesPairs: true,
  table: (rows: DrawnRows, { similarity }: Readonly<Record<string, number>>): number[] =>
    weightTable(rows.pairs, similarityWeights(rows, similarity!)),
} as const;

// Diffusion-RPO (losses.md 1.10): DPO over every pair of a winner and a loser of the batch, weighed
// by how alike their embeddings are.

import type { ObjectiveBatch, ObjectiveTerms, SampleTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { sigmoid, softplus } from '../shared/labels';
import { errorSymbols } from '../shared/logRatio';
import { PAIR_COLUMNS, PAIRWISE, pairOf } from '../shared/pairs';
import pairs from '../shared/pairs.wgsl?raw';
import wgsl from './rpo.wgsl?raw';

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

function termsOf(batch: ObjectiveBatch, row: number): SampleTerms {
  const { size, a, table, numbers } = batch;
  const half = numbers['beta']! / 2;
  const { isWinner, winner, loser } = pairOf(batch, row);
  const weight = (of: number, other: number): number => table(of, PAIR_COLUMNS + other);
  const margin = (of: number, other: number): number => half * (a[of]! - a[other]!);
  let loss = 0;
  let pull = 0;
  for (let other = 0; other < size; other++) {
    if (table(other, 0) > 0) {
      if (!isWinner) pull -= weight(other, row) * sigmoid(-margin(other, row));
    } else {
      const u = margin(winner, other);
      loss += weight(winner, other) * softplus(-u);
      if (isWinner) pull += weight(row, other) * sigmoid(-u);
    }
  }
  return {
    loss,
    z: margin(winner, loser),
    label: isWinner ? 1 : 0,
    weight: 1,
    slope: -Math.abs(pull),
    g: ((pull * half) / (size / 2)) * numbers['gradientScale']!,
  };
}

const terms: ObjectiveTerms = {
  id: 'rpo',
  numbers: ['beta'],
  tableColumns: (samples) => PAIR_COLUMNS + samples,
  wgsl: `${pairs}\n${wgsl}`,
  reference: (batch) => Array.from({ length: batch.size }, (_, row) => termsOf(batch, row)),
};

export const rpo: Objective = {
  ...PAIRWISE,
  id: 'rpo',
  label: 'RPO',
  title: 'RPO, all pairs of a batch',
  summary:
    'DPO over every winner and loser of a batch, each pair weighed by how alike their images and ' +
    'prompts are.',
  paper: { title: 'Diffusion-RPO', url: 'https://arxiv.org/abs/2406.06382', where: 'eq. 9' },
  reference: 'base',
  settings: [
    {
      key: 'beta',
      label: 'Strength',
      symbol: 'β',
      default: 5000,
      min: 1,
      max: 20000,
      scale: 'log',
      step: 1,
      meaning: 'Gain on the difference of the pair’s log-ratios.',
      source: 'RPO is built on the code of Diffusion-DPO: 5,000.',
      maskgit: { default: 2, min: 0.1, max: 600, step: 0.1 },
    },
  ],
  terms,
  gradientScale: ({ beta }) => 2 / beta!,
  gradientOf: () => 'L/(β/2)',
  firstLoss: () => Math.LN2,
  firstLossName: 'ln 2',
  metrics: LOG_RATIO_METRICS,
  equations: () => [
    {
      label: 'The loss',
      tex:
        'L = − \\frac{1}{M} \\sum_{i,j} W_{i j} \\, \\log \\, σ ( \\frac{β}{2} ( a_{w,i} − ' +
        'a_{l,j} ) )',
    },
  ],
  symbols: errorSymbols,
};

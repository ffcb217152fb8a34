// Diffusion-RPO (losses.md 1.10): DPO over every pair of a winner and a loser of the batch, weighed
// by how alike their embeddings are.

import type { ObjectiveBatch, ObjectiveTerms, SampleTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { BY_HALF_STRENGTH } from '../shared/calibration';
import { sigmoid, softplus } from '../shared/labels';
import { errorSymbols } from '../shared/logRatio';
import { PAIR_COLUMNS, PAIRWISE, pairOf } from '../shared/pairs';
import pairs from '../shared/pairs.wgsl?raw';
import { BY_SIMILARITY, SIMILARITY } from '../shared/similarity';
import wgsl from './rpo.wgsl?raw';

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
  ...BY_SIMILARITY,
  preservesWinners: true,
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
    SIMILARITY,
  ],
  terms,
  calibration: () => BY_HALF_STRENGTH,
  gradientScale: ({ beta }) => 2 / beta!,
  gradientOf: () => 'L/(β/2)',
  firstLossName: 'ln 2',
  metrics: LOG_RATIO_METRICS,
  equations: () => [
    {
      label: 'The loss',
      tex:
        'L = − \\frac{1}{M} \\sum_{i,j} W_{i j} \\, \\log \\, σ ( \\frac{β}{2} ( a_{w,i} − ' +
        'a_{l,j} ) )',
    },
    {
      label: 'where rows of W sum to 1',
      tex: 'W_{i j} ∝ \\exp ( − ( 1 − \\cos ( f_{w,i} , f_{l,j} ) ) / τ_{W} )',
    },
  ],
  symbols: errorSymbols,
};

// ORRPO with corrected signs (RPO App. C, losses.md 1.11): ORPO over every winner and loser of a
// batch, weighed by how alike their embeddings are. No reference.

import type { ObjectiveBatch, ObjectiveTerms, SampleTerms } from '../../graph/objectiveTerms';
import type { Objective } from '../objective';
import { sigmoid, softplus } from '../shared/labels';
import { errorSymbol } from '../shared/logRatio';
import { logOdds, oddsWeight, rise } from '../shared/odds';
import odds from '../shared/odds.wgsl?raw';
import { PAIR_COLUMNS, PAIRWISE, pairOf } from '../shared/pairs';
import pairs from '../shared/pairs.wgsl?raw';
import { BY_SIMILARITY, SIMILARITY } from '../shared/similarity';
import wgsl from './orrpo.wgsl?raw';

function termsOf(batch: ObjectiveBatch, row: number): SampleTerms {
  const { size, m, table, numbers } = batch;
  const lambda = numbers['lambda']!;
  const { isWinner, winner, loser } = pairOf(batch, row);
  const weight = (of: number, other: number): number => table(of, PAIR_COLUMNS + other);
  const margin = (of: number, other: number): number => logOdds(m[other]!) - logOdds(m[of]!);
  let loss = m[winner]!;
  let pull = 0;
  for (let other = 0; other < size; other++) {
    if (table(other, 0) > 0) {
      if (!isWinner) pull += weight(other, row) * sigmoid(-margin(other, row));
    } else {
      const z = margin(winner, other);
      loss += lambda * weight(winner, other) * softplus(-z);
      if (isWinner) pull += weight(row, other) * sigmoid(-z);
    }
  }
  const slope = -lambda * pull;
  const steep = slope * rise(m[row]!);
  return {
    loss,
    z: margin(winner, loser),
    label: isWinner ? 1 : 0,
    weight: 1,
    slope,
    g: ((isWinner ? 1 - steep : steep) / (size / 2)) * numbers['gradientScale']!,
  };
}

const terms: ObjectiveTerms = {
  id: 'orrpo',
  numbers: ['lambda'],
  tableColumns: (samples) => PAIR_COLUMNS + samples,
  wgsl: `${pairs}\n${odds}\n${wgsl}`,
  reference: (batch) => Array.from({ length: batch.size }, (_, row) => termsOf(batch, row)),
};

export const orrpo: Objective = {
  ...PAIRWISE,
  ...BY_SIMILARITY,
  preservesWinners: true,
  id: 'orrpo',
  label: 'ORRPO',
  title: 'ORRPO, all pairs by odds, signs corrected',
  summary:
    'Learns the better images and moves the odds of every winner and loser of a batch apart, ' +
    'each pair weighed by how alike they are; no reference.',
  paper: { title: 'Diffusion-RPO', url: 'https://arxiv.org/abs/2406.06382', where: 'App. C' },
  reference: 'none',
  settings: [oddsWeight('RPO App. C: 0.2 on SDXL.'), SIMILARITY],
  terms,
  gradientScale: () => 1,
  gradientOf: () => 'L',
  firstLossName: null,
  metrics: [],
  equations: () => [
    {
      label: 'The loss',
      tex:
        'L = \\frac{1}{M} \\sum_{i} ( m_{w,i} − λ \\sum_{j} W_{i j} \\, \\log \\, σ ( o_{l,j} − ' +
        'o_{w,i} ) )',
    },
    { label: 'where', tex: 'o_{i} = \\log ( e^{m_{i} / 2} − 1 )' },
  ],
  symbols: (paradigm) => `w is the better image of a pair, l the worse; ${errorSymbol(paradigm)}.`,
};

// Reward-weighted fine-tuning (losses.md 1.20): SFT whose good samples count by their distance from
// the threshold. No negatives, no reference.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import type { Objective } from '../objective';
import { DISTANCE_WEIGHT, weightEquation } from '../shared/distanceWeight';
import { distanceOf } from '../shared/labels';
import { errorSymbol } from '../shared/logRatio';
import { weightedErrors } from '../shared/weightedErrors';
import wgsl from './weighted.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'weighted',
  numbers: ['c'],
  tableColumns: () => 0,
  wgsl,
  reference: (batch) =>
    weightedErrors(batch, (label, row) =>
      label === 1 ? 1 + batch.numbers['c']! * distanceOf(batch.scores[row]!, batch.numbers) : 0,
    ),
};

export const weighted: Objective = {
  id: 'weighted',
  label: 'Weighted SFT',
  title: 'Weighted SFT',
  summary:
    'SFT on images at or above the threshold, each counting the more the further its score is ' +
    'from the threshold.',
  paper: { title: 'Reward-weighted fine-tuning', url: null, where: 'baseline' },
  data: 'positives',
  reference: 'none',
  settings: [DISTANCE_WEIGHT],
  terms,
  gradientScale: (_values, { meanWeight, positiveShare }) =>
    positiveShare > 0 ? 1 / (meanWeight * positiveShare) : 0,
  gradientOf: () => 'L/mean w',
  lossOver: 'weighted',
  tokenMean: 'sample',
  firstLossName: null,
  metrics: [],
  equations: (facts) => [
    {
      label: 'The loss',
      tex:
        `L = \\frac{1}{B} \\sum_{s_{i} ≥ ` +
        `${facts.thresholdIndex === null ? 'τ' : `τ_{${facts.thresholdIndex}}`}} w_{i} m_{i}`,
    },
    weightEquation(facts),
  ],
  symbols: (paradigm) => `${errorSymbol(paradigm)}; the bad samples are left out.`,
  gain: null,
  curve: null,
};

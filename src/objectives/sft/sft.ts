// Supervised fine-tuning on the good samples (docs/losses.md 1.1): the baseline of every preference
// method. No reference, so a step costs half.

import type { Objective } from '../objective';
import { errorSymbol } from '../shared/logRatio';
import { sftTerms } from './terms';

export const sft: Objective = {
  id: 'sft',
  label: 'SFT',
  title: 'SFT, good images only',
  summary: 'The baseline: trains on images at or above the threshold only, all alike.',
  paper: { title: 'Unpaired Preference Optimization', url: null, where: 'baseline “SFT”' },
  data: 'positives',
  reference: 'none',
  settings: [],
  terms: sftTerms,
  // The mean is over the samples trained on: with labels made per batch that is a share of them.
  gradientScale: (_values, { positiveShare }) => (positiveShare > 0 ? 1 / positiveShare : 0),
  gradientOf: () => 'L',
  lossOver: 'weighted',
  tokenMean: 'batch',
  firstLossName: null,
  metrics: [],
  equations: ({ thresholdIndex }) => {
    const tau = thresholdIndex === null ? 'τ' : `τ_{${thresholdIndex}}`;
    return [{ label: 'The loss of SFT', tex: `L = \\frac{1}{B} \\sum_{s_{i} ≥ ${tau}} m_{i}` }];
  },
  symbols: (paradigm) => `${errorSymbol(paradigm)}; the bad samples are left out.`,
  gain: null,
  curve: null,
};

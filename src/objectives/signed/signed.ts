// TGO's own ablation: is the logistic needed at all? Its limit at T -> ∞, a push and pull of
// constant strength (losses.md 1.20). The reference is run only to show where the model goes.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { DISTANCE_WEIGHT, weightEquation } from '../shared/distanceWeight';
import { distanceOf, labelOf } from '../shared/labels';
import { errorSymbols } from '../shared/logRatio';
import wgsl from './signed.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'signed',
  numbers: ['c'],
  tableColumns: () => 0,
  wgsl,
  reference: ({ size, m, a, scores, numbers }) =>
    Array.from({ length: size }, (_, i) => {
      const { label, kept } = labelOf(scores[i]!, numbers);
      const weight = kept ? 1 + numbers['c']! * distanceOf(scores[i]!, numbers) : 0;
      const half = label - 0.5;
      return {
        loss: weight * half * m[i]!,
        z: a[i]!,
        label,
        weight,
        slope: -weight * half,
        g: ((weight * half) / size) * numbers['gradientScale']!,
      };
    }),
};

export const signed: Objective = {
  id: 'signed',
  label: 'Signed',
  title: 'Signed, no saturation',
  summary:
    'TGO without its logistic: good images are pulled in and bad ones pushed away at a constant ' +
    'rate. Nothing stops it, so keep it short.',
  paper: { title: 'TGO at T → ∞ (Plumbline)', url: null, where: 'ablation' },
  data: 'scored',
  reference: 'base',
  settings: [DISTANCE_WEIGHT],
  terms,
  gradientScale: (_values, { meanWeight }) => 1 / meanWeight,
  gradientOf: () => 'L/mean w',
  lossOver: 'batch',
  tokenMean: 'sample',
  firstLossName: null,
  metrics: LOG_RATIO_METRICS,
  equations: (facts) => [
    { label: 'The loss', tex: 'L = \\frac{1}{2 B} \\sum_{i} ± w_{i} m_{i}' },
    weightEquation(facts),
  ],
  symbols: (paradigm) => `+ for good samples, − for bad ones; ${errorSymbols(paradigm)}`,
  gain: null,
  curve: null,
};

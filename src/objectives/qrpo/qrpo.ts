// Quantile reward policy optimization (losses.md 1.20): each log-ratio regresses on the quantile
// that the image's score has among those of its prompt. For quantiles the partition function is
// known, so that the target is absolute and bounded on both sides.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { errorSymbols } from '../shared/logRatio';
import wgsl from './qrpo.wgsl?raw';

/** log(β(e^{1/β} − 1)), the partition function of a reward uniform in 0…1. */
export const logPartition = (beta: number): number =>
  1 / beta + Math.log(beta) + Math.log1p(-Math.exp(-1 / beta));

const terms: ObjectiveTerms = {
  id: 'qrpo',
  numbers: ['kappa', 'beta', 'logZ'],
  tableColumns: () => 1,
  wgsl,
  reference: ({ size, a, table, numbers }) => {
    const { kappa, beta, logZ } = numbers;
    return Array.from({ length: size }, (_, row) => {
      const quantile = table(row, 0);
      const z = kappa! * a[row]!;
      const gap = quantile - beta! * (logZ! + z);
      return {
        loss: gap ** 2,
        z,
        label: quantile > 0.5 ? 1 : 0,
        weight: 1,
        slope: -2 * beta! * gap,
        g: ((2 * beta! * kappa! * gap) / size) * numbers['gradientScale']!,
      };
    });
  },
};

export const qrpo: Objective = {
  id: 'qrpo',
  label: 'QRPO',
  title: 'QRPO, quantiles as targets',
  summary:
    'Draws each image’s log-ratio to a target that follows from the quantile of its score among ' +
    'the images of its prompt.',
  paper: {
    title: 'Quantile Reward Policy Optimization',
    url: 'https://arxiv.org/abs/2507.08068',
    where: 'the loss with the identity on quantiles',
  },
  data: 'advantages',
  reference: 'base',
  settings: [
    {
      key: 'beta',
      label: 'Strength of the reference',
      symbol: 'β',
      default: 0.1,
      min: 0.01,
      max: 10,
      scale: 'log',
      step: 0.01,
      meaning: 'How far the targets lie apart: from the worst to the best image, 1/β nats.',
      source: 'QRPO: 0.0003 to 0.1 for language models; 0.1 here.',
    },
    {
      key: 'kappa',
      label: 'Gain',
      symbol: 'κ',
      default: 1000,
      min: 1,
      max: 10000,
      scale: 'log',
      step: 1,
      meaning: 'Log-ratio per difference of errors.',
      source: 'Plumbline: as TGO’s 1/T.',
      maskgit: null,
    },
  ],
  terms,
  calibration: (paradigm) =>
    paradigm === 'maskgit'
      ? null
      : { key: 'kappa', over: 'samples', value: (spread) => 1 / spread },
  table: ({ quantiles }) => [...quantiles],
  numbers: ({ beta }) => ({ logZ: logPartition(beta!) }),
  gradientScale: ({ beta, kappa }) => 1 / (beta! * kappa!),
  gradientOf: () => 'L/(βκ)',
  lossOver: 'batch',
  tokenMean: 'sample',
  firstLossName: null,
  metrics: LOG_RATIO_METRICS,
  equations: () => [
    {
      label: 'The loss',
      tex: 'L = \\frac{1}{B} \\sum_{i} ( R_{i} − β \\log Z − β κ a_{i} )^{2}',
    },
    { label: 'where', tex: 'Z = β ( e^{1 / β} − 1 )' },
  ],
  symbols: (paradigm) =>
    `R is the quantile of a score among those of its prompt; ${errorSymbols(paradigm)}`,
  gain: null,
  curve: null,
};

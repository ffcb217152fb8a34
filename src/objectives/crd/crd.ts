// CRD (losses.md 1.20): within a group, the centred log-ratios regress on the centred rewards.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import {
  ADVANTAGE,
  ADVANTAGE_COLUMNS,
  advantageTerms,
  groupMean,
  ON_ADVANTAGES,
} from '../shared/advantages';
import { errorSymbols } from '../shared/logRatio';
import wgsl from './crd.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'crd',
  numbers: ['beta'],
  tableColumns: () => ADVANTAGE_COLUMNS,
  wgsl,
  reference: (batch) => {
    const beta = batch.numbers['beta']!;
    return advantageTerms(batch, (row) => {
      const ratio = batch.a[row]! - groupMean(batch, row, (i) => batch.a[i]!);
      const reward =
        (batch.table(row, ADVANTAGE) - groupMean(batch, row, (i) => batch.table(i, ADVANTAGE))) /
        10;
      const gap = beta * ratio - reward;
      return { loss: (5 / beta) * gap ** 2, z: gap, slope: -10 * gap };
    });
  },
};

export const crd: Objective = {
  ...ON_ADVANTAGES,
  id: 'crd',
  label: 'CRD',
  title: 'CRD, regression within groups',
  summary: 'Fits how log-ratios differ within a prompt to how rewards differ.',
  paper: { title: 'CRD', url: 'https://arxiv.org/abs/2603.14128', where: 'Flow-Factory a0b2bc5' },
  reference: 'base',
  settings: [
    {
      key: 'beta',
      label: 'Strength',
      symbol: 'β',
      default: 1,
      min: 0.001,
      max: 10000,
      scale: 'log',
      step: 0.001,
      meaning: 'Gain on the difference of log-ratios within a group.',
      source: 'Flow-Factory; golden values at 1.',
    },
  ],
  terms,
  gradientScale: () => 1,
  metrics: LOG_RATIO_METRICS,
  equations: () => [
    {
      label: 'The loss',
      tex: 'L = \\frac{5}{β B} \\sum_{i} ( β ( a_{i} − a_{g} ) − ( R_{i} − R_{g} ) )^{2}',
    },
  ],
  symbols: (paradigm) =>
    `A is the advantage of a score within its group; ${errorSymbols(paradigm)}`,
};

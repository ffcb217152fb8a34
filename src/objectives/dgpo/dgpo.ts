// DGPO (losses.md 1.20): a group's errors weighed by their advantages, the group by how far it
// still is from its order.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { BY_STRENGTH } from '../shared/calibration';
import {
  ADVANTAGE,
  ADVANTAGE_COLUMNS,
  advantageTerms,
  groupMean,
  ON_ADVANTAGES,
} from '../shared/advantages';
import { sigmoid } from '../shared/labels';
import { errorSymbols } from '../shared/logRatio';
import wgsl from './dgpo.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'dgpo',
  numbers: ['beta'],
  tableColumns: () => ADVANTAGE_COLUMNS,
  wgsl,
  reference: (batch) => {
    const beta = batch.numbers['beta']!;
    return advantageTerms(batch, (row) => {
      const z = -beta * groupMean(batch, row, (i) => batch.table(i, ADVANTAGE) * batch.a[i]!);
      const slope = sigmoid(z) * batch.table(row, ADVANTAGE);
      return { loss: slope * batch.m[row]!, z, slope };
    });
  },
};

export const dgpo: Objective = {
  ...ON_ADVANTAGES,
  id: 'dgpo',
  label: 'DGPO',
  title: 'DGPO, direct group preference',
  summary:
    'Pulls the better images of a prompt in and pushes the worse away, groups out of order first.',
  paper: { title: 'DGPO', url: 'https://arxiv.org/abs/2510.08425', where: 'Luo-Yihong/DGPO' },
  reference: 'base',
  settings: [
    {
      key: 'beta',
      label: 'Strength',
      symbol: 'β',
      default: 100,
      min: 1,
      max: 10000,
      scale: 'log',
      step: 1,
      meaning: 'Gain on the group’s mean margin inside the logistic.',
      source: 'Luo-Yihong/DGPO: 10 to 100.',
    },
  ],
  terms,
  calibration: () => BY_STRENGTH,
  gradientScale: () => 1,
  metrics: LOG_RATIO_METRICS,
  equations: () => [{ label: 'The loss', tex: 'L = w_{g} \\frac{1}{B} \\sum_{i} A_{i} m_{i}' }],
  symbols: (paradigm) =>
    `A is the advantage of a score within its group; ${errorSymbols(paradigm)}`,
};

// AWM (losses.md 1.20): the policy gradient on errors, clipped about the model that sampled the
// images, which is the reference of an online run: m_old = r. Its KL to the base is not here.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { ADVANTAGE, ADVANTAGE_COLUMNS, advantageTerms, ON_ADVANTAGES } from '../shared/advantages';
import { errorSymbols } from '../shared/logRatio';
import wgsl from './awm.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'awm',
  numbers: ['epsilon'],
  tableColumns: () => ADVANTAGE_COLUMNS,
  wgsl,
  reference: (batch) => {
    const epsilon = batch.numbers['epsilon']!;
    return advantageTerms(batch, (row) => {
      const advantage = batch.table(row, ADVANTAGE);
      const q = Math.exp(Math.min(80, Math.max(-80, batch.a[row]!)));
      const open = -advantage * q;
      const closed = -advantage * Math.min(1 + epsilon, Math.max(1 - epsilon, q));
      return {
        loss: Math.max(open, closed),
        z: q,
        slope: open >= closed ? advantage * q : 0,
      };
    });
  },
};

export const awm: Objective = {
  ...ON_ADVANTAGES,
  data: 'advantages',
  id: 'awm',
  label: 'AWM',
  title: 'AWM, advantage-weighted matching',
  summary: 'Policy gradient on denoising errors, clipped about the model that sampled the images.',
  paper: { title: 'AWM', url: 'https://arxiv.org/abs/2509.25050', where: 'scxue be51372' },
  reference: 'base',
  settings: [
    {
      key: 'epsilon',
      label: 'Clip',
      symbol: 'ε',
      default: 0.001,
      min: 1e-5,
      max: 10,
      scale: 'log',
      step: 1e-5,
      meaning: 'How far the ratio q may leave 1 before a sample is left alone.',
      source: 'scxue be51372.',
    },
  ],
  terms,
  gradientScale: () => 1,
  metrics: LOG_RATIO_METRICS,
  equations: () => [
    {
      label: 'The loss',
      tex:
        'L = \\frac{1}{B} \\sum_{i} \\max ( − A_{i} q_{i} , − A_{i} \\text{clip} ( q_{i} , ' +
        '1 ± ε ) )',
    },
  ],
  symbols: (paradigm) =>
    `A is the advantage of a score within its group; ${errorSymbols(paradigm)}`,
};

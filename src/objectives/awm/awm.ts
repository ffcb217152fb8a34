// AWM (losses.md 1.20): the policy gradient on errors, clipped about the model that sampled the
// images, which is the reference of an online run: m_old = r. Its KL to the base is not here.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { ADVANTAGE_COLUMNS, ON_ADVANTAGES } from '../shared/advantages';
import { clip, CLIPPED_LOSS, clippedRatio } from '../shared/clippedRatio';
import clipped from '../shared/clippedRatio.wgsl?raw';
import { errorSymbols } from '../shared/logRatio';
import wgsl from './awm.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'awm',
  numbers: ['epsilon'],
  tableColumns: () => ADVANTAGE_COLUMNS,
  wgsl: `${wgsl}\n${clipped}`,
  reference: (batch) => clippedRatio(batch, (row) => batch.a[row]!),
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
  settings: [clip(0.001, 'scxue be51372.')],
  terms,
  gradientScale: () => 1,
  metrics: LOG_RATIO_METRICS,
  equations: () => [CLIPPED_LOSS],
  symbols: (paradigm) =>
    `A is the advantage of a score within its group; ${errorSymbols(paradigm)}`,
};

// Diffusion-DPO (losses.md 1.5): the winner of a pair should become more likely than the loser,
// both measured against the reference.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { BY_HALF_STRENGTH } from '../shared/calibration';
import { sigmoid, softplus } from '../shared/labels';
import { errorSymbols } from '../shared/logRatio';
import { PAIR_COLUMNS, PAIRWISE, pairTerms } from '../shared/pairs';
import pairs from '../shared/pairs.wgsl?raw';
import wgsl from './dpo.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'dpo',
  numbers: ['beta'],
  tableColumns: () => PAIR_COLUMNS,
  wgsl: `${pairs}\n${wgsl}`,
  reference: (batch) => {
    const half = batch.numbers['beta']! / 2;
    return pairTerms(batch, ({ isWinner, winner, loser }, count) => {
      const u = half * (batch.a[winner]! - batch.a[loser]!);
      const slope = -sigmoid(-u);
      return { loss: softplus(-u), z: u, slope, g: ((isWinner ? -1 : 1) * slope * half) / count };
    });
  },
};

export const dpo: Objective = {
  ...PAIRWISE,
  preservesWinners: true,
  id: 'dpo',
  label: 'DPO',
  title: 'DPO, pairs',
  summary: 'Raises the better image of each pair against the worse one, relative to the reference.',
  paper: {
    title: 'Diffusion Model Alignment Using Direct Preference Optimization',
    url: 'https://arxiv.org/abs/2311.12908',
    where: 'eq. 14',
  },
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
      meaning: 'Gain on the difference of the pair’s log-ratios. Larger values saturate sooner.',
      source: 'SalesforceAIResearch/DiffusionDPO: 5,000 (diffusers: 2,500 without the half).',
      maskgit: { default: 2, min: 0.1, max: 600, step: 0.1 },
    },
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
      tex: 'L = − \\frac{1}{P} \\sum_{(w,l)} \\log \\, σ ( \\frac{β}{2} ( a_{w} − a_{l} ) )',
    },
    { label: 'where the log-ratio is', tex: 'a_{i} = r_{i} − m_{i}' },
  ],
  symbols: errorSymbols,
};

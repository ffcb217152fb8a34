// Diffusion-DRO (losses.md 1.13; basiclab/DiffusionDRO): an expert's image should gain on a sample
// of the policy by a margin. A row of the policy's is fed its own trajectory, its target the
// policy's own prediction.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { errorSymbols, logRatioEquation } from '../shared/logRatio';
import { PAIR_COLUMNS, PAIRWISE, pairTerms } from '../shared/pairs';
import pairs from '../shared/pairs.wgsl?raw';
import wgsl from './dro.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'dro',
  numbers: ['margin'],
  tableColumns: () => PAIR_COLUMNS,
  wgsl: `${pairs}\n${wgsl}`,
  reference: (batch) =>
    pairTerms(batch, ({ isWinner, winner, loser }, count) => {
      const gap = batch.a[loser]! - batch.a[winner]! + batch.numbers['margin']!;
      const on = gap > 0 ? 1 : 0;
      return { loss: Math.max(gap, 0), z: gap, slope: on, g: ((isWinner ? 1 : -1) * on) / count };
    }),
};

export const dro: Objective = {
  ...PAIRWISE,
  id: 'dro',
  label: 'DRO',
  title: 'DRO, experts against own samples',
  summary: 'Raises the best images of the set against what the model samples by itself.',
  paper: {
    title: 'Ranking-based Preference Optimization for Diffusion Models from Implicit User Feedback',
    url: null,
    where: 'basiclab/DiffusionDRO train.py',
  },
  data: 'demonstrations',
  reference: 'base',
  // A policy that is its own target has no gradient there: it must move on within a round.
  beginsWith: { stepsPerRound: 8 },
  opponent: 'trajectories',
  settings: [
    {
      key: 'margin',
      label: 'Margin',
      symbol: 'γ',
      default: 0.001,
      min: 1e-5,
      max: 1,
      scale: 'log',
      step: 1e-5,
      meaning: 'By how much an expert’s image must gain on a sample before the pair is left alone.',
      source: 'basiclab/DiffusionDRO: 0.001.',
      maskgit: { default: 0.01 },
    },
  ],
  terms,
  gradientScale: () => 1,
  gradientOf: () => 'L',
  firstLossName: 'the margin',
  metrics: LOG_RATIO_METRICS,
  equations: (facts) => [
    {
      label: 'The loss',
      tex: 'L = \\frac{1}{P} \\sum_{(e,p)} \\max ( 0 , a_{p} − a_{e} + γ )',
    },
    logRatioEquation(facts, false),
  ],
  symbols: (paradigm) =>
    `${errorSymbols(paradigm)} e is a good image of the set, p what the model itself sampled for ` +
    (paradigm === 'maskgit'
      ? 'its caption, under the same mask.'
      : 'its caption, at the same timestep: its target is what the model predicted there.'),
};

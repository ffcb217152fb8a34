// The form of LAIR (losses.md 1.20): each log-ratio is drawn to its advantage over λ, so that both
// sides are bounded. Its constants are not those of the paper, which were not seen.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { ADVANTAGE, ADVANTAGE_COLUMNS, advantageTerms, ON_ADVANTAGES } from '../shared/advantages';
import { errorSymbols } from '../shared/logRatio';
import wgsl from './lair.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'lair',
  numbers: ['kappa', 'lambda'],
  tableColumns: () => ADVANTAGE_COLUMNS,
  wgsl,
  reference: (batch) => {
    const { kappa, lambda } = batch.numbers;
    return advantageTerms(batch, (row) => {
      const advantage = batch.table(row, ADVANTAGE);
      const rho = kappa! * batch.a[row]!;
      return {
        loss: rho * ((lambda! / 2) * rho - advantage),
        z: rho,
        slope: kappa! * (advantage - lambda! * rho),
      };
    });
  },
};

export const lair: Objective = {
  ...ON_ADVANTAGES,
  data: 'advantages',
  id: 'lair',
  label: 'LAIR form',
  title: 'LAIR form, bounded on both sides',
  summary:
    'Draws each image’s log-ratio to its advantage over λ: a finite target for good and bad ' +
    'images.',
  paper: { title: 'LAIR', url: 'https://arxiv.org/abs/2605.26491', where: 'form of the abstract' },
  reference: 'base',
  settings: [
    {
      key: 'kappa',
      label: 'Gain',
      symbol: 'κ',
      default: 100,
      min: 1,
      max: 10000,
      scale: 'log',
      step: 1,
      meaning: 'Gain on a sample’s log-ratio.',
      source: 'Plumbline; the paper’s constants were not seen.',
    },
    {
      key: 'lambda',
      label: 'Bound',
      symbol: 'λ',
      default: 10,
      min: 0.01,
      max: 100,
      scale: 'log',
      step: 0.01,
      meaning: 'The log-ratio times κ rests at A/λ.',
      source: 'Plumbline; the paper’s constants were not seen.',
    },
  ],
  terms,
  calibration: () => ({
    key: 'kappa',
    over: 'samples',
    // Where ρ is to rest at A/λ.
    value: (spread, { lambda }) => 1 / (lambda! * spread),
  }),
  gradientScale: ({ kappa }) => 1 / kappa!,
  metrics: LOG_RATIO_METRICS,
  equations: () => [
    {
      label: 'The loss',
      tex:
        'L = \\frac{1}{B} \\sum_{i} ( − A_{i} ρ_{i} + \\frac{λ}{2} ρ_{i}^{2} ) , ρ_{i} = κ ' +
        '( r_{i} − m_{i} )',
    },
  ],
  symbols: (paradigm) =>
    `A is the advantage of a score within its group; ${errorSymbols(paradigm)}`,
};

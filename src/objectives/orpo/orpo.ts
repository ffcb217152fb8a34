// ORPO for diffusion with corrected signs (losses.md 1.9): the winner is learned, and the odds of
// the pair, p = exp(−m/2), are moved apart. The version published with diffusers lowers the loser's
// error too and is not offered.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import type { Objective } from '../objective';
import { sigmoid, softplus } from '../shared/labels';
import { errorSymbol } from '../shared/logRatio';
import { logOdds, oddsWeight, rise } from '../shared/odds';
import { PAIR_COLUMNS, PAIRWISE, pairTerms } from '../shared/pairs';
import odds from '../shared/odds.wgsl?raw';
import pairs from '../shared/pairs.wgsl?raw';
import wgsl from './orpo.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'orpo',
  numbers: ['lambda'],
  tableColumns: () => PAIR_COLUMNS,
  wgsl: `${pairs}\n${odds}\n${wgsl}`,
  reference: (batch) => {
    const lambda = batch.numbers['lambda']!;
    return pairTerms(batch, ({ isWinner, winner, loser }, count) => {
      const [w, l] = [batch.m[winner]!, batch.m[loser]!];
      const z = logOdds(l) - logOdds(w);
      const slope = -lambda * sigmoid(-z);
      return {
        loss: w + lambda * softplus(-z),
        z,
        slope,
        g: (isWinner ? 1 - slope * rise(w) : slope * rise(l)) / count,
      };
    });
  },
};

export const orpo: Objective = {
  ...PAIRWISE,
  preservesWinners: true,
  id: 'orpo',
  label: 'ORPO',
  title: 'ORPO, pairs by odds, signs corrected',
  summary: 'Learns the better image of each pair and moves the pair’s odds apart; no reference.',
  paper: {
    title: 'ORPO: Monolithic Preference Optimization without Reference Model',
    url: 'https://arxiv.org/abs/2403.07691',
    where: 'diffusion form: docs/losses.md 1.9',
  },
  reference: 'none',
  settings: [oddsWeight('RPO’s baseline on SDXL: 0.005 best; 0.2 in the golden values.')],
  terms,
  gradientScale: () => 1,
  gradientOf: () => 'L',
  firstLossName: null,
  metrics: [],
  equations: () => [
    {
      label: 'The loss',
      tex: 'L = \\frac{1}{P} \\sum_{(w,l)} ( m_{w} − λ \\, \\log \\, σ ( o_{l} − o_{w} ) )',
    },
    { label: 'where', tex: 'o_{i} = \\log ( e^{m_{i} / 2} − 1 )' },
  ],
  symbols: (paradigm) => `w is the better image of a pair, l the worse; ${errorSymbol(paradigm)}.`,
};

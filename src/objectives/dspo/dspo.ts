// DSPO as released (losses.md 1.7; AIDC-AI/Diffusion-SDPO): regression of the winner's prediction
// on the noise, moved by a share b = β·(1 − σ(u)) of how far it is from the reference's. The share
// is held fixed: its own derivative is of order β². It reads both predictions of a winner, and
// with e and o their errors and d their squared distance, mean (e − b(e − o))² = (1 − b)m + b·r −
// b(1 − b)d.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { sigmoid } from '../shared/labels';
import { errorSymbols, logRatioEquation } from '../shared/logRatio';
import { PAIR_COLUMNS, PAIRWISE, pairTerms } from '../shared/pairs';
import pairs from '../shared/pairs.wgsl?raw';
import wgsl from './dspo.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'dspo',
  numbers: ['beta'],
  tableColumns: () => PAIR_COLUMNS,
  measured: 'distances',
  wgsl: `${pairs}\n${wgsl}`,
  reference: (batch) => {
    const { m, r, a, table, numbers } = batch;
    const beta = numbers['beta']!;
    return pairTerms(batch, ({ isWinner, winner, loser }, count) => {
      const u = (beta / 2) * (a[winner]! - a[loser]!);
      const share = beta * sigmoid(-u);
      const rest = 1 - share;
      const distance = table(winner, PAIR_COLUMNS);
      return {
        loss: rest * m[winner]! + share * r[winner]! - share * rest * distance,
        z: u,
        slope: isWinner ? (share * rest * numbers['gradientScale']!) / count : 0,
        g: isWinner ? rest ** 2 / count : 0,
      };
    });
  },
};

export const dspo: Objective = {
  ...PAIRWISE,
  id: 'dspo',
  label: 'DSPO',
  title: 'DSPO (as released), pairs',
  summary:
    'Learns the better image of each pair, its target moved away from the reference’s ' +
    'prediction. At the released β of 0.001 it is SFT on the winners to within 0.05 %; from 0.1 ' +
    'on it differs.',
  paper: {
    title: 'DSPO: Direct Score Preference Optimization for Diffusion Model Alignment',
    url: null,
    where: 'as released with AIDC-AI/Diffusion-SDPO, train.py',
  },
  reference: 'base',
  likelihood: 'squared error',
  settings: [
    {
      key: 'beta',
      label: 'Strength',
      symbol: 'β',
      default: 0.001,
      min: 0.0001,
      max: 1,
      scale: 'log',
      step: 0.0001,
      meaning:
        'How far a winner’s target is moved away from the reference’s prediction. At 0.1 the ' +
        'gradient differs from that of SFT by 5 %, at 1 by half.',
      source: 'AIDC-AI/Diffusion-SDPO, sd15_dspo.sh: 0.001.',
    },
  ],
  terms,
  gradientScale: () => 1,
  gradientOf: () => 'L',
  firstLossName: 'the winners’ mean error',
  metrics: LOG_RATIO_METRICS,
  equations: (facts) => [
    {
      label: 'The loss',
      tex: 'L = \\frac{1}{P} \\sum_{(w,l)} | e_{w} − b_{w} ( p_{w} − p^{ref}_{w} ) |^{2}',
    },
    {
      label: 'where the share is, without a derivative of its own,',
      tex: 'b_{w} = β ( 1 − σ ( \\frac{β}{2} ( a_{w} − a_{l} ) ) )',
    },
    logRatioEquation(facts, false),
  ],
  symbols: (paradigm) =>
    'e is the error of a prediction p against its target, w the better image of a pair, l the ' +
    `worse; ${errorSymbols(paradigm)}`,
};

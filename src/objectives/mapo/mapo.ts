// MaPO, margin-aware and without a reference (losses.md 1.8; mapo-t2i/mapo utils.py): the winner is
// learned, and the margin between the pair's shrunk errors is widened.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import type { Objective } from '../objective';
import { sigmoid, softplus } from '../shared/labels';
import { errorSymbol } from '../shared/logRatio';
import { PAIR_COLUMNS, PAIRWISE, pairTerms } from '../shared/pairs';
import pairs from '../shared/pairs.wgsl?raw';
import wgsl from './mapo.wgsl?raw';

/** T of the released code: the number of training timesteps. */
const STEPS = 1000;

/** φ(x) − 1 = (y − expm1(y))/expm1(y) at y = s·x, by series where it cancels. */
function shrunk(y: number): number {
  if (Math.abs(y) < 1e-2) {
    const excess = (y / 2) * (1 + (y / 3) * (1 + (y / 4) * (1 + (y / 5) * (1 + y / 6))));
    return -excess / (1 + excess);
  }
  return y / Math.expm1(y) - 1;
}

/** dφ/dy. */
function shrinking(y: number): number {
  if (Math.abs(y) < 1e-2) {
    const s = Math.abs(y) < 1e-300 ? 1 : Math.expm1(y) / y;
    return -(0.5 + y * (1 / 3 + y * (1 / 8 + y * (1 / 30 + y * (1 / 144 + y / 840))))) / s ** 2;
  }
  const e = Math.exp(-y);
  return (e * (1 - e) - y * e) / (1 - e) ** 2;
}

const terms: ObjectiveTerms = {
  id: 'mapo',
  numbers: ['beta', 's'],
  tableColumns: () => PAIR_COLUMNS,
  wgsl: `${pairs}\n${wgsl}`,
  reference: (batch) => {
    const { beta, s } = batch.numbers;
    return pairTerms(batch, ({ isWinner, winner, loser }, count) => {
      const [w, l] = [batch.m[winner]!, batch.m[loser]!];
      const z = STEPS * (shrunk(s! * w) - shrunk(s! * l));
      const slope = -beta! * sigmoid(-z);
      const steep = STEPS * slope * s! * shrinking(s! * (isWinner ? w : l));
      return {
        loss: w + beta! * softplus(-z),
        z,
        slope,
        g: (isWinner ? 1 + steep : -steep) / count,
      };
    });
  },
};

export const mapo: Objective = {
  ...PAIRWISE,
  preservesWinners: true,
  id: 'mapo',
  label: 'MaPO',
  title: 'MaPO, pairs without a reference',
  summary: 'Learns the better image of each pair and widens its margin to the worse one.',
  paper: {
    title: 'Margin-aware Preference Optimization for Aligning Diffusion Models without Reference',
    url: 'https://arxiv.org/abs/2406.06424',
    where: 'utils.py compute_loss',
  },
  reference: 'none',
  settings: [
    {
      key: 'beta',
      label: 'Margin weight',
      symbol: 'β',
      default: 0.1,
      min: 0.001,
      max: 1,
      scale: 'log',
      step: 0.001,
      meaning: 'How much the margin counts beside the winner’s error.',
      source: 'mapo-t2i/mapo: 0.1.',
    },
    {
      key: 's',
      label: 'Shrinkage of errors',
      symbol: 's',
      default: 0.5,
      min: 0.01,
      max: 2,
      scale: 'linear',
      step: 0.01,
      meaning: 'How fast φ(m) = s·m/(e^(s·m) − 1) falls with the error.',
      source: 'mapo-t2i/mapo: snr_value 0.5.',
    },
  ],
  terms,
  gradientScale: () => 1,
  gradientOf: () => 'L',
  firstLossName: null,
  metrics: [],
  equations: () => [
    {
      label: 'The loss',
      tex: 'L = \\frac{1}{P} \\sum_{(w,l)} m_{w} − β \\, \\log \\, σ ( 1000 ( φ_{w} − φ_{l} ) )',
    },
    { label: 'where', tex: 'φ_{i} = \\frac{s m_{i}}{e^{s m_{i}} − 1}' },
  ],
  symbols: (paradigm) => `w is the better image of a pair, l the worse; ${errorSymbol(paradigm)}.`,
};

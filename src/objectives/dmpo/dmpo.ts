// DMPO, divergence minimisation (losses.md 1.12): the pair's preference probability is drawn to
// 1 − α by a reverse KL, so that the margin has a finite target. Its numbers log α and log(1 − α)
// are taken in float64 on the host.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { BY_HALF_STRENGTH } from '../shared/calibration';
import { sigmoid, softplus } from '../shared/labels';
import { errorSymbols } from '../shared/logRatio';
import { PAIR_COLUMNS, PAIRWISE, pairTerms } from '../shared/pairs';
import pairs from '../shared/pairs.wgsl?raw';
import wgsl from './dmpo.wgsl?raw';

/** What α gives the kernel. */
export const alphaNumbers = (alpha: number): Readonly<Record<string, number>> => ({
  logAlpha: Math.log(alpha),
  logKept: Math.log1p(-alpha),
});

/** KL(Bernoulli(σ(u)) ‖ Bernoulli(1 − α)). */
const divergence = (u: number, logKept: number, logAlpha: number): number =>
  sigmoid(u) * (-softplus(-u) - logKept) + sigmoid(-u) * (-softplus(u) - logAlpha);

const terms: ObjectiveTerms = {
  id: 'dmpo',
  numbers: ['beta', 'logAlpha', 'logKept'],
  tableColumns: () => PAIR_COLUMNS,
  wgsl: `${pairs}\n${wgsl}`,
  reference: (batch) => {
    const { beta, logAlpha, logKept } = batch.numbers;
    return pairTerms(batch, ({ isWinner, winner, loser }, count) => {
      const u = (beta! / 2) * (batch.a[winner]! - batch.a[loser]!);
      const slope = sigmoid(u) * sigmoid(-u) * (u - (logKept! - logAlpha!));
      return {
        loss: divergence(u, logKept!, logAlpha!),
        z: u,
        slope,
        g: ((isWinner ? -1 : 1) * slope * beta!) / 2 / count,
      };
    });
  },
};

export const dmpo: Objective = {
  ...PAIRWISE,
  preservesWinners: true,
  id: 'dmpo',
  label: 'DMPO',
  title: 'DMPO, pairs with a finite margin',
  summary:
    'Draws the probability that the better image of a pair is preferred to 1 − α and pushes back ' +
    'beyond it.',
  paper: {
    title: 'Divergence Minimization Preference Optimization',
    url: null,
    where: 'eq. 14, App. B.3',
  },
  reference: 'base',
  settings: [
    {
      key: 'beta',
      label: 'Strength',
      symbol: 'β',
      default: 2000,
      min: 1,
      max: 20000,
      scale: 'log',
      step: 1,
      meaning: 'Gain on the difference of the pair’s log-ratios.',
      source: 'Diffusion-SDPO: 2,000 for SD 1.5, 6,000 for SDXL.',
      maskgit: { default: 2, min: 0.1, max: 600, step: 0.1 },
    },
    {
      key: 'alpha',
      label: 'Share of wrong preferences',
      symbol: 'α',
      default: 0.01,
      min: 0.001,
      max: 0.5,
      scale: 'log',
      step: 0.001,
      meaning: 'The target probability is 1 − α; the margin stops growing at log((1 − α)/α).',
      source: 'DMPO: 0.01 best of 0.1, 0.01, 0.001.',
    },
  ],
  terms,
  calibration: () => BY_HALF_STRENGTH,
  gradientScale: ({ beta }) => 2 / beta!,
  gradientOf: () => 'L/(β/2)',
  numbers: ({ alpha }) => alphaNumbers(alpha!),
  firstLossName: 'KL at even odds',
  metrics: LOG_RATIO_METRICS,
  equations: () => [
    {
      label: 'The loss',
      tex:
        'L = \\frac{1}{P} \\sum_{(w,l)} p \\, \\log \\frac{p}{1 − α} + ( 1 − p ) \\, \\log ' +
        '\\frac{1 − p}{α}',
    },
    { label: 'where', tex: 'p = σ ( \\frac{β}{2} ( a_{w} − a_{l} ) )' },
  ],
  symbols: errorSymbols,
};

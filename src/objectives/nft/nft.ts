// DiffusionNFT (losses.md 1.20): regression of two mixtures of the policy's prediction p and the
// sampling model's p_old on the images themselves, the good mixture weighted by the optimality R of
// an image, the bad one by 1 − R. It reads both predictions: what the loss needs beside their
// errors m and r is their distance and the two mean absolute errors that weigh it (adaptive
// weights, no gradient through them).
//
// With e = p − y and o = p_old − y for the target y, p± − y = o ± β(e − o), and
// mean (p₊ − y)² = βm + (1 − β)r − β(1 − β)d, mean (p₋ − y)² = (1 + β)r − βm + β(1 + β)d.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { ADVANTAGE, ON_ADVANTAGES } from '../shared/advantages';
import { errorSymbols } from '../shared/logRatio';
import wgsl from './nft.wgsl?raw';

/** Columns that are measured: distance of the predictions, mean absolute errors of the mixtures. */
const DISTANCE = 1;
const ABSOLUTE_PLUS = 2;
const ABSOLUTE_MINUS = 3;
/** Factor of the loss and least mean absolute error, as released. */
const LOSS_FACTOR = 5;
const LEAST = 1e-5;

const terms: ObjectiveTerms = {
  id: 'nft',
  numbers: ['mixture', 'kl'],
  tableColumns: () => 1,
  measured: 'distances',
  wgsl,
  reference: ({ size, m, r, table, numbers }) => {
    const [beta, kl, scale] = [numbers['mixture']!, numbers['kl']!, numbers['gradientScale']!];
    return Array.from({ length: size }, (_, row) => {
      const optimality = Math.min(1, Math.max(0, table(row, ADVANTAGE) / 10 + 0.5));
      const distance = table(row, DISTANCE);
      const good = optimality / Math.max(table(row, ABSOLUTE_PLUS), LEAST);
      const bad = (1 - optimality) / Math.max(table(row, ABSOLUTE_MINUS), LEAST);
      const plus = beta * m[row]! + (1 - beta) * r[row]! - beta * (1 - beta) * distance;
      const minus = (1 + beta) * r[row]! - beta * m[row]! + beta * (1 + beta) * distance;
      return {
        loss: (LOSS_FACTOR / beta) * (good * plus + bad * minus) + kl * distance,
        z: optimality,
        label: optimality > 0.5 ? 1 : 0,
        weight: 1,
        slope: ((LOSS_FACTOR * (good * (1 - beta) - bad * (1 + beta)) - kl) * scale) / size,
        g: ((LOSS_FACTOR * beta * (good + bad) + kl) * scale) / size,
      };
    });
  },
};

export const nft: Objective = {
  ...ON_ADVANTAGES,
  data: 'advantages',
  id: 'nft',
  label: 'DiffusionNFT',
  title: 'DiffusionNFT, negative-aware finetuning',
  summary:
    'Learns images by regression: towards good ones, and through a mirrored prediction away from ' +
    'bad ones. Made for online runs; the model that sampled the images is the reference.',
  paper: {
    title: 'DiffusionNFT',
    url: 'https://github.com/NVlabs/DiffusionNFT',
    where: 'NVlabs 24af555',
  },
  reference: 'base',
  likelihood: 'squared error',
  table: ({ advantages }) => [...advantages],
  settings: [
    {
      key: 'mixture',
      label: 'Mixture',
      symbol: 'β',
      default: 1,
      min: 0.01,
      max: 2,
      scale: 'log',
      step: 0.01,
      meaning:
        'How much of the trained model’s prediction is in the mixture that is held to the ' +
        'images. Smaller is a stronger push.',
      source: 'DiffusionNFT; the default is ours.',
    },
    {
      key: 'kl',
      label: 'KL',
      symbol: 'λ',
      default: 1e-4,
      min: 1e-6,
      max: 10,
      scale: 'log',
      step: 1e-6,
      meaning: 'Weight of the squared distance between the trained and the sampling model.',
      source: 'NVlabs 24af555: 0.0001.',
    },
  ],
  terms,
  gradientScale: () => 1,
  metrics: LOG_RATIO_METRICS,
  equations: () => [
    {
      label: 'The loss',
      tex:
        'L = \\frac{1}{B} \\sum_{i} \\frac{5}{β} ( \\frac{R_{i}}{a^{+}_{i}} m^{+}_{i} + ' +
        '\\frac{1 − R_{i}}{a^{−}_{i}} m^{−}_{i} ) + λ d_{i}',
    },
    {
      label: 'where the optimality is',
      tex: 'R_{i} = \\text{clip} ( \\frac{A_{i}}{10} + \\frac{1}{2} , 0 , 1 )',
    },
  ],
  symbols: (paradigm) =>
    'A is the advantage of a score within its prompt, m± and a± are the mean squared and mean ' +
    'absolute errors of the mixtures βp + (1 − β)p_ref and (1 + β)p_ref − βp, d is the mean ' +
    `squared distance of p and p_ref; ${errorSymbols(paradigm)}`,
};

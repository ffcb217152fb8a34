// Threshold-guided optimization (TGO, earlier UPO), docs/losses.md 1.3: learns from both sides of
// the threshold τ, weighed by the distance from it, against the frozen reference.

import { softplus } from '../shared/labels';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { BY_STRENGTH } from '../shared/calibration';
import { DISTANCE_WEIGHT, weightEquation } from '../shared/distanceWeight';
import { errorSymbols, logRatioEquation } from '../shared/logRatio';
import { tgoTerms } from './terms';

export const tgo: Objective = {
  id: 'tgo',
  label: 'TGO',
  title: 'TGO, threshold-guided',
  summary: 'Learns from both sides of the threshold against the untouched model as reference.',
  paper: {
    title: 'Threshold-Guided Optimization for Visual Generative Models',
    url: null,
    where: 'eq. 8; UPO Alg. 1',
  },
  data: 'scored',
  reference: 'base',
  settings: [
    {
      key: 'beta',
      label: 'Strength',
      symbol: 'β',
      default: 1,
      min: 0.1,
      max: 10,
      scale: 'log',
      step: 0.1,
      meaning:
        'How strongly the log-ratio of policy and reference counts as the implicit score z = ' +
        'β(log πθ − log πref). Larger values saturate sooner.',
      source:
        'TGO/UPO: β = 1 best of 0.5, 1, 2 (UPO Table 2); β = 10 loses 90–99 % to β = 1 (TGO ' +
        'Table 5).',
      // Nats per token: the log-ratio is small, so that larger values are worth trying.
      maskgit: {
        max: 300,
        source:
          'TGO/UPO: β = 1. On nats per token β = 1 hardly saturates, so larger values are worth ' +
          'trying.',
      },
    },
    DISTANCE_WEIGHT,
    {
      key: 'temperature',
      label: 'Temperature',
      symbol: 'T',
      default: 1e-3,
      min: 1e-5,
      max: 1e-1,
      scale: 'log',
      step: 1e-5,
      meaning:
        'Turns the denoising error into a log-likelihood: log π ≈ −MSE/T. Small models with ' +
        'larger errors want a larger T.',
      source:
        'TGO/UPO: T = 10⁻³ for Stable Diffusion 1.5; the bundled model ships its own, from a ' +
        'sweep.',
      maskgit: null,
    },
  ],
  terms: tgoTerms,
  calibration: (paradigm) =>
    paradigm === 'maskgit'
      ? BY_STRENGTH
      : { key: 'temperature', over: 'samples', value: (spread, { beta }) => beta! * spread },
  gradientScale: ({ beta, temperature }, { meanWeight }) => temperature! / (beta! * meanWeight),
  gradientOf: (paradigm) => (paradigm === 'maskgit' ? 'L/(β·mean w)' : 'L/(κ·mean w)'),
  lossOver: 'batch',
  tokenMean: 'sample',
  firstLossName: 'mean(w)·ln 2',
  metrics: LOG_RATIO_METRICS,
  equations: (facts) => [
    {
      label: 'The loss',
      tex: 'L = − \\frac{1}{B} \\sum_{i} w_{i} \\, \\log \\, σ ( ± β \\, a_{i} )',
    },
    weightEquation(facts),
    logRatioEquation(facts),
  ],
  symbols: (paradigm) => `+ for good samples, − for bad ones; ${errorSymbols(paradigm)}`,
  gain: (paradigm, { beta, temperature }) =>
    paradigm === 'maskgit' ? null : { of: 'β/T', value: beta! / temperature! },
  curve: ({ beta }) => ({
    loss: (logRatio, good) => softplus(good ? -beta! * logRatio : beta! * logRatio),
    flatBeyond: Math.log(9) / beta!,
  }),
};

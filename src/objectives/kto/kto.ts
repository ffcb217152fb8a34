// Diffusion-KTO (losses.md 1.6; jacklishufan/diffusion-kto): labels without pairs, each sample
// judged against the batch's mean log-ratio by Kahneman and Tversky's value function.

import type { ObjectiveBatch, ObjectiveTerms } from '../../graph/objectiveTerms';
import { LOG_RATIO_METRICS } from '../metrics';
import type { Objective } from '../objective';
import { BY_STRENGTH } from '../shared/calibration';
import { labelOf, sigmoid, softplus } from '../shared/labels';
import { errorSymbols } from '../shared/logRatio';
import wgsl from './kto.wgsl?raw';

/**
 * Added to a class’s count by the released code (1e-6 beside a float32 count): the mean of an empty
 * class is 0.
 */
const FEW = 2 ** -20;

/** z: what a log-ratio is held against. */
function anchorOf({ size, a, scores, numbers }: ObjectiveBatch): number {
  const sum = [0, 0];
  const count = [0, 0];
  for (let i = 0; i < size; i++) {
    const { label } = labelOf(scores[i]!, numbers);
    sum[label]! += a[i]!;
    count[label]!++;
  }
  if (numbers['offset'] === 1)
    return (sum[0]! / (count[0]! + FEW) + sum[1]! / (count[1]! + FEW)) / 2;
  return Math.max(0, (sum[0]! + sum[1]!) / size);
}

/** 1 − h(x) and h′(x) of a value function. */
function valued(shape: number, x: number): { missing: number; rise: number } {
  if (shape === 1) return { missing: 1 + softplus(-x), rise: sigmoid(-x) };
  if (shape === 2) return { missing: 1 - softplus(x), rise: sigmoid(x) };
  return { missing: sigmoid(-x), rise: sigmoid(x) * sigmoid(-x) };
}

/** Terms with the anchor given: what is differentiated. */
function termsAt(batch: ObjectiveBatch, anchor: number) {
  const { size, a, scores, numbers } = batch;
  return Array.from({ length: size }, (_, i) => {
    const { label, kept } = labelOf(scores[i]!, numbers);
    const sign = label === 1 ? 1 : -1;
    const weight = kept ? numbers[label === 1 ? 'lambdaGood' : 'lambdaBad']! : 0;
    const x = sign * numbers['beta']! * (a[i]! - anchor);
    const { missing, rise } = valued(numbers[label === 1 ? 'shapeGood' : 'shapeBad']!, x);
    const slope = -weight * rise;
    return {
      loss: weight * missing,
      z: x,
      label,
      weight,
      slope,
      g: ((-slope * sign * numbers['beta']!) / size) * numbers['gradientScale']!,
    };
  });
}

const terms: ObjectiveTerms = {
  id: 'kto',
  numbers: ['beta', 'lambdaGood', 'lambdaBad', 'shapeGood', 'shapeBad', 'offset'],
  constants: { lambdaGood: 1, lambdaBad: 1, shapeGood: 0, shapeBad: 0, offset: 0 },
  tableColumns: () => 0,
  wgsl,
  reference: (batch) => termsAt(batch, anchorOf(batch)),
};

export const kto: Objective = {
  id: 'kto',
  label: 'KTO',
  title: 'KTO, labels without pairs',
  summary:
    'Good images should gain on the batch’s mean, bad ones fall behind it; what is clearly on ' +
    'its ' +
    'side counts little.',
  paper: {
    title: 'Aligning Diffusion Models by Optimizing Human Utility',
    url: 'https://arxiv.org/abs/2404.04465',
    where: 'eq. 9; train_kto_sd_v1.5.py',
  },
  data: 'scored',
  reference: 'base',
  settings: [
    {
      key: 'beta',
      label: 'Strength',
      symbol: 'β',
      default: 1000,
      min: 1,
      max: 10000,
      scale: 'log',
      step: 1,
      meaning: 'Gain on a sample’s log-ratio less the batch’s mean. Larger values saturate sooner.',
      source: 'jacklishufan/diffusion-kto: 1,000. Small models with larger errors want less.',
      maskgit: { default: 1, min: 0.1, max: 300, step: 0.1 },
    },
  ],
  terms,
  calibration: () => BY_STRENGTH,
  gradientScale: ({ beta }) => 1 / beta!,
  gradientOf: () => 'L/β',
  lossOver: 'batch',
  tokenMean: 'sample',
  firstLossName: '½',
  metrics: LOG_RATIO_METRICS,
  equations: () => [
    {
      label: 'The loss',
      tex: 'L = \\frac{1}{B} \\sum_{i} ( 1 − σ ( ± β ( a_{i} − z ) ) )',
    },
    { label: 'where the anchor is', tex: 'z = \\max ( 0 , \\frac{1}{B} \\sum_{i} a_{i} )' },
    { label: 'where the log-ratio is', tex: 'a_{i} = r_{i} − m_{i}' },
  ],
  symbols: (paradigm) => `+ for good samples, − for bad ones; ${errorSymbols(paradigm)}`,
  gain: null,
  curve: null,
};

/** For the derivative's test: the loss with the anchor of another batch. */
export function heldLoss(batch: ObjectiveBatch, anchorFrom: ObjectiveBatch): number {
  const found = termsAt(batch, anchorOf(anchorFrom));
  return found.reduce((sum, { loss }) => sum + loss, 0) / found.length;
}

// Words of the choice of a training method and of the data it learns from.

import { whole } from '../format';

export const methods = {
  kinds: {
    scored: 'Scored images',
    positives: 'Good images only',
    pairs: 'Pairs',
    advantages: 'Scores against their prompt’s mean',
    groups: 'Groups of one prompt’s images',
    demonstrations: 'Examples against own samples',
    trajectories: 'Own samples, scored while training',
  },
  pairs: (label: string) =>
    `${label} learns from pairs of a better and a worse image of one prompt; both see the same ` +
    'noise, and τ plays no part.',
  ownPairs: (count: number) =>
    `The set has ${whole(count)} ${count === 1 ? 'comparison' : 'comparisons'} of its own.`,
  madePairs: (count: number) =>
    `${whole(count)} ${count === 1 ? 'pair is' : 'pairs are'} made from the scores: images of ` +
    `one ` +
    'prompt, ties left out.',
  pairSource: 'Pairs from',
  comparisons: (count: string) => `The set’s comparisons (${count})`,
  fromScores: (count: string) => `Its scores (${count})`,
  groups: (label: string, size: number, enough: number, prompts: number) =>
    `${label} learns from groups of ${size} images of one prompt, which see the same noise; τ ` +
    `plays no part. ${whole(enough)} of ${whole(prompts)} prompts have at least ${size} images.`,
  demonstrations: (label: string, good: number) =>
    `${label} learns from the ${whole(good)} ${good === 1 ? 'image' : 'images'} at or above τ, `,
  opponents: {
    trajectories: 'each against what the model as it stands samples for the same caption.',
    images: 'each against an image that the reference sampled for the same caption.',
  },
  /** Buttons that mend what keeps a run from starting. */
  fixes: {
    online: 'Sample and score while training',
    offline: 'Train on a set',
    wholeBatch: 'Hold the whole batch at a time',
    batch: (size: string) => `Batch size ${size}`,
    pairsFromScores: 'Make pairs from the scores',
    groups: (size: string, batch: string) => `Groups of ${size}, batch size ${batch}`,
    median: 'τ at the median of the set',
    noBuckets: 'Aspect ratio buckets off',
    bank: (size: string) => `Memory bank of ${size}`,
    method: (label: string) => `Train with ${label}`,
  },
  ownSamples: (images: number, inferenceSteps: number, stepsPerRound: number) =>
    `A round of ${whole(images)} own samples of ${whole(inferenceSteps)} steps serves ` +
    `${whole(stepsPerRound)} optimizer ${stepsPerRound === 1 ? 'step' : 'steps'}.`,
  start: 'Adapters begin at',
  startBase: 'the base',
  startLora: (name: string) => `${name}, a LoRA file`,
  startRun: (name: string, step: string) => `${name}, step ${step}`,
  startSays:
    'The base, the last checkpoint of another run, or an opened LoRA file: its adapters are ' +
    'trained on, and log-ratios are against it. Rank and targets become its own.',
} as const;

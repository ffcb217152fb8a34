// Errors, notes and reasons of data/: sets that are imported, exported or divided into batches.

import { full } from '../../../format';
import type { Said } from '../said';
import { files } from './files';
import { images } from './images';
import { plan } from './plan';
import { scores } from './scores';
import { sources } from './sources';
import { tables } from './tables';

const EVEN = 'Make the batch size, and the micro-batch, even.';

const batches = {
  noTrajectories: (label: string): Said => [
    `${label} learns from images that it samples itself, not from a set.`,
    'Sample and score images while training (online), or choose another method.',
  ],
  oddBatch: (held: number): Said => [
    `A batch of ${held} images cannot be divided into pairs.`,
    EVEN,
  ],
  noGroup: (method: string, size: number, largest: number): Said => [
    `${method} learns from groups of ${size} images of one prompt, and no prompt of this set has ` +
      `so many (the largest has ${largest}).`,
    `Take groups of at most ${largest}, or sample more images per prompt.`,
  ],
  undividedGroups: (held: number, size: number): Said => [
    `A batch of ${held} images cannot be divided into groups of ${size}.`,
    `Make the batch size, and the micro-batch, multiples of ${size}.`,
  ],
  nothingCompared: (method: string): Said => [
    `${method} learns from pairs, and nobody compared images of this set.`,
    'Make pairs from its scores, or import a set of pairs.',
  ],
  noPairs: (method: string): Said => [
    `${method} learns from pairs of a better and a worse image of one prompt, and no prompt of ` +
      'this set has two images with different scores.',
    'Sample more images per prompt, rate them, or import a set of pairs.',
  ],
  noGood: (method: string, tau: number, good: number, bad: number): Said => [
    `The threshold τ = ${full(tau)} leaves no good sample (${good} good, ${bad} bad): ${method} ` +
      'learns from both.',
    'Lower the percentile or the fixed threshold.',
  ],
  noBad: (method: string, tau: number, good: number, bad: number): Said => [
    `The threshold τ = ${full(tau)} leaves no bad sample (${good} good, ${bad} bad): ${method} ` +
      'learns from both.',
    'Raise the percentile or the fixed threshold, or count ties as bad.',
  ],
  batchThreshold: (method: string): Said => [
    `${method} takes its examples from the whole set, and τ is set to be each batch’s own.`,
    'Take τ of the whole set, of a proxy set or of every prompt.',
  ],
  nothingToLearn: (tau: number, method: string): Said => [
    `No sample reaches the threshold τ = ${full(tau)}: ${method} has nothing to learn from.`,
    'Lower the percentile or the fixed threshold.',
  ],
};

const exported = {
  noStars: [
    'XMP sidecars hold one to five stars, and these scores are no stars.',
    'Export them as CSV, or choose ratings by stars or likes as the scores.',
  ] as Said,
  noScores: [
    'No image of this set has such a score.',
    'Rate some images first, or choose other scores.',
  ] as Said,
  tooLarge: (images: number, size: number, mostEntries: number, mostSize: number): Said => [
    `The set has ${images} images of ${size} MiB; one zip holds ${mostEntries} of ${mostSize} MiB.`,
    'Split the set where it came from.',
  ],
};

export const data = { batches, exported, files, images, plan, scores, sources, tables };

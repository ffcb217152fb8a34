// Errors of rewards/.

import type { Said } from './said';

const FIT_AGAIN = 'Add the folder of the CLIP model it was fitted with, or fit it again.';

/** What a head is fitted to. */
type FittedTo = 'stars' | 'slider' | 'like' | 'scores';

const ratings: Readonly<Record<FittedTo, string>> = {
  stars: 'rated images',
  slider: 'rated images',
  like: 'likes and dislikes',
  scores: 'images with a score',
};

const taste = {
  tooFew: (scale: FittedTo, wanted: number, count: number): Said => {
    const missing = wanted - count;
    return [
      `A ${scale === 'scores' ? 'scorer' : 'taste'} needs ${wanted} ${ratings[scale]}, there are ` +
        `${count}: ${missing} ${missing === 1 ? 'is' : 'are'} missing.`,
      scale === 'scores'
        ? `Import ${missing} more with scores.`
        : `${scale === 'like' ? 'Like or dislike' : 'Rate'} ${missing} more.`,
    ];
  },
  tooFewOfKind: (kind: 'likes' | 'dislikes', wanted: number, count: number): Said => [
    `A taste needs ${wanted} ${kind} at least, there ${count === 1 ? 'is' : 'are'} ${count}: ` +
      `${wanted - count} missing.`,
    `Give ${wanted - count} more.`,
  ],
  allEqual: (scale: FittedTo, count: number, value: number): Said => [
    `All ${count} ${scale === 'scores' ? 'scores' : 'ratings'} are ${value}: they tell nothing ` +
      'apart.',
    'Rate some images higher or lower than others.',
  ],
  sameToModel: [
    'All rated images look the same to the CLIP model.',
    'Rate different images.',
  ] as Said,
};

/** A person's own CLIP folder. */
const clip = {
  otherVocabulary: (highest: number, tokens: number): Said => [
    `vocab.json goes up to the id ${highest}, the CLIP model has ${tokens} tokens.`,
    'Take vocab.json and model.safetensors from the same model.',
  ],
  badLogitScale: (count: number, first: number | undefined): Said => [
    `The CLIP model’s logit_scale holds ${count} numbers (${first}).`,
    'Download model.safetensors again.',
  ],
  otherSize: (made: string | null, wanted: string): Said => [
    `preprocessor_config.json makes images of ${made ?? 'no fixed size'}, the CLIP model takes ` +
      `${wanted}.`,
    'Take both files from the same model.',
  ],
  notResized: (size: string, made: string, wanted: string): Said => [
    `An image of ${size} stays ${made}, the CLIP model takes ${wanted}.`,
    'Switch do_resize and do_center_crop on in preprocessor_config.json.',
  ],
};

export const rewards = {
  unknown: (id: string, known: string): Said => [
    `There is no reward called “${id}”.`,
    `Use one of ${known}.`,
  ],
  notOfPixels: (label: string, known: string): Said => [
    `“${label}” needs a CLIP model.`,
    `Use one of ${known}.`,
  ],
  noScorer: (label: string): Said => [
    `“${label}” needs a CLIP model, and none is open.`,
    'Open the bundled scorer or a CLIP folder of your own, or choose a reward of the pixels alone.',
  ],
  otherStyle: (styles: string, style: string): Said => [
    `This CLIP model’s style head knows ${styles}, not “${style}”.`,
    'Use the bundled scorer, or a style it knows.',
  ],
  noStyleHead: [
    'This CLIP model has no style head (style_head.safetensors).',
    'Use the bundled scorer, or a style it knows.',
  ] as Said,
  severalOutputs: (head: string, outputs: number): Said => [
    `${head} gives ${outputs} numbers an image, not one score.`,
    'Use a head with one output.',
  ],
  otherModel: (name: string, wanted: string, seen: string): Said => [
    `“${name}” was fitted to the features of another CLIP model (${wanted}…, this one is ` +
      `${seen}…).`,
    FIT_AGAIN,
  ],
  otherWidth: (name: string, wanted: number, seen: number): Said => [
    `“${name}” reads embeddings of ${wanted} numbers, this CLIP model gives ${seen}.`,
    'Open the model it belongs to.',
  ],
  /** A head’s name in a sentence. */
  head: (name: string) => `The head “${name}”`,
  alignmentOfOther: (name: string, wanted: string, seen: string): Said => [
    `Prompt alignment by “${name}” (${wanted}…) was asked of another CLIP model (${seen}…).`,
    `Add the folder of “${name}” again.`,
  ],
  twoWords: (separator: string, more: string, less: string): Said => [
    `Two different words are needed, without “${separator}”; these are “${more}” and “${less}”.`,
    'Type what should become more, and what should become less, e.g. “grinning face” and ' +
      '“crying face”.',
  ],
  taste,
  clip,
};

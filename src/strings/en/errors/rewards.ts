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
    'All rated pictures look the same to the CLIP model.',
    'Rate different pictures.',
  ] as Said,
};

/** A person's own CLIP folder. */
const clip = {
  tooLarge: (what: string, most: string): Said => [
    `${what}; ${most} is the most this page can hold beside the base model. Nothing of it was ` +
      `read.`,
    'Use a smaller CLIP model, such as ViT-B/32 (0.6 GB) or ViT-L/14 in half precision (0.9 GB).',
  ],
  /** What is too large: the beginnings of the sentence above. */
  weightsOf: (millions: number, size: string) =>
    `The model has ${millions} million weights, ${size} as numbers of 32 bits`,
  shardsOf: (files: number, size: string) => `The weights are ${files} files of ${size}`,
  fileOf: (file: string, size: string) => `${file} has ${size}`,
  tensorTooLarge: (tensor: string, size: string, most: string): Said => [
    `“${tensor}” takes ${size}; the largest buffer of this GPU holds ${most}. Nothing of it was ` +
      'read.',
    'Use a smaller CLIP model, or the processor (?executor=tfjs-wasm in the address).',
  ],
  noConfig: (count: number, some: string, parts: string): Said => [
    `There is no config.json among the ${count} ${count === 1 ? 'file' : 'files'} (${some}).`,
    `Drop the folder of a CLIP model in transformers’ format: ${parts}.`,
  ],
  severalModels: (count: number, some: string): Said => [
    `There are ${count} models here: ${some}.`,
    'Drop the folder of the CLIP model alone.',
  ],
  lacks: (folder: string, parts: string) =>
    `The folder${folder === '' ? '' : ` “${folder}”`} lacks ${parts}.`,
  /** Remedies where a part is missing. */
  onlySafetensors:
    'Weights are read from model.safetensors alone: load the model in Python and save it with ' +
    'save_pretrained(folder, safe_serialization=True).',
  onlySlowTokenizer:
    'tokenizer.json is not read: save the slow tokenizer beside it with ' +
    'CLIPTokenizer.from_pretrained(…).save_pretrained(folder).',
  wholeFolder: 'Download the whole folder of the model and drop it again.',
  noTensor: (file: string, tensor: string, count: number, some: string): Said => [
    `${file} has no tensor “${tensor}”; it holds ${count} others (${some}, …).`,
    'Drop a whole CLIPModel, with its image and its text encoder, and the config.json that ' +
      'belongs to it.',
  ],
  otherShape: (tensor: string, file: string, shape: string): Said => [
    `“${tensor}” in ${file} has the shape [${shape}], which is not what config.json asks for.`,
    'Take config.json and model.safetensors from the same model.',
  ],
  noFile: (path: string): Said => [
    `${path} is not in the CLIP model’s folder.`,
    'Drop the whole folder again.',
  ],
  unreadable: (path: string, size: string, reason: string): Said => [
    `${path} (${size}) could not be read: ${reason}`,
    'Close other tabs, or use a smaller CLIP model. If the folder was moved, drop it again.',
  ],
  sharded: (count: number, first: string): Said => [
    `The weights are in ${count} files (${first}, …), one was expected.`,
    'Load the model in Python and save it as one file: save_pretrained(folder, ' +
      'max_shard_size="4GB").',
  ],
  longText: (part: string, size: string, most: string): Said => [
    `${part} has ${size}, at most ${most} was expected.`,
    'Download the folder again.',
  ],
  otherVocabulary: (highest: number, tokens: number): Said => [
    `vocab.json goes up to the id ${highest}, the CLIP model has ${tokens} tokens.`,
    'Take vocab.json and model.safetensors from the same model.',
  ],
  badLogitScale: (count: number, first: number | undefined): Said => [
    `The CLIP model’s logit_scale holds ${count} numbers (${first}).`,
    'Download model.safetensors again.',
  ],
  otherSize: (made: string | null, wanted: string): Said => [
    `preprocessor_config.json makes pictures of ${made ?? 'no fixed size'}, the CLIP model takes ` +
      `${wanted}.`,
    'Take both files from the same model.',
  ],
  notResized: (size: string, made: string, wanted: string): Said => [
    `A picture of ${size} stays ${made}, the CLIP model takes ${wanted}.`,
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
    `${head} gives ${outputs} numbers a picture, not one score.`,
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

// Words about CLIP models of a person's own and the heads on them.

import type { Said } from './errors/said';

export const scorers = {
  title: 'CLIP models and heads of your own',
  count: (own: number) => `${own}`,
  lede:
    'A CLIP model scores how well image and prompt agree, and its features carry tastes ' +
    'and aesthetic heads. CLIP, OpenCLIP and PickScore, up to ViT-H/14 and beyond. It stays in ' +
    'this browser.',
  drop:
    'Drop the folder of a CLIP model: config.json and model.safetensors (or its shards), with ' +
    'preprocessor_config.json, tokenizer_config.json, vocab.json and merges.txt.',
  vision: (size: string, patch: number) => `CLIP ViT-${size}/${patch}`,
  known: (parameters: string, dtype: string, edge: string, width: string) =>
    `${parameters} parameters, stored as ${dtype}; images of ${edge} px, embeddings of ${width} ` +
    'numbers',
  takes: (size: string) => `It takes ${size} while it scores, and nothing afterwards.`,
  takesWhileScoring: (size: string) => `${size} while it scores`,
  rounded:
    'Its weights are rounded to f16, and one of its two encoders is on the device at a time.',
  copyNote: (size: string) =>
    `${size} are copied into the browser’s storage, so that it is there after a reload.`,
  keptAs: (name: string) => `This model is here already, as “${name}”.`,
  keep: 'Add it',
  dismiss: 'Not this one',
  pick: 'Choose a folder',
  beside: (size: string) => `comes with the studio, ${size}`,
  facts: (size: string, date: string) => `${size}, ${date},`,
  hash: (start: string) => `${start}…`,
  head: (name: string) => `Head: ${name}`,
  addHead: 'Add a head…',
  addHeadTo: (name: string) => `Add a head to ${name}`,
  deleteQuestion: (name: string) => `Delete “${name}” and the heads on it? Scores it gave stay.`,
  deleteHead: (name: string) => `Delete the head “${name}”? Scores it gave stay.`,
  features: 'Reads features of',
  gone: 'prompt alignment by a CLIP model that is not stored here',
  errors: {
    noConfig: (paths: readonly string[], parts: readonly string[]): Said => [
      `There is no config.json among the ${paths.length} file${paths.length === 1 ? '' : 's'} ` +
        `(${paths.slice(0, 4).join(', ')}${paths.length > 4 ? ', …' : ''}).`,
      `Drop the folder of a CLIP model in transformers’ format: ${parts.join(', ')}.`,
    ],
    notClip: (file: string): Said => [
      `${file} holds no CLIP model in open_clip’s names, and no config.json says what it is.`,
      'Drop the whole folder of a CLIP model, or one safetensors file of open_clip (HPSv2: save ' +
        'the state_dict of its .pt file with safetensors.torch.save_file).',
    ],
    severalModels: (folders: readonly string[]): Said => [
      `There are ${folders.length} models here: ${folders
        .map((folder) => `${folder}config.json`)
        .slice(0, 4)
        .join(', ')}.`,
      'Drop the folder of the CLIP model alone.',
    ],
    lacks: (folder: string, parts: readonly string[]) =>
      `The folder${folder === '' ? '' : ` “${folder}”`} lacks ${parts.join(', ')}.`,
    wholeFolder: 'Download the whole folder of the model and drop it again.',
    pickle:
      'Weights are read from safetensors alone: load the model in Python and save it with ' +
      'save_pretrained(folder, safe_serialization=True).',
    fastTokenizer:
      'tokenizer.json is not read: save the slow tokenizer beside it with ' +
      'CLIPTokenizer.from_pretrained(…).save_pretrained(folder).',
    largePart: (part: string, size: string, most: string): Said => [
      `${part} has ${size}, at most ${most} was expected.`,
      'Download the folder again.',
    ],
    shape: (name: string, shape: readonly number[]): Said => [
      `The weight “${name}” has the shape [${shape.join(', ')}], which is not what config.json ` +
        'asks for.',
      'Take config.json and the weights from the same model.',
    ],
    memory: (name: string, wanted: string, given: string): Said => [
      `“${name}” takes ${wanted} while it scores; this device gives ${given}. Nothing of it was ` +
        'read.',
      'Close other tabs and runs, or use a smaller CLIP model, such as ViT-L/14 (0.6 GB) or ' +
        'ViT-B/32 (0.3 GB).',
    ],
    binding: (name: string, wanted: string, most: string): Said => [
      `“${name}” needs a buffer of ${wanted}; the largest of this GPU has ${most}. Nothing of it ` +
        'was read.',
      'Use a smaller CLIP model, or the processor (?executor=tfjs-wasm in the address).',
    ],
  },
};

/** What the worker calls its work on them, in words. */
export const scorerPhases = {
  scorerCheck: 'Checking the folder',
  scorerTry: 'Trying it on an image',
  scorerCopy: 'Copying the weights',
  scorerHead: 'Trying the head',
  scorerDelete: 'Removing it',
};

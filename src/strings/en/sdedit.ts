// Words of the SDEdit tab: sampling that starts from an image.

import { fixed } from '../format';

export const sdedit = {
  questionTitle: 'What to edit',
  image: 'Image to start from',
  file: 'Choose a file',
  ofFile: (name: string) => `From the file ${name}`,
  ofSet: (caption: string) => `An image of the open set: ${caption}`,
  noImage: 'Choose an image of the open set, or a file.',
  notAnImage: (file: string): readonly [string, string] => [
    `${file} is no image that this browser can read.`,
    'Choose a PNG, JPEG or WebP image.',
  ],
  prompt: 'Prompt',
  promptHint: 'What the image should become.',
  strength: 'Strength of the edit',
  strengthSays:
    'The share of the way that is sampled anew: diffusion adds the noise of that place and goes ' +
    'on from there with DDIM, MaskGIT masks the share of tokens that is masked there. Small ' +
    'keeps the image, 1 starts from nothing of it.',
  strengthValue: (value: number) => `${fixed(value, 2)} of the way`,
  seeds: 'Noises',
  draw: 'Sample the edits',
  drawing: 'Sampling the edits',
  result: 'Base and LoRA',
  base: 'base model',
  aligned: 'with the LoRA',
  start: 'the image',
  noRun: 'Train a run first: its LoRA is compared with the base model here.',
} as const;

// What a LoRA file claims of its base, and how its captions are counted.

import { expect, it } from 'vitest';
import { baseVersion, tagFrequency } from './kohyaMetadata';

it.each([
  [768, 'epsilon', 'False', 'sd_v1', 'stable-diffusion-v1/lora'],
  [1024, 'epsilon', 'True', 'sd_v2', 'stable-diffusion-v2-512/lora'],
  [1024, 'v_prediction', 'True', 'sd_v2_v', 'stable-diffusion-v2-768-v/lora'],
  [80, 'v_prediction', 'False', 'other', 'other/lora'],
])('a base of width %i that predicts %s', (width, prediction, v2, version, architecture) => {
  expect(baseVersion(width, prediction)).toEqual({
    ss_v2: v2,
    ss_base_model_version: version,
    'modelspec.architecture': architecture,
  });
});

it('counts tags between commas, whatever they are called', () => {
  const counts = tagFrequency(['A cat, sitting', 'a cat', ' , __proto__']);
  expect(Object.entries(counts)).toEqual([
    ['a cat', 2],
    ['sitting', 1],
    ['__proto__', 1],
  ]);
});

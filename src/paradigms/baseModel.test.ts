// Which paradigm a pipeline is of, from its model_index.json, and what is refused by name.

import { describe, expect, it } from 'vitest';
import { parseModelIndex } from './baseModel';

describe('model_index.json', () => {
  it('checks a pipeline’s parts', () => {
    const index = {
      _class_name: 'StableDiffusionPipeline',
      unet: ['diffusers', 'UNet2DConditionModel'],
      vae: ['diffusers', 'AutoencoderKL'],
      text_encoder: ['transformers', 'CLIPTextModel'],
      tokenizer: ['transformers', 'CLIPTokenizer'],
      scheduler: ['diffusers', 'DDIMScheduler'],
    };
    expect(parseModelIndex(index)).toBe('diffusion');
    expect(() =>
      parseModelIndex({ ...index, unet: ['diffusers', 'UNet3DConditionModel'] }),
    ).toThrow('UNet3DConditionModel');
    expect(() =>
      parseModelIndex({
        ...index,
        text_encoder_2: ['transformers', 'CLIPTextModelWithProjection'],
      }),
    ).toThrow('second text encoder');
  });
  it('finds MaskGIT by its transformer, and refuses a transformer of another kind', () => {
    const index = {
      _class_name: 'AmusedPipeline',
      transformer: ['diffusers', 'UVit2DModel'],
      vqvae: ['diffusers', 'VQModel'],
      text_encoder: ['transformers', 'CLIPTextModelWithProjection'],
      tokenizer: ['transformers', 'CLIPTokenizer'],
      scheduler: ['diffusers', 'AmusedScheduler'],
    };
    expect(parseModelIndex(index)).toBe('maskgit');
    expect(() =>
      parseModelIndex({ ...index, transformer: ['diffusers', 'SD3Transformer2DModel'] }),
    ).toThrow('“transformer”: ["diffusers","SD3Transformer2DModel"], UVit2DModel was expected');
  });
  it('names a missing part', () => {
    expect(() => parseModelIndex({})).toThrow('“unet”: null, UNet2DConditionModel was expected');
  });
});

import { describe, expect, it } from 'vitest';
import { parseClipConfig, parseClipImageProcessorConfig } from './clipConfig';

describe('parseClipConfig', () => {
  it('has transformers’ defaults where keys are absent', () => {
    const config = parseClipConfig({});
    expect(config.vision).toEqual({
      hidden_size: 768,
      intermediate_size: 3072,
      num_hidden_layers: 12,
      num_attention_heads: 12,
      num_channels: 3,
      image_size: 224,
      patch_size: 32,
      hidden_act: 'quick_gelu',
      layer_norm_eps: 1e-5,
    });
    expect(config.text).toMatchObject({
      hidden_size: 512,
      projection_dim: 512,
      max_position_embeddings: 77,
      hidden_act: 'quick_gelu',
      eos_token_id: 49407,
    });
  });
  it('projects text to the whole model’s width, and lets the older …_dict keys win', () => {
    const config = parseClipConfig({
      projection_dim: 24,
      text_config: { projection_dim: 7, hidden_size: 64 },
      vision_config: { patch_size: 16 },
      vision_config_dict: { patch_size: 14 },
      text_config_dict: null,
    });
    expect([config.text.projection_dim, config.text.hidden_size, config.vision.patch_size]).toEqual(
      [24, 64, 14],
    );
  });
  it.each([
    [{ model_type: 'siglip' }, '“model_type”: "siglip"'],
    [{ vision_config: { hidden_act: 'relu' } }, '“hidden_act”: "relu"'],
    [{ vision_config: { num_channels: 4 } }, '“num_channels”: 4'],
    [
      { vision_config: { hidden_size: 1e9, num_attention_heads: 7 } },
      'vision width 1000000000 does not divide into 7 heads',
    ],
    [{ vision_config: { image_size: 30, patch_size: 8 } }, '30 pixels are not whole patches of 8'],
    [{ vision_config: { num_hidden_layers: -1 } }, '“num_hidden_layers”: -1'],
    [{ projection_dim: '24' }, '“projection_dim”: "24"'],
    [{ text_config: [] }, 'The text encoder config is not a JSON object'],
    [{ vision_config: 'x' }, 'The vision_config of the CLIP model is not a JSON object'],
    [[], 'not a JSON object'],
    [null, 'not a JSON object'],
  ])('refuses %j', (json, message) => expect(() => parseClipConfig(json)).toThrow(message));
});

describe('parseClipImageProcessorConfig', () => {
  it('has CLIPImageProcessor’s defaults, and reads the older whole-number sizes', () => {
    const wanted = {
      shortestEdge: 224,
      crop: [224, 224],
      rescale: 1 / 255,
      mean: [0.48145466, 0.4578275, 0.40821073],
      std: [0.26862954, 0.26130258, 0.27577711],
    };
    expect(parseClipImageProcessorConfig({})).toEqual(wanted);
    expect(
      parseClipImageProcessorConfig({
        size: { shortest_edge: 224 },
        crop_size: 224,
        feature_extractor_type: 'CLIPFeatureExtractor',
      }),
    ).toEqual(wanted);
  });
  it('leaves out what is switched off', () => {
    expect(
      parseClipImageProcessorConfig({
        do_resize: false,
        do_center_crop: false,
        do_rescale: false,
        do_normalize: false,
      }),
    ).toEqual({ shortestEdge: null, crop: null, rescale: 1, mean: [0, 0, 0], std: [1, 1, 1] });
  });
  it.each([
    [{ resample: 2 }, '“resample”: 2'],
    [{ size: { height: 224, width: 224 } }, '“size'],
    [{ image_std: [1, 0, 1] }, '“image_std”'],
    [{ image_mean: [0.5] }, '“image_mean”'],
    [{ rescale_factor: Number.NaN }, '“rescale_factor”'],
    ['x', 'not a JSON object'],
  ])('refuses %j', (json, message) =>
    expect(() => parseClipImageProcessorConfig(json)).toThrow(message),
  );
});

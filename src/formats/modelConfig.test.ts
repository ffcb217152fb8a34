import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  parseAmusedSchedulerConfig,
  parseAutoencoderKLConfig,
  parseClipTextConfig,
  parseUNet2DConditionConfig,
  parseUVit2DConfig,
  parseVQModelConfig,
} from './modelConfig';

const folders = (kind: string) =>
  readdirSync(`fixtures/${kind}`).map((name) => `fixtures/${kind}/${name}/config.json`);
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe('configs', () => {
  it('reads those of the fixtures', () => {
    for (const path of folders('unet'))
      expect(parseUNet2DConditionConfig(read(path))).toMatchObject({
        attention_head_dim: 8,
        norm_eps: 1e-5,
      });
    for (const path of folders('vae'))
      expect(parseAutoencoderKLConfig(read(path)).scaling_factor).toBe(0.18215);
  });
  it('takes the reference libraries’ defaults for absent keys', () => {
    expect(parseClipTextConfig({})).toMatchObject({
      hidden_act: 'quick_gelu',
      layer_norm_eps: 1e-5,
      max_position_embeddings: 77,
    });
    expect(parseUNet2DConditionConfig({})).toMatchObject({
      block_out_channels: [320, 640, 1280, 1280],
      layers_per_block: 2,
      norm_num_groups: 32,
    });
  });
  it('refuses by name and value what it has no code for', () => {
    expect(() => parseUNet2DConditionConfig({ class_embed_type: 'timestep' })).toThrow(
      '“class_embed_type”: "timestep"',
    );
    expect(() => parseUNet2DConditionConfig({ addition_embed_type: 'text_time' })).toThrow(
      'addition_embed_type',
    );
    expect(() => parseUNet2DConditionConfig({ down_block_types: ['AttnDownBlock2D'] })).toThrow(
      'AttnDownBlock2D',
    );
    // What was wanted is said in words of the language, not in the schema library's.
    expect(() => parseUNet2DConditionConfig({ in_channels: 'four' })).toThrow(
      '“in_channels”: "four", which this version has no code for (a number was expected)',
    );
    expect(() => parseUNet2DConditionConfig({ block_out_channels: [32, 64] })).toThrow('2 widths');
    expect(() => parseClipTextConfig([])).toThrow('text encoder config');
  });
  it('reads MaskGIT’s, and refuses sizes that do not fit together', () => {
    for (const path of folders('uvit'))
      expect(parseUVit2DConfig(read(path)).vocab_size).toBeGreaterThan(8);
    expect(parseUVit2DConfig({})).toMatchObject({
      hidden_size: 1024,
      codebook_size: 8192,
      downsample: false,
      layer_norm_eps: 1e-6,
      ln_elementwise_affine: true,
    });
    expect(() => parseUVit2DConfig({ hidden_size: 30 })).toThrow(
      '“hidden_size”: 30, which “num_attention_heads”: 16',
    );
    expect(() => parseUVit2DConfig({ micro_cond_embed_dim: 100 })).toThrow(
      '“micro_cond_encode_dim”: 256',
    );
    expect(() => parseUVit2DConfig({ vocab_size: 8192 })).toThrow('no token left for the mask');
    expect(folders('vqvae').map((path) => parseVQModelConfig(read(path)).vq_embed_dim)).toEqual([
      4, 3,
    ]);
    expect(() => parseVQModelConfig({ norm_type: 'spatial' })).toThrow('“norm_type”: "spatial"');
    expect(() => parseVQModelConfig({ block_out_channels: [8, 16] })).toThrow('2 widths');
    expect(parseAmusedSchedulerConfig({ mask_token_id: 8255 })).toEqual({
      mask_token_id: 8255,
      masking_schedule: 'cosine',
    });
    expect(() => parseAmusedSchedulerConfig({})).toThrow('mask_token_id');
  });
});

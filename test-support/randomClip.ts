// Test support: a folder with a small CLIP model of random weights, in the shape of one that is
// given: head widths, patches, image size and activation of the published ones, one layer.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseClipConfig } from '../src/formats/clipConfig';
import { clipTensors } from '../tools/randomWeights/tensors';
import { writeRandom } from '../tools/randomWeights/writeRandom';
import { tinyClipFiles } from './tinyClip';

/** One layer with heads of ViT-H/14 (80 and 64 wide, gelu) or ViT-L/14 (64 wide, quick_gelu). */
export const RANDOM_CLIPS = {
  'ViT-H/14': { vision: 160, text: 128, act: 'gelu', size: 224 },
  'ViT-L/14': { vision: 128, text: 128, act: 'quick_gelu', size: 56 },
} as const;

/** Writes the folder and gives its path. */
export async function writeRandomClip(name: keyof typeof RANDOM_CLIPS): Promise<string> {
  const { vision, text, act, size } = RANDOM_CLIPS[name];
  const encoder = (width: number) => ({
    hidden_size: width,
    intermediate_size: 4 * width,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    hidden_act: act,
  });
  const config = {
    model_type: 'clip',
    projection_dim: 32,
    text_config: {
      ...encoder(text),
      vocab_size: 30,
      max_position_embeddings: 9,
      eos_token_id: 29,
    },
    vision_config: { ...encoder(vision), patch_size: 14, image_size: size },
  };
  const folder = join(mkdtempSync(join(tmpdir(), 'plumbline-clip-')), name.replace('/', '-'));
  mkdirSync(folder);
  const save = (path: string, bytes: Uint8Array | string): void =>
    writeFileSync(join(folder, path), bytes);
  save('config.json', JSON.stringify(config));
  save('preprocessor_config.json', JSON.stringify({ size, crop_size: size }));
  const tiny = tinyClipFiles();
  for (const path of ['vocab.json', 'merges.txt', 'tokenizer_config.json'])
    save(path, await tiny.read(path));
  await writeRandom(join(folder, 'model.safetensors'), clipTensors(parseClipConfig(config)), {
    type: 'F16',
    seed: 0,
  });
  return folder;
}

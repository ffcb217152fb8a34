// One model in both formats: the tiny CLIPModel written as open_clip writes it gives the same
// embeddings, and its config follows from its tensors.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../executors/reference/referenceExecutor';
import { parseClipConfig } from '../../formats/clipConfig';
import { openClipConfig } from '../../formats/openClipModel';
import { parseSafetensors, toFloat32 } from '../../formats/safetensors';
import { writeSafetensors } from '../../formats/writeSafetensors';
import { partFiles } from '../../paradigms/droppedModel';
import { tinyClipFiles } from '../../../test-support/tinyClip';
import { inspectClipFolder } from './clipFolder';
import { openClipScorer } from './clipScorer';

const never = new AbortController().signal;
const image = {
  width: 9,
  height: 8,
  rgb: Uint8Array.from({ length: 216 }, (_, i) => (i * 37) % 256),
};

const ENDS: readonly (readonly [string, string])[] = [
  ['text_model.embeddings.token_embedding.weight', 'token_embedding.weight'],
  ['text_model.embeddings.position_embedding.weight', 'positional_embedding'],
  ['text_model.final_layer_norm', 'ln_final'],
  ['vision_model.embeddings.class_embedding', 'visual.class_embedding'],
  ['vision_model.embeddings.position_embedding.weight', 'visual.positional_embedding'],
  ['vision_model.embeddings.patch_embedding', 'visual.conv1'],
  ['vision_model.pre_layrnorm', 'visual.ln_pre'],
  ['vision_model.post_layernorm', 'visual.ln_post'],
  ['vision_model.encoder.layers', 'visual.transformer.resblocks'],
  ['text_model.encoder.layers', 'transformer.resblocks'],
  ['.layer_norm1.', '.ln_1.'],
  ['.layer_norm2.', '.ln_2.'],
  ['.mlp.fc1.', '.mlp.c_fc.'],
  ['.mlp.fc2.', '.mlp.c_proj.'],
  ['.self_attn.out_proj.', '.attn.out_proj.'],
];

/** The tiny model's weights under open_clip's names. */
async function openClipWeights(): Promise<Uint8Array> {
  const { tensors } = parseSafetensors(await tinyClipFiles().read('model.safetensors'));
  const written: Record<string, { dtype: 'F32'; shape: readonly number[]; data: Float32Array }> =
    {};
  for (const [name, view] of tensors) {
    const data = toFloat32(view);
    const projection = /^(visual|text)_projection\.weight$/.exec(name)?.[1];
    if (projection) {
      const [rows, columns] = view.shape as [number, number];
      written[projection === 'text' ? 'text_projection' : 'visual.proj'] = {
        dtype: 'F32',
        shape: [columns, rows],
        data: Float32Array.from(data, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!),
      };
      continue;
    }
    const to = ENDS.reduce((made, [from, into]) => made.replace(from, into), name);
    const joint = /^(.*)\.self_attn\.([qkv])_proj\.(weight|bias)$/.exec(to);
    if (!joint) {
      written[to] = { dtype: 'F32', shape: view.shape, data };
      continue;
    }
    const joined = `${joint[1]}.attn.in_proj_${joint[3]}`;
    const [rows, ...rest] = view.shape as [number, ...number[]];
    const all = (written[joined] ??= {
      dtype: 'F32',
      shape: [3 * rows, ...rest],
      data: new Float32Array(3 * data.length),
    });
    all.data.set(data, 'qkv'.indexOf(joint[2]!) * data.length);
  }
  return writeSafetensors(written);
}

const blob = (bytes: Uint8Array): Blob => new Blob([bytes as Uint8Array<ArrayBuffer>]);
const STATED = {
  model_cfg: { embed_dim: 6, vision_cfg: { head_width: 4 }, text_cfg: { heads: 2 } },
};

describe('a model in open_clip’s format', () => {
  it('gives the embeddings of the same model in transformers’ format', async () => {
    const tiny = tinyClipFiles();
    const small = ['vocab.json', 'merges.txt', 'tokenizer_config.json', 'preprocessor_config.json'];
    const dropped = [
      { path: 'hps/mine.safetensors', file: blob(await openClipWeights()) },
      { path: 'hps/open_clip_config.json', file: new Blob([JSON.stringify(STATED)]) },
      ...(await Promise.all(
        small.map(async (path) => ({ path: `hps/${path}`, file: blob(await tiny.read(path)) })),
      )),
    ];
    const found = await inspectClipFolder(dropped);
    expect(found.name).toBe('hps');
    expect(Object.keys(found.files)).toContain('open_clip_model.safetensors');
    expect(found.model.bytes).toBe(dropped[0]!.file.size);
    const embed = async (files: typeof tiny) => {
      const scorer = await openClipScorer(new ReferenceExecutor(), files);
      const [features] = await scorer.features(never, [image], ['a b']);
      return features!;
    };
    const theirs = await embed(partFiles(found.files));
    const ours = await embed(tiny);
    expect(theirs.imageEmbedding).toEqual(ours.imageEmbedding);
    expect(theirs.textEmbedding).toEqual(ours.textEmbedding);
    expect(theirs.logitScale).toBe(ours.logitScale);
  });

  it('follows open_clip’s rules where nothing else says: ViT-H/14 by its shapes', () => {
    const shapes: Record<string, readonly number[]> = {
      'token_embedding.weight': [49408, 1024],
      positional_embedding: [77, 1024],
      text_projection: [1024, 1024],
      'transformer.resblocks.0.mlp.c_fc.weight': [4096, 1024],
      'visual.conv1.weight': [1280, 3, 14, 14],
      'visual.positional_embedding': [257, 1280],
      'visual.proj': [1280, 1024],
      'visual.transformer.resblocks.0.mlp.c_fc.weight': [5120, 1280],
      ...Object.fromEntries(
        Array.from({ length: 24 }, (_, i) => [`transformer.resblocks.${i}.ln_1.weight`, [1024]]),
      ),
      ...Object.fromEntries(
        Array.from({ length: 32 }, (_, i) => [
          `visual.transformer.resblocks.${i}.ln_1.weight`,
          [1280],
        ]),
      ),
    };
    const tensors = new Map(
      Object.entries(shapes).map(([name, shape]) => [name, { dtype: 'F16' as const, shape }]),
    );
    const file = { metadata: {}, tensors, read: () => Promise.reject(new Error('read')) };
    expect(parseClipConfig(openClipConfig(file, null))).toMatchObject({
      projection_dim: 1024,
      text: { num_hidden_layers: 24, num_attention_heads: 16, hidden_act: 'gelu' },
      vision: { num_hidden_layers: 32, num_attention_heads: 16, image_size: 224, patch_size: 14 },
    });
    const quick = openClipConfig(file, { model_cfg: { quick_gelu: true } });
    expect(parseClipConfig(quick).vision.hidden_act).toBe('quick_gelu');
  });
});

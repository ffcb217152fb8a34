// A dropped CLIP folder before it is taken in: its parts are found wherever they lie, and what is
// missing, does not fit or is too large is told with the value seen, before any weight is read.

import { describe, expect, it } from 'vitest';
import { parseSafetensors, toFloat32 } from '../../formats/safetensors';
import { writeSafetensors } from '../../formats/writeSafetensors';
import { tinyClipFiles } from '../../../test-support/tinyClip';
import { partFiles, type DroppedFile } from '../../paradigms/droppedModel';
import { inspectClipFolder } from './clipFolder';

const PARTS = [
  'config.json',
  'preprocessor_config.json',
  'tokenizer_config.json',
  'vocab.json',
  'merges.txt',
  'model.safetensors',
];

/** The tiny folder as dropped files below `folder`; null takes a file away. */
async function dropped(
  changes: Readonly<Record<string, unknown>> = {},
  folder = 'my clip/',
): Promise<DroppedFile[]> {
  const files = tinyClipFiles(changes);
  const kept = [...PARTS, ...Object.keys(changes).filter((path) => !PARTS.includes(path))].filter(
    (path) => changes[path] !== null,
  );
  return Promise.all(
    kept.map(async (path) => ({
      path: folder + path,
      file: new Blob([(await files.read(path)) as Uint8Array<ArrayBuffer>]),
    })),
  );
}

/** The tiny weights with some tensors replaced or (null) left out. */
async function weights(
  changes: Readonly<Record<string, readonly number[] | null>>,
): Promise<Uint8Array> {
  const { tensors } = parseSafetensors(await tinyClipFiles().read('model.safetensors'));
  const kept = [...tensors.values()].filter(({ name }) => changes[name] !== null);
  return writeSafetensors(
    Object.fromEntries(
      kept.map((view) => {
        const shape = changes[view.name] ?? view.shape;
        return [
          view.name,
          {
            dtype: 'F32' as const,
            shape,
            data: changes[view.name]
              ? new Float32Array(shape.reduce((a, b) => a * b, 1))
              : toFloat32(view),
          },
        ];
      }),
    ),
  );
}

describe('inspectClipFolder', () => {
  it('finds the parts below any folder, among other files, named by the folder', async () => {
    const files = await dropped({ 'README.md': 'x' });
    const found = await inspectClipFolder(files);
    expect(found).toMatchObject({ name: 'my clip', model: { config: { projection_dim: 6 } } });
    expect(Object.keys(found.files).sort()).toEqual([...PARTS].sort());
    expect(found.bytes).toBe(
      files
        .filter(({ path }) => !path.endsWith('README.md'))
        .reduce((sum, { file }) => sum + file.size, 0),
    );
    expect((await inspectClipFolder(await dropped({}, 'models/deep/it/'))).name).toBe('it');
    expect((await inspectClipFolder(await dropped({}, ''))).name).toBe('');
    expect(await partFiles(found.files).read('merges.txt')).toEqual(
      await tinyClipFiles().read('merges.txt'),
    );
    await expect(partFiles(found.files).read('style_head.safetensors')).rejects.toMatchObject({
      kind: 'BadModel',
    });
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    [
      'config',
      { 'config.json': null },
      'model.safetensors holds no CLIP model in open_clip’s names, and no config.json says',
      'Drop the whole folder',
    ],
    [
      'config and weights',
      { 'config.json': null, 'model.safetensors': null },
      'There is no config.json among the 4 files (my clip/preprocessor_config.json',
      'in transformers’ format',
    ],
    [
      'two files',
      { 'merges.txt': null, 'vocab.json': null },
      'The folder “my clip” lacks vocab.json, merges.txt.',
      'Download the whole folder',
    ],
    [
      'vocabulary of a fast tokenizer',
      { 'vocab.json': null, 'merges.txt': null, 'tokenizer.json': {} },
      'lacks vocab.json, merges.txt',
      'tokenizer.json is not read',
    ],
    [
      'weights of PyTorch',
      { 'model.safetensors': null, 'pytorch_model.bin': {} },
      'lacks model.safetensors',
      'safe_serialization=True',
    ],
    [
      'index of the shards',
      {
        'model.safetensors': null,
        'model-00001-of-00002.safetensors': {},
        'model-00002-of-00002.safetensors': {},
      },
      'lacks model.safetensors.index.json',
      'Download the whole folder',
    ],
  ])('says what is missing: %s', async (_, changes, message, remedy) => {
    await expect(inspectClipFolder(await dropped(changes))).rejects.toMatchObject({
      kind: 'BadModel',
      message: expect.stringContaining(message),
      remedy: expect.stringContaining(remedy),
    });
  });

  it('wants one model', async () => {
    await expect(
      inspectClipFolder([...(await dropped()), ...(await dropped({}, 'other/'))]),
    ).rejects.toThrow('There are 2 models here: my clip/config.json, other/config.json');
  });

  it('tells weights that are not those of the config, by name and shape', async () => {
    const look = async (changes: Parameters<typeof weights>[0]) =>
      inspectClipFolder(await dropped({ 'model.safetensors': await weights(changes) }));
    await expect(look({ 'visual_projection.weight': null })).rejects.toThrow(
      'model.safetensors has no tensor “visual_projection.weight”',
    );
    await expect(look({ logit_scale: null })).rejects.toThrow('has no tensor “logit_scale”');
    await expect(look({ 'visual_projection.weight': [5, 4] })).rejects.toThrow(
      'The weight “visual_projection.weight” has the shape [5, 4], which is not what config.json ' +
        'asks for.',
    );
    await expect(look({ 'vision_model.post_layernorm.bias': [3] })).rejects.toThrow(
      'has the shape [3]',
    );
    await expect(
      inspectClipFolder(
        await dropped({ 'model.safetensors': new TextEncoder().encode('a pickle, really') }),
      ),
    ).rejects.toMatchObject({ kind: 'BadSafetensors' });
  });

  it('takes weights in shards or as fp16; CLIP’s own vocabulary needs no files', async () => {
    const { tensors } = parseSafetensors(await tinyClipFiles().read('model.safetensors'));
    const names = [...tensors.keys()];
    const shard = (part: number): Uint8Array =>
      writeSafetensors(
        Object.fromEntries(
          [...tensors.values()]
            .filter((_, i) => i % 2 === part)
            .map((view) => [
              view.name,
              { dtype: 'F32' as const, shape: view.shape, data: toFloat32(view) },
            ]),
        ),
      );
    const shardName = (part: number): string => `model-0000${part + 1}-of-00002.safetensors`;
    const sharded = await inspectClipFolder(
      await dropped({
        'model.safetensors': null,
        'model.safetensors.index.json': {
          weight_map: Object.fromEntries(names.map((name, i) => [name, shardName(i % 2)])),
        },
        [shardName(0)]: shard(0),
        [shardName(1)]: shard(1),
      }),
    );
    expect(Object.keys(sharded.files)).toEqual(
      expect.arrayContaining([shardName(0), shardName(1), 'model.safetensors.index.json']),
    );
    const whole = await inspectClipFolder(await dropped());
    expect(sharded.parameters).toBe(whole.parameters);
    expect(await sharded.model.weights.read('visual_projection.weight')).toEqual(
      await whole.model.weights.read('visual_projection.weight'),
    );

    const file = await tinyClipFiles().read('model.safetensors');
    const half = await inspectClipFolder(
      await dropped({ 'model.safetensors': null, 'model.fp16.safetensors': file }),
    );
    expect(half.model.hash).toBe(whole.model.hash);

    // CLIP's 49,408 tokens: neither a tokenizer nor a preprocessor is asked for, only its weights.
    const config = JSON.parse(
      new TextDecoder().decode(await tinyClipFiles().read('config.json')),
    ) as { text_config: object };
    const bare = await dropped({
      'config.json': { ...config, text_config: { ...config.text_config, vocab_size: 49408 } },
      'preprocessor_config.json': null,
      'tokenizer_config.json': null,
      'vocab.json': null,
      'merges.txt': null,
    });
    await expect(inspectClipFolder(bare)).rejects.toThrow('token_embedding.weight” has the shape');
  });
});

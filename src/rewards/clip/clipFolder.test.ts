// A dropped CLIP folder before it is taken in: its parts are found wherever they lie, and what is
// missing, does not fit or is too large is told with the value seen, before any weight is read.

import { describe, expect, it } from 'vitest';
import { blobFile } from '../../formats/rangedFile';
import {
  openSafetensorsFile,
  parseSafetensors,
  toFloat32,
  writeSafetensors,
} from '../../formats/safetensors';
import { tinyClipFiles } from '../../../test-support/tinyClip';
import { blobFiles, clipLimits, inspectClipFolder, type FolderFile } from './clipFolder';

const PARTS = [
  'config.json',
  'preprocessor_config.json',
  'tokenizer_config.json',
  'vocab.json',
  'merges.txt',
  'model.safetensors',
];
const limits = clipLimits(undefined, 0);

/** The tiny folder as dropped files below `folder`; null takes a file away. */
async function dropped(
  changes: Readonly<Record<string, unknown>> = {},
  folder = 'my clip/',
): Promise<FolderFile[]> {
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

/** A blob of some size whose bytes must not be read whole. */
function huge(size: number): Blob {
  const blob = new Blob(['x']);
  return Object.defineProperties(blob, {
    size: { value: size },
    arrayBuffer: {
      value: () => {
        throw new Error('the weights were read');
      },
    },
  });
}

describe('inspectClipFolder', () => {
  it('finds the parts below any folder, among other files, named by the folder', async () => {
    const files = await dropped({ 'README.md': 'x' });
    const found = await inspectClipFolder(files, limits);
    expect(found).toMatchObject({ name: 'my clip', width: 6 });
    expect(Object.keys(found.files).sort()).toEqual([...PARTS].sort());
    expect(found.bytes).toBe(
      files
        .filter(({ path }) => !path.endsWith('README.md'))
        .reduce((sum, { file }) => sum + file.size, 0),
    );
    expect((await inspectClipFolder(await dropped({}, 'models/deep/it/'), limits)).name).toBe('it');
    expect((await inspectClipFolder(await dropped({}, ''), limits)).name).toBe('');
    expect(await blobFiles(found.files).read('merges.txt')).toEqual(
      await tinyClipFiles().read('merges.txt'),
    );
    await expect(blobFiles(found.files).read('style_head.safetensors')).rejects.toMatchObject({
      kind: 'BadModel',
    });
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    [
      'config',
      { 'config.json': null },
      'There is no config.json among the 5 files (my clip/preprocessor_config.json',
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
      'weights in pieces',
      {
        'model.safetensors': null,
        'model-00001-of-00002.safetensors': {},
        'model-00002-of-00002.safetensors': {},
      },
      'The weights are in 2 files (model-00001-of-00002.safetensors',
      'max_shard_size',
    ],
  ])('says what is missing: %s', async (_, changes, message, remedy) => {
    await expect(inspectClipFolder(await dropped(changes), limits)).rejects.toMatchObject({
      kind: 'BadModel',
      message: expect.stringContaining(message),
      remedy: expect.stringContaining(remedy),
    });
  });

  it('wants one model', async () => {
    await expect(
      inspectClipFolder([...(await dropped()), ...(await dropped({}, 'other/'))], limits),
    ).rejects.toThrow('There are 2 models here: my clip/config.json, other/config.json');
  });

  it('tells weights that are not those of the config, by name and shape', async () => {
    const look = async (changes: Parameters<typeof weights>[0]) =>
      inspectClipFolder(await dropped({ 'model.safetensors': await weights(changes) }), limits);
    await expect(look({ 'visual_projection.weight': null })).rejects.toThrow(
      'model.safetensors has no tensor “visual_projection.weight”',
    );
    await expect(look({ logit_scale: null })).rejects.toThrow('has no tensor “logit_scale”');
    await expect(look({ 'visual_projection.weight': [5, 4] })).rejects.toThrow(
      '“visual_projection.weight” in model.safetensors has the shape [5, 4], which is not what ' +
        'config.json asks for',
    );
    await expect(look({ 'vision_model.post_layernorm.bias': [3] })).rejects.toThrow(
      'has the shape [3]',
    );
    await expect(
      inspectClipFolder(
        await dropped({ 'model.safetensors': new TextEncoder().encode('a pickle, really') }),
        limits,
      ),
    ).rejects.toMatchObject({ kind: 'BadSafetensors' });
  });

  it(
    'refuses what is too large before reading it: by the file, its pieces, its numbers, one ' +
      'tensor',
    async () => {
      const without = await dropped({ 'model.safetensors': null });
      const pickScore = 3_944_517_836;
      await expect(
        inspectClipFolder(
          [...without, { path: 'my clip/model.safetensors', file: huge(pickScore) }],
          limits,
        ),
      ).rejects.toMatchObject({
        kind: 'OutOfMemory',
        message: expect.stringContaining('model.safetensors has 3.9 GB; 2.1 GB is the most'),
      });
      await expect(
        inspectClipFolder(
          [
            ...without,
            ...[1, 2].map((n) => ({
              path: `my clip/model-0000${n}-of-00002.safetensors`,
              file: huge(pickScore / 2),
            })),
          ],
          limits,
        ),
      ).rejects.toThrow('The weights are 2 files of 3.9 GB');
      const small = new Blob([
        (await tinyClipFiles().read('model.safetensors')) as Uint8Array<ArrayBuffer>,
      ]);
      const numbers = [...(await openSafetensorsFile(blobFile(small))).tensors.values()].reduce(
        (sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1),
        0,
      );
      await expect(
        inspectClipFolder(await dropped(), { bytes: small.size, tensorBytes: 64 }),
      ).rejects.toMatchObject({
        kind: 'OutOfMemory',
        message: expect.stringContaining('the largest buffer of this GPU'),
      });
      expect(small.size).toBeGreaterThan(numbers * 4);
      await expect(
        inspectClipFolder(await dropped(), { bytes: small.size, tensorBytes: small.size }),
      ).resolves.toMatchObject({ width: 6 });
    },
  );

  it('takes less on a smaller machine', () => {
    expect(clipLimits(2, 0).bytes).toBe(2 ** 29);
    expect(clipLimits(8, 1000)).toEqual({ bytes: 2 ** 31 - 1, tensorBytes: 1000 });
  });
});

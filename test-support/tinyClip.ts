// Test support: a CLIP folder of some 30 kB, as clipScorer.ts reads it: the recorded tiny CLIPModel
// with a tokenizer of single letters.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StudioError } from '../src/errors';
import { writeSafetensors, type WritableTensor } from '../src/formats/writeSafetensors';
import type { ModelFiles } from '../src/paradigms/modelFiles';

const FOLDER = fileURLToPath(new URL('../fixtures/clip/clipmodel_tiny_gelu', import.meta.url));

/** The 28 tokens a…n and a…n at a word's end, then start and end. */
const VOCABULARY = Object.fromEntries(
  [...'abcdefghijklmn']
    .flatMap((letter, i) => [
      [letter, i],
      [`${letter}</w>`, 14 + i],
    ])
    .concat([
      ['<|startoftext|>', 28],
      ['<|endoftext|>', 29],
    ]),
);

/** Its files; `changes` replace or (null) remove some. JSON values may be given as they are. */
export function tinyClipFiles(changes: Readonly<Record<string, unknown>> = {}): ModelFiles {
  const made: Record<string, unknown> = {
    'vocab.json': VOCABULARY,
    'merges.txt': new TextEncoder().encode('#version: 0.2\n'),
    'tokenizer_config.json': { model_max_length: 9 },
    ...changes,
  };
  return {
    async read(path) {
      const given = made[path];
      if (given instanceof Uint8Array) return given;
      if (given !== undefined && given !== null)
        return new TextEncoder().encode(JSON.stringify(given));
      if (
        given === undefined &&
        ['config.json', 'model.safetensors', 'preprocessor_config.json'].includes(path)
      )
        return new Uint8Array(readFileSync(`${FOLDER}/${path}`));
      throw new StudioError('BadModel', `${path} is not there.`, 'Check the folder.');
    },
  };
}

/** A style head for 8×8 images with widths 4, 4, 8 and made-up weights. */
export function styleHeadFile(names: readonly string[]): {
  bytes: Uint8Array;
  tensors: Record<string, WritableTensor>;
  metadata: Record<string, string>;
} {
  const tensor = (seed: number, centre: number, ...shape: number[]): WritableTensor => ({
    dtype: 'F32',
    shape,
    data: Float32Array.from(
      { length: shape.reduce((a, b) => a * b, 1) },
      (_, i) => centre + 0.6 * Math.sin(seed + 2.3 * i),
    ),
  });
  const tensors: Record<string, WritableTensor> = {
    'conv_in.weight': tensor(1, 0, 4, 3, 3, 3),
    'conv_in.bias': tensor(2, 0, 4),
    'classifier.weight': tensor(3, 0, names.length, 16),
    'classifier.bias': tensor(4, 0, names.length),
  };
  [
    [4, 4],
    [8, 4],
  ].forEach(([outputs, inputs], i) =>
    Object.assign(tensors, {
      [`convs.${i}.weight`]: tensor(5 + i, 0, outputs!, inputs!, 3, 3),
      [`convs.${i}.bias`]: tensor(7 + i, 0, outputs!),
      [`norms.${i}.weight`]: tensor(9 + i, 1, outputs!),
      [`norms.${i}.bias`]: tensor(11 + i, 0, outputs!),
    }),
  );
  const metadata = { styles: JSON.stringify(names), groups: '2', eps: '1e-05' };
  return { bytes: writeSafetensors(tensors, metadata), tensors, metadata };
}

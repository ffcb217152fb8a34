// Test support: a CLIP folder of some 30 kB, as clipScorer.ts reads it: the recorded tiny CLIPModel with a tokenizer of single letters.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StudioError } from '../errors';
import type { ModelFiles } from '../pipeline/modelFiles';

const FOLDER = fileURLToPath(new URL('../../fixtures/clip/clipmodel_tiny_gelu', import.meta.url));

/** The 28 tokens a…n and a…n at a word's end, then start and end. */
const VOCABULARY = Object.fromEntries([...'abcdefghijklmn'].flatMap((letter, i) => [[letter, i], [`${letter}</w>`, 14 + i]]).concat([['<|startoftext|>', 28], ['<|endoftext|>', 29]]));

/** Its files; `changes` replace or (null) remove some. JSON values may be given as they are. */
export function tinyClipFiles(changes: Readonly<Record<string, unknown>> = {}): ModelFiles {
  const made: Record<string, unknown> = { 'vocab.json': VOCABULARY, 'merges.txt': new TextEncoder().encode('#version: 0.2\n'), 'tokenizer_config.json': { model_max_length: 9 }, ...changes };
  return {
    async read(path) {
      const given = made[path];
      if (given instanceof Uint8Array) return given;
      if (given !== undefined && given !== null) return new TextEncoder().encode(JSON.stringify(given));
      if (given === undefined && ['config.json', 'model.safetensors', 'preprocessor_config.json'].includes(path)) return new Uint8Array(readFileSync(`${FOLDER}/${path}`));
      throw new StudioError('BadModel', `${path} is not there.`, 'Check the folder.');
    },
  };
}

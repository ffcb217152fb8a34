// Model folders and single-file checkpoints of the disk, as the loaders read them.

import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StudioError } from '../../src/errors';
import type { ModelFiles } from '../../src/paradigms/baseModel';
import { singleFile } from '../../src/paradigms/singleFile';
import { nodeFile } from './nodeRanges';

/** Model files below a folder. */
export function modelFolder(folder: string): ModelFiles {
  const at = async <T>(path: string, act: (path: string) => Promise<T>): Promise<T> => {
    try {
      return await act(join(folder, path));
    } catch (error) {
      throw new StudioError(
        'BadModel',
        `${join(folder, path)} cannot be read: ` +
          `${error instanceof Error ? error.message : String(error)}`,
        'Check the name given with --base.',
      );
    }
  };
  return {
    read: (path) => at(path, async (file) => new Uint8Array(await readFile(file))),
    open: (path) => at(path, nodeFile),
    exists: async (path) => existsSync(join(folder, path)),
  };
}

/** A base named on the command line. */
export interface NamedBase {
  readonly id: string;
  readonly files: ModelFiles;
  /** Where a plumbline.json may lie. */
  readonly folder: string;
}

const PICKLE = /\.(ckpt|pt|pth|bin)$/i;

/**
 * A bundled model by its id, a model folder by its path, or a single-file checkpoint: its configs
 * and tokenizer are then in a folder beside it, called `config` or as the file without its ending.
 * Errors: BadModel where there is nothing; Unsupported for pickles.
 */
export async function openBase(base: string, bundled: string): Promise<NamedBase> {
  const own = join(bundled, base);
  if (existsSync(own)) return { id: base, files: modelFolder(own), folder: own };
  if (!existsSync(base))
    throw new StudioError(
      'BadModel',
      `There is no bundled model and no path “${base}”.`,
      'Give the id of a bundled model (such as emoji-64), a model folder, or a .safetensors file.',
    );
  const id = basename(base).replace(/\.safetensors$/i, '');
  if (statSync(base).isDirectory()) return { id, files: modelFolder(base), folder: base };
  if (PICKLE.test(base))
    throw new StudioError(
      'Unsupported',
      `${base} is a pickle, which can run code when it is opened; it was not opened.`,
      'Convert it to .safetensors, for example with the checkpoint merger of A1111 or diffusers’ ' +
        'StableDiffusionPipeline.from_single_file(…).save_pretrained(folder).',
    );
  const folder = [join(dirname(base), id), join(dirname(base), 'config')].find((place) =>
    existsSync(join(place, 'model_index.json')),
  );
  if (folder === undefined)
    throw new StudioError(
      'BadModel',
      `${base} is a single file, which does not hold its configs and tokenizer.`,
      `Put them into a folder called ${id} or config beside it, as diffusers saves them ` +
        '(model_index.json, unet/config.json, …, tokenizer/).',
    );
  return { id, files: await singleFile(await nodeFile(base), modelFolder(folder)), folder };
}

// Model folders and single-file checkpoints of the disk, as the loaders read them.

import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StudioError } from '../../src/errors';
import type { ModelFiles } from '../../src/paradigms/baseModel';
import { openSingleFile } from '../../src/paradigms/singleFile';
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

/**
 * A bundled model by its id, a model folder by its path, or a single-file checkpoint. Configs and
 * tokenizer of a single file may lie in a folder beside it, called `config` or as the file without
 * its ending; else they follow from the file. Errors: BadModel where there is nothing; Unsupported
 * for pickles and for files of another kind.
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
  const folder = [join(dirname(base), id), join(dirname(base), 'config')].find((place) =>
    existsSync(join(place, 'model_index.json')),
  );
  const configs = folder === undefined ? null : modelFolder(folder);
  const { files } = await openSingleFile(await nodeFile(base), { configs });
  return { id, files, folder: folder ?? dirname(base) };
}

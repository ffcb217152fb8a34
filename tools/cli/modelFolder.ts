// Model folders and single-file checkpoints of the disk, as the loaders read them.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../src/errors';
import type { ModelFiles } from '../../src/paradigms/baseModel';
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

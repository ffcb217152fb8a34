// Reading a model where it lies: what a browser that has to be asked again makes of it, and where
// files are found below a picked folder.

import { expect, it } from 'vitest';
import { deleteLeftCopies, isGranted, linkedFiles, linkedParts } from './ownModels';

const file = (name: string, content: string, lastModified = Date.now()) => ({
  kind: 'file',
  name,
  getFile: async () => new File([content], name, { lastModified }),
});
interface Entry {
  readonly kind: string;
  readonly name: string;
}

/** A folder of the file system; `permission` is what the browser says of it now. */
function folder(name: string, entries: readonly Entry[], permission = 'granted') {
  const find = (kind: string) => async (wanted: string) => {
    const found = entries.find((entry) => entry.name === wanted && entry.kind === kind);
    if (!found) throw new DOMException(`${wanted} was not found.`, 'NotFoundError');
    return found;
  };
  return {
    kind: 'directory',
    name,
    async *entries(): AsyncGenerator<[string, unknown]> {
      for (const entry of entries) yield [entry.name, entry];
    },
    getFileHandle: find('file') as (name: string) => Promise<unknown>,
    getDirectoryHandle: find('directory') as (name: string) => Promise<unknown>,
    queryPermission: async () => permission,
  };
}

const picked = (permission = 'granted'): FileSystemHandle =>
  folder(
    'sd',
    [
      file('model_index.json', '{}'),
      file('.DS_Store', 'x'),
      folder('unet', [file('config.json', 'unet')]),
    ],
    permission,
  ) as unknown as FileSystemHandle;
const link = (permission?: string) => ({ name: 'mine', handle: picked(permission), prefix: 'sd/' });

it('finds the files of a picked folder by their path, hidden ones aside', async () => {
  expect(Object.keys(await linkedFiles(picked())).sort()).toEqual([
    'sd/model_index.json',
    'sd/unet/config.json',
  ]);
  const parts = await linkedParts(link(), ['unet/config.json']);
  expect(await parts['unet/config.json']!.text()).toBe('unet');
});

it('asks for a press where the browser has to be asked again, and says what is gone', async () => {
  for (const permission of ['prompt', 'denied']) {
    expect(await isGranted(picked(permission))).toBe(false);
    await expect(linkedParts(link(permission), ['unet/config.json'])).rejects.toMatchObject({
      kind: 'BadModel',
      remedy: expect.stringContaining('Allow reading'),
    });
  }
  expect(await isGranted(picked())).toBe(true);
  await expect(linkedParts(link(), ['vae/config.json'])).rejects.toThrow(
    'sd/vae/config.json of “mine” is no longer where it was: vae was not found.',
  );
});

it('frees copies that were cut off, and none that has a record or is being made', async () => {
  const hoursAgo = (hours: number): number => Date.now() - hours * 3_600_000;
  const removed: string[] = [];
  const models = {
    ...folder('models', [
      folder('own-kept', [file('unet', 'x', hoursAgo(50))]),
      folder('own-left', [file('unet', 'x', hoursAgo(2)), file('vae', 'x', hoursAgo(3))]),
      folder('own-made', [file('vae', 'x', hoursAgo(2)), file('unet', 'x', hoursAgo(0.5))]),
      folder('clip-empty', []),
    ]),
    removeEntry: async (name: string) => void removed.push(name),
  };
  const storage = { getDirectory: async () => folder('', [models]) } as unknown as StorageManager;
  await deleteLeftCopies(new Set(['own-kept']), storage);
  expect(removed).toEqual(['own-left']);
  await deleteLeftCopies(new Set(), {} as StorageManager);
});

// Files of the disk for an import: the same list of named byte ranges that the page makes of what
// was dropped. Ranges are read as they are asked for; nothing is held open.

import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { StudioError } from '../../src/errors';
import { forwardSlashes, type SourceFile } from '../../src/data/import/files/sourceFile';
import { show, showError } from '../../src/strings/show';

function unreadable(path: string, error: unknown): StudioError {
  return new StudioError(
    'BadScoreFile',
    `${show(path)} cannot be read: ${showError(error)}`,
    'Give a folder, a .zip or a table beside its images.',
  );
}

/** A file of the disk under a path of its own. Errors: BadScoreFile where it is not there. */
export async function diskFile(place: string, path: string): Promise<SourceFile> {
  const { size } = await stat(place).catch((error: unknown) => {
    throw unreadable(place, error);
  });
  const range = async (begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> => {
    const length = Math.max(0, Math.min(end, size) - begin);
    const file = await open(place).catch((error: unknown) => {
      throw unreadable(place, error);
    });
    try {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.read(bytes, 0, length, begin);
      return bytesRead === length ? bytes : bytes.slice(0, bytesRead);
    } catch (error) {
      throw unreadable(place, error);
    } finally {
      await file.close();
    }
  };
  return { path: forwardSlashes(path), size, range, bytes: () => range(0, size) };
}

/** Files of a folder, or one file. Errors: BadScoreFile when there is neither. */
export async function filesAt(path: string): Promise<SourceFile[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (!found.isDirectory()) return [await diskFile(path, basename(path))];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files: SourceFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const place = join(entry.parentPath, entry.name);
    files.push(await diskFile(place, relative(path, place)));
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

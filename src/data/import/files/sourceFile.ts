// What was dropped, as a flat list of named byte ranges: the one thing that page and command line
// give to an import. Files of a folder are read from disk range by range, entries of a zip are
// inflated one by one; nothing is read before it is asked for.

import { StudioError } from '../../../errors';
import { dataErrors } from '../../../strings/errors/data';
import { show } from '../../../strings/show';

/** A file with a path below what was dropped (forward slashes). */
export interface SourceFile {
  readonly path: string;
  /** Bytes; for an entry of a zip what its directory claims. */
  readonly size: number;
  /** The whole file. Errors: BadScoreFile where it cannot be read. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** Bytes begin…end−1, fewer past its end. */
  range(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A table, description or sidecar may have so many bytes: it is held in memory whole. */
export const MAX_TABLE_BYTES = 64 * 2 ** 20;
/** An image file may have so many bytes. */
export const MAX_IMAGE_BYTES = 128 * 2 ** 20;

/** Reads a file whole. Errors: BadScoreFile where it is larger than `most`. */
export async function readWhole(file: SourceFile, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > most)
    throw new StudioError(
      'BadScoreFile',
      ...dataErrors.files.tooLarge(
        show(file.path),
        Math.round(file.size / 2 ** 20),
        most / 2 ** 20,
      ),
    );
  return file.bytes();
}

/** A file of the browser. */
export function blobFile(path: string, blob: Blob): SourceFile {
  const range = async (begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> => {
    try {
      return new Uint8Array(await blob.slice(begin, end).arrayBuffer());
    } catch (error) {
      throw new StudioError(
        'BadScoreFile',
        ...dataErrors.files.unreadable(
          show(path),
          error instanceof Error ? error.message : String(error),
        ),
      );
    }
  };
  return { path: forwardSlashes(path), size: blob.size, range, bytes: () => range(0, blob.size) };
}

/** Bytes in memory as a file. */
export function memoryFile(path: string, bytes: Uint8Array<ArrayBuffer>): SourceFile {
  return {
    path: forwardSlashes(path),
    size: bytes.length,
    bytes: () => Promise.resolve(bytes),
    range: (begin, end) => Promise.resolve(bytes.subarray(begin, end)),
  };
}

export function forwardSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}

/** The folder of a path, with a slash at its end; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Lower-case extension without its dot; empty where there is none. */
export function extensionOf(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** Files that an operating system leaves behind; they belong to no set. */
export function isSystemFile(path: string): boolean {
  const name = baseName(path);
  return (
    path.split('/').includes('__MACOSX') ||
    name.startsWith('._') ||
    name.startsWith('~$') ||
    name === '.DS_Store' ||
    name === 'Thumbs.db' ||
    name === 'desktop.ini'
  );
}

/**
 * A relative path with forward slashes, or null when it leaves the folder (absolute, drive letter,
 * ..).
 */
export function safePath(path: string): string | null {
  const parts = forwardSlashes(path.trim()).split('/');
  if (parts[0] === '' || /^[a-z]:$/iu.test(parts[0]!) || parts.includes('..')) return null;
  const kept = parts.filter((part) => part !== '.' && part !== '');
  return kept.length === 0 ? null : kept.join('/');
}

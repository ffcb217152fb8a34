// What was dropped, as a flat list of readable files: folders and single files as they come, a .zip
// unpacked lazily entry by entry with its sizes checked first (no more than 4 GiB in all, no path
// that leaves the folder). Nothing is written to disk.

import { unzipSync, type UnzipFileInfo } from 'fflate';
import { StudioError } from '../../errors';

/** A file with a path below the dropped folder; bytes are read when asked for. */
export interface SourceFile {
  readonly path: string;
  bytes(): Promise<Uint8Array>;
}

/** Unpacked bytes a zip may claim. */
const MAX_UNPACKED_BYTES = 4 * 2 ** 30;
/** Bytes one image or table in it may claim. */
const MAX_ENTRY_BYTES = 256 * 2 ** 20;

/**
 * Entries of a zip. Directories and macOS's own entries are left out. Errors: BadScoreFile when it
 * is no zip, claims too much, or an entry's path leaves the folder.
 */
export function openZip(name: string, zip: Uint8Array): SourceFile[] {
  const infos: UnzipFileInfo[] = [];
  try {
    unzipSync(zip, {
      filter: (info) => {
        infos.push(info);
        return false;
      },
    });
  } catch (error) {
    throw new StudioError(
      'BadScoreFile',
      `${name} could not be read as a zip: ` +
        `${error instanceof Error ? error.message : String(error)}`,
      'Pack the folder again and drop the new zip.',
    );
  }
  const total = infos.reduce((sum, info) => sum + info.originalSize, 0);
  if (total > MAX_UNPACKED_BYTES)
    throw new StudioError(
      'BadScoreFile',
      `${name} would unpack to ${Math.round(total / 2 ** 20)} MiB; ` +
        `${MAX_UNPACKED_BYTES / 2 ** 20} MiB is the most.`,
      'Drop the folder itself, or split it.',
    );
  const kept = infos.filter(
    (info) => !info.name.endsWith('/') && !/(^|\/)(__MACOSX|\.DS_Store)/.test(info.name),
  );
  return kept.map((info) => {
    if (info.name.startsWith('/') || info.name.split(/[\\/]/).includes('..'))
      throw new StudioError(
        'BadScoreFile',
        `${name} holds the path “${info.name}”, which leaves the folder.`,
        'Pack the folder again with plain relative paths.',
      );
    return {
      path: info.name,
      async bytes() {
        if (info.originalSize > MAX_ENTRY_BYTES)
          throw new StudioError(
            'BadScoreFile',
            `${info.name} would unpack to ${Math.round(info.originalSize / 2 ** 20)} MiB.`,
            'Leave that file out of the zip.',
          );
        const found = unzipSync(zip, { filter: (one) => one.name === info.name })[info.name];
        if (!found)
          throw new StudioError(
            'BadScoreFile',
            `${info.name} could not be unpacked from ${name}.`,
            'Pack the folder again and drop the new zip.',
          );
        return found;
      },
    };
  });
}

/**
 * The one table among the files: metadata.csv or .jsonl if there, else the only .csv or .jsonl.
 * Errors: BadScoreFile when none or several fit.
 */
export function findTable(files: readonly SourceFile[]): SourceFile {
  const tables = files.filter((file) => /\.(csv|jsonl)$/i.test(file.path));
  const named = tables.filter((file) => /(^|\/)metadata\.(csv|jsonl)$/i.test(file.path));
  const fitting = named.length > 0 ? named : tables;
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length === 0)
    throw new StudioError(
      'BadScoreFile',
      `There is no table among the ${files.length} files.`,
      'Add metadata.csv (or metadata.jsonl) with the columns file_name, text, score.',
    );
  throw new StudioError(
    'BadScoreFile',
    `There are several tables: ${fitting.map((file) => file.path).join(', ')}.`,
    'Keep one of them, named metadata.csv or metadata.jsonl.',
  );
}

// Files as they were dropped or picked, with their paths within what was dropped.

import type { ImportFile } from '../../domain/dataset';

/** The path within what was dropped or picked, without a leading “./” or “/”. */
function pathOf(file: File): string {
  const dropped = file as File & { relativePath?: string; path?: string };
  const path =
    [file.webkitRelativePath, dropped.relativePath, dropped.path].find(
      (entry) => entry !== undefined && entry !== '',
    ) ?? file.name;
  return path.replace(/^(\.?\/)+/, '');
}

export const droppedFiles = (files: readonly File[]): ImportFile[] =>
  files.map((file) => ({ path: pathOf(file), file }));

// JSON files that stand beside images, one each (a.png + a.json or a.png.json): gallery-dl,
// img2dataset and scripts keep captions, tags and scores so.

import { StudioError } from '../../../errors';
import { strings } from '../../../strings';
import { show } from '../../../strings/show';
import { readWhole, type SourceFile } from '../files/sourceFile';
import { isRecord, parseJsonFile, tableOfJson } from '../tables/json';
import type { MetadataTable } from '../tables/table';
import { decodeText } from '../text/decodeText';

const MAX_RECORD_BYTES = 2 ** 20;

/**
 * The records as one table, each with its image's path as file name; null where none is a record.
 * Of those that cannot be read the first is told with its reason.
 */
export async function recordsBeside(
  records: readonly SourceFile[],
  images: readonly SourceFile[],
): Promise<{ table: MetadataTable | null; notes: readonly string[] }> {
  const stem = (path: string): string => path.replace(/\.[^./]+$/u, '');
  const byName = new Map(images.flatMap(({ path }) => [[path, path] as const]));
  for (const { path } of images) if (!byName.has(stem(path))) byName.set(stem(path), path);
  const unread: string[] = [];
  const rows: Record<string, unknown>[] = [];
  for (const file of records) {
    const image = byName.get(stem(file.path));
    if (image === undefined) continue;
    try {
      const { text } = decodeText(file.path, await readWhole(file, MAX_RECORD_BYTES));
      const record = parseJsonFile(file.path, text.replace(/^\ufeff/u, ''));
      if (isRecord(record)) rows.push({ ...record, file_name: image });
      else unread.push(show(file.path));
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      unread.push(error.message);
    }
  }
  const table = rows.length === 0 ? null : tableOfJson(strings.importing.beside, rows);
  const notes =
    unread.length === 0 ? [] : [strings.importing.besideUnread(unread.length, unread[0]!)];
  return { table, notes };
}

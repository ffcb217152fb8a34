// JSON files that stand beside images, one each (a.png + a.json or a.png.json): gallery-dl,
// img2dataset and scripts keep captions, tags and scores so.

import { strings } from '../../../strings';
import { readWhole, type SourceFile } from '../files/sourceFile';
import { isRecord, parseJsonFile, tableOfJson } from '../tables/json';
import type { MetadataTable } from '../tables/table';
import { decodeText } from '../text/decodeText';

const MAX_RECORD_BYTES = 2 ** 20;

/**
 * The records as one table, each with its image's path as file name; null where none is a record.
 * Errors: BadScoreFile for one that is no JSON.
 */
export async function recordsBeside(
  records: readonly SourceFile[],
  images: readonly SourceFile[],
): Promise<MetadataTable | null> {
  const stem = (path: string): string => path.replace(/\.[^./]+$/u, '');
  const byName = new Map(images.flatMap(({ path }) => [[path, path] as const]));
  for (const { path } of images) if (!byName.has(stem(path))) byName.set(stem(path), path);
  const rows: Record<string, unknown>[] = [];
  for (const file of records) {
    const image = byName.get(stem(file.path));
    if (image === undefined) continue;
    const { text } = decodeText(file.path, await readWhole(file, MAX_RECORD_BYTES));
    const record = parseJsonFile(file.path, text);
    if (isRecord(record)) rows.push({ ...record, file_name: image });
  }
  return rows.length === 0 ? null : tableOfJson(strings.importing.beside, rows);
}

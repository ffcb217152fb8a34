// An Eagle library: images/NAME.info/ holds an image and metadata.json with its star and
// annotation.

import { folderOf, readWhole, type SourceFile } from '../files/sourceFile';
import { parseJsonFile, isRecord } from '../tables/json';
import { tableOfRecords, type MetadataTable } from '../tables/table';
import { decodeText } from '../text/decodeText';

const MAX_ITEM_BYTES = 2 ** 20;

export const isEagleItem = (path: string): boolean => /\.info\/metadata\.json$/iu.test(path);

/** Reads the items of a library. Errors: BadScoreFile for one that is no JSON. */
export async function readEagle(items: readonly SourceFile[]): Promise<MetadataTable> {
  const rows: Record<string, unknown>[] = [];
  for (const file of items) {
    const { text } = decodeText(file.path, await readWhole(file, MAX_ITEM_BYTES));
    const item = parseJsonFile(file.path, text);
    if (!isRecord(item) || item['isDeleted'] === true) continue;
    const { name, ext, star, annotation } = item;
    rows.push({
      file_name: `${folderOf(file.path)}${String(name)}.${String(ext)}`,
      text: typeof annotation === 'string' ? annotation : '',
      score: star ?? null,
    });
  }
  return tableOfRecords('Eagle library', rows);
}

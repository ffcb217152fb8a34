// A table file as cells, by its name and content; how its text was encoded is said once.

import type { SourceFile } from '../files/sourceFile';
import { extensionOf, MAX_TABLE_BYTES, readWhole } from '../files/sourceFile';
import { show } from '../../../strings/show';
import { decodeText } from '../text/decodeText';
import { readCsv } from './csv';
import { parseJsonFile, readJsonLines, tableOfJson } from './json';
import { refuseTable, type MetadataTable } from './table';

const HEADER = 'Give it a first line file_name,text,score and one line per image.';

/** Reads a table's text; `name` tells its kind. Errors: BadScoreFile when it holds no rows. */
export function parseTable(name: string, text: string): MetadataTable {
  const extension = extensionOf(name);
  const begin = text.slice(0, 1000).trimStart()[0];
  const table =
    extension === 'json'
      ? (tableOfJson(name, parseJsonFile(name, text)) ??
        refuseTable(`${show(name)} holds no list of records.`, HEADER))
      : extension === 'jsonl' || extension === 'ndjson' || (extension === 'txt' && begin === '{')
        ? readJsonLines(name, text)
        : readCsv(name, text);
  if (table.rows.length === 0)
    return refuseTable(
      text.trim() === '' ? `${show(name)} is empty.` : `${show(name)} holds no rows.`,
      HEADER,
    );
  return table;
}

/** Reads a table file. Errors: BadScoreFile. */
export async function readTable(file: SourceFile): Promise<MetadataTable> {
  const { text, encoding } = decodeText(file.path, await readWhole(file, MAX_TABLE_BYTES));
  const table = parseTable(file.path, text.replace(/^\ufeff/u, ''));
  return encoding === 'UTF-8'
    ? table
    : {
        ...table,
        notes: [
          ...table.notes,
          `${show(file.path)} was read as ${encoding}` +
            (encoding === 'Windows-1252'
              ? ', since it is not valid UTF-8: look whether its letters are right.'
              : '.'),
        ],
      };
}

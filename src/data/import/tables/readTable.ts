// A table file as cells, by its name and content; how its text was encoded is said once.

import type { SourceFile } from '../files/sourceFile';
import { extensionOf, MAX_TABLE_BYTES, readWhole } from '../files/sourceFile';
import { dataErrors } from '../../../strings/errors/data';
import { show } from '../../../strings/show';
import { decodeText } from '../text/decodeText';
import { readCsv } from './csv';
import { parseJsonFile, readJsonLines, tableOfJson } from './json';
import { refuseTable, type MetadataTable } from './table';

const said = () => dataErrors.tables;

/** Reads a table's text; `name` tells its kind. Errors: BadScoreFile when it holds no rows. */
export function parseTable(name: string, text: string): MetadataTable {
  const extension = extensionOf(name);
  const begin = text.slice(0, 1000).trimStart()[0];
  const table =
    extension === 'json'
      ? (tableOfJson(name, parseJsonFile(name, text)) ??
        refuseTable(...said().noRecords(show(name))))
      : extension === 'jsonl' || extension === 'ndjson' || (extension === 'txt' && begin === '{')
        ? readJsonLines(name, text)
        : readCsv(name, text);
  if (table.rows.length === 0)
    return refuseTable(
      ...(text.trim() === '' ? said().empty(show(name)) : said().noRows(show(name))),
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
          encoding === 'Windows-1252'
            ? said().readAsWindows(show(file.path), encoding)
            : said().readAs(show(file.path), encoding),
        ],
      };
}

// Ratings in SQLite databases of image browsers as tables: wib.sqlite3 of the A1111 images browser,
// and Diffusion Toolkit.

import { dataErrors } from '../../../strings/errors/data';
import { show } from '../../../strings/show';
import { refuseTable, tableOfRecords, type MetadataTable, type SourceLabel } from '../tables/table';
import { SqliteFile, type SqliteTable, type SqliteValue } from './sqlite';

interface DatabaseSource {
  readonly label: SourceLabel;
  readonly table: string;
  /** Columns that must be there, in lower case. */
  readonly columns: readonly string[];
  row(cells: ReadonlyMap<string, SqliteValue>): Record<string, unknown> | null;
}

/** Cells by column in lower case. */
const lower = (row: Readonly<Record<string, SqliteValue>>): ReadonlyMap<string, SqliteValue> =>
  new Map(Object.entries(row).map(([column, value]) => [column.toLowerCase(), value]));

const SOURCES: readonly DatabaseSource[] = [
  {
    // stable-diffusion-webui-images-browser: ranking(file, name, ranking "1"…"5" or "None").
    label: 'imagesBrowser',
    table: 'ranking',
    columns: ['file', 'ranking'],
    row: (cells) =>
      cells.get('ranking') === 'None' || cells.get('ranking') === null
        ? null
        : { file_name: cells.get('file'), score: cells.get('ranking') },
  },
  {
    label: 'diffusionToolkit',
    table: 'Image',
    columns: ['path', 'prompt', 'rating'],
    row: (cells) => ({
      file_name: cells.get('path'),
      text: cells.get('prompt'),
      negative_prompt: cells.get('negativeprompt') ?? null,
      score: cells.get('rating'),
      ...(typeof cells.get('aestheticscore') === 'number'
        ? { score_aesthetic: cells.get('aestheticscore') }
        : {}),
    }),
  },
];

/**
 * Reads a database that one of these programs made. Errors: BadScoreFile for another or damaged.
 */
export function readDatabase(
  name: string,
  bytes: Uint8Array,
): { table: MetadataTable; label: SourceLabel } {
  const file = new SqliteFile(name, bytes);
  const tables = file.tables();
  for (const { label, table: wanted, columns, row } of SOURCES) {
    const found = tables.find(
      (table: SqliteTable) =>
        table.name.toLowerCase() === wanted.toLowerCase() &&
        columns.every((column) => table.columns.some((one) => one.toLowerCase() === column)),
    );
    if (!found) continue;
    const rows = file.rows(found).flatMap((cells): Record<string, unknown>[] => {
      const read = row(lower(cells));
      return read === null ? [] : [read];
    });
    return { table: tableOfRecords(name, rows), label };
  }
  return refuseTable(
    ...dataErrors.sources.unknownDatabase(
      show(name),
      tables.slice(0, 5).map((table) => show(table.name)),
    ),
  );
}

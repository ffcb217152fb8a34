// A table as cells, before any part of it is judged: what every source becomes, whether it was CSV,
// JSON, a database, a folder of captions or the names of folders.

import { StudioError } from '../../../errors';
import { dataErrors } from '../../../strings/errors/data';
import { show } from '../../../strings/show';

/** What a table was made by. */
export type SourceLabel = keyof (typeof dataErrors)['sources']['labels'];

export interface RawRow {
  /** From 1: of a text file the line on which the row begins, else its place among the rows. */
  readonly row: number;
  /** By column; undefined where the row has none. */
  readonly cells: readonly unknown[];
  /** Why the row cannot be read, in the words of strings/errors, or null. */
  readonly fault: string | null;
}

export interface MetadataTable {
  /** The file's path, or what it was read from. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly RawRow[];
  /** What was done to read it, said once. */
  readonly notes: readonly string[];
}

const said = () => dataErrors.tables;

/** A table may have so many rows, columns and cells. */
export const MAX_ROWS = 1_000_000;
export const MAX_COLUMNS = 1000;
export const MAX_CELLS = 20_000_000;

export function refuseTable(what: string, remedy: string): never {
  throw new StudioError('BadScoreFile', what, remedy);
}

/** Counts what a reader makes. Errors: BadScoreFile when a table outgrows its caps. */
export class TableSize {
  private cells = 0;
  private rows = 0;

  constructor(private readonly name: string) {}

  add(cells: number): void {
    this.rows++;
    this.cells += cells;
    if (cells > MAX_COLUMNS) refuseTable(...said().wide(show(this.name), MAX_COLUMNS));
    if (this.rows > MAX_ROWS || this.cells > MAX_CELLS)
      refuseTable(...said().long(show(this.name), MAX_ROWS, MAX_CELLS));
  }
}

/** A table of records. `row` counts from 1. */
export function tableOfRecords(
  name: string,
  records: readonly Readonly<Record<string, unknown>>[],
  notes: readonly string[] = [],
): MetadataTable {
  const columns = new Map<string, number>();
  const size = new TableSize(name);
  const rows = records.map((record, i) => {
    const cells: unknown[] = [];
    const entries = Object.entries(record);
    size.add(entries.length);
    for (const [key, value] of entries) {
      let column = columns.get(key);
      if (column === undefined) columns.set(key, (column = columns.size));
      cells[column] = value;
    }
    return { row: i + 1, cells, fault: null };
  });
  if (columns.size > MAX_COLUMNS) size.add(columns.size);
  return { name, columns: [...columns.keys()], rows, notes };
}

/** A cell as text; lists and records as JSON. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value);
}

// JSON tables: lines of records (.jsonl), a list of records, records by column or by file name, and
// any of these one level down. Bare NaN of Python reads as nothing; nested records become columns
// called “score.aesthetic”. Errors name the line.

import { parseLenientJson } from '../../../formats/pythonJson';
import { strings } from '../../../strings';
import { dataErrors } from '../../../strings/errors/data';
import { show, showError } from '../../../strings/show';
import { columnPart, IMAGE_NAME } from './columnNames';
import {
  MAX_COLUMNS,
  MAX_ROWS,
  refuseTable,
  TableSize,
  type MetadataTable,
  type RawRow,
} from './table';

const said = () => dataErrors.tables;

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Levels of nested records that become columns. */
const MAX_LEVELS = 4;

/** Collects records into rows with common columns. */
class Collector {
  readonly rows: RawRow[] = [];
  private readonly columns = new Map<string, number>();
  private readonly size: TableSize;

  constructor(private readonly name: string) {
    this.size = new TableSize(name);
  }

  add(row: number, record: JsonRecord): void {
    const cells: unknown[] = [];
    this.spread(cells, record, '', 1);
    this.size.add(cells.length);
    this.rows.push({ row, cells, fault: null });
  }

  fault(row: number, fault: string): void {
    this.size.add(1);
    this.rows.push({ row, cells: [], fault });
  }

  private spread(cells: unknown[], record: JsonRecord, before: string, level: number): void {
    for (const [key, value] of Object.entries(record)) {
      const column = before + key;
      if (isRecord(value) && level < MAX_LEVELS) {
        this.spread(cells, value, `${column}.`, level + 1);
        continue;
      }
      let at = this.columns.get(column);
      if (at === undefined) {
        at = this.columns.size;
        if (at >= MAX_COLUMNS) this.size.add(MAX_COLUMNS + 1);
        this.columns.set(column, at);
      }
      cells[at] = value;
    }
  }

  table(notes: readonly string[] = []): MetadataTable {
    return { name: this.name, columns: [...this.columns.keys()], rows: this.rows, notes };
  }
}

function parsed(text: string): { value: unknown } | { error: string } {
  try {
    return { value: parseLenientJson(text) };
  } catch (error) {
    return { error: showError(error) };
  }
}

/** True for what is told of one image: a record with a prompt or a score, of whatever spelling. */
const tellsOfImage = (value: unknown): value is JsonRecord =>
  isRecord(value) &&
  Object.keys(value).some((key) => ['text', 'score'].includes(columnPart(key) ?? ''));
const namesFile = (record: JsonRecord): boolean =>
  Object.keys(record).some((key) => columnPart(key) === 'fileName');

/** Records by file name or by column; null where a record is neither. */
function recordsOf(value: JsonRecord): JsonRecord[] | null {
  const entries = Object.entries(value);
  if (entries.length === 0) return [];
  // {"a.png": 5} of the images browser, {"a.png": {"caption": …}} of kohya's sd-scripts.
  if (entries.filter(([key]) => IMAGE_NAME.test(key)).length > entries.length / 2)
    return entries.map(([key, one]) =>
      isRecord(one) ? { file_name: key, ...one } : { file_name: key, score: one },
    );
  // By path without extension (kohya), or by index with the file named inside (pandas).
  if (entries.every(([, one]) => tellsOfImage(one)))
    return (entries as [string, JsonRecord][]).map(([key, one]) =>
      namesFile(one) ? one : { file_name: key, ...one },
    );
  // Lists or records by column: pandas' to_json.
  const lists = entries.filter(([, one]) => Array.isArray(one));
  if (lists.length === entries.length && lists.length > 1) {
    const [, first] = lists[0]! as [string, unknown[]];
    if (
      first.length <= MAX_ROWS &&
      lists.length <= MAX_COLUMNS &&
      lists.every(([, one]) => (one as unknown[]).length === first.length) &&
      !lists.every(([, one]) => (one as unknown[]).every(isRecord))
    )
      return first.map((_, i) =>
        Object.fromEntries(lists.map(([key, one]) => [key, (one as unknown[])[i]])),
      );
  }
  if (
    entries.length <= MAX_COLUMNS &&
    entries.length > 1 &&
    entries.every(([, one]) => isRecord(one) && Object.keys(one).every((key) => /^\d+$/u.test(key)))
  ) {
    const columns = entries as [string, JsonRecord][];
    return Object.keys(columns[0]![1]).map((key) =>
      Object.fromEntries(columns.map(([column, one]) => [column, one[key]])),
    );
  }
  return null;
}

/** Lists of a file's own affairs: its columns' types, the files it is kept in. */
const NO_ROWS = /^(?:_.*|features|fields|schema|categories|licenses)$/iu;

/** The longest list of records in a record, with its key. */
function listIn(value: JsonRecord): { key: string; list: unknown[] } | null {
  let best: { key: string; list: unknown[] } | null = null;
  for (const [key, one] of Object.entries(value))
    if (
      Array.isArray(one) &&
      !NO_ROWS.test(key) &&
      one.some(isRecord) &&
      one.length > (best?.list.length ?? 0)
    )
      best = { key, list: one };
  return best;
}

/** A table of a parsed JSON value, or null where there is none in it. */
export function tableOfJson(name: string, value: unknown): MetadataTable | null {
  const collector = new Collector(name);
  if (Array.isArray(value)) {
    const [first] = value as unknown[];
    if (Array.isArray(first)) {
      // A list of lists: the first holds the names, or is a row like the others.
      const isHead = first.every((cell) => typeof cell === 'string' && !IMAGE_NAME.test(cell));
      const head = isHead ? (first as string[]) : first.map((_, i) => `column ${i + 1}`);
      (isHead ? value.slice(1) : value).forEach((cells, i) => {
        if (Array.isArray(cells))
          collector.add(i + 1, Object.fromEntries(head.map((key, at) => [key, cells[at]])));
        else collector.fault(i + 1, said().noList);
      });
      return collector.table(isHead ? [] : [strings.importing.noHeader(show(name))]);
    }
    value.forEach((one, i) => {
      if (isRecord(one)) collector.add(i + 1, one);
      else collector.fault(i + 1, said().noObject);
    });
    return collector.table();
  }
  if (!isRecord(value)) return null;
  // pandas' to_json(orient="split"): names of columns, then lists.
  const { columns, data } = value;
  if (Array.isArray(columns) && Array.isArray(data) && data.every(Array.isArray))
    return tableOfJson(name, [columns, ...data]);
  const records = recordsOf(value);
  if (records !== null) {
    records.forEach((record, i) => collector.add(i + 1, record));
    return collector.table();
  }
  const inner = listIn(value);
  if (inner === null) {
    // Records by name, one level down.
    for (const [key, one] of Object.entries(value)) {
      const under = isRecord(one) && !NO_ROWS.test(key) ? recordsOf(one) : null;
      if (under === null || under.length === 0) continue;
      under.forEach((record, i) => collector.add(i + 1, record));
      return collector.table([said().listedUnder(show(name), show(key))]);
    }
    return null;
  }
  inner.list.forEach((one, i) => {
    if (isRecord(one)) collector.add(i + 1, one);
    else collector.fault(i + 1, said().noObject);
  });
  return collector.table([said().listedUnder(show(name), show(inner.key))]);
}

/** Parses a JSON file. Errors: BadScoreFile saying what is wrong. */
export function parseJsonFile(name: string, text: string): unknown {
  const found = parsed(text);
  return 'error' in found ? refuseTable(...said().notJson(show(name), found.error)) : found.value;
}

const isWholeJson = (text: string): boolean => /^\s*\[/u.test(text.slice(0, 1000));

/** Reads JSON lines; a list of records under this name is read too. */
export function readJsonLines(name: string, text: string): MetadataTable {
  if (isWholeJson(text)) {
    const whole = parsed(text);
    const table = 'value' in whole ? tableOfJson(name, whole.value) : null;
    if (table !== null)
      return {
        ...table,
        notes: [...table.notes, said().oneList(show(name))],
      };
  }
  const collector = new Collector(name);
  let row = 0;
  for (let at = 0; at < text.length;) {
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    // Programs that write a list by hand leave a comma after each record.
    const line = text.slice(at, end).trim().replace(/\},$/u, '}');
    at = end + 1;
    row++;
    if (line === '') continue;
    const found = parsed(line);
    if ('error' in found)
      collector.fault(row, /^(#|\/\/)/u.test(line) ? said().comment : found.error);
    else if (isRecord(found.value)) collector.add(row, found.value);
    else collector.fault(row, said().noObject);
  }
  const table = collector.table();
  // Several lines of one record: a .json under another name.
  if (table.rows.length > 1 && table.rows.every(({ fault }) => fault !== null)) {
    const whole = parsed(text);
    const other = 'value' in whole ? tableOfJson(name, whole.value) : null;
    if (other !== null) return other;
  }
  return table;
}

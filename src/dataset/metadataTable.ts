// metadata.csv and metadata.jsonl (the ImageFolder convention of Hugging Face datasets, plus a score): columns found by name or
// by an explicit mapping, every bad row listed with its number and reason. Text in, rows out; no file is opened here.

import Papa from 'papaparse';
import { StudioError } from '../errors';
import type { ColumnMapping, RejectedRow, ScoredRow } from './scoredSet';

/** Names a part is found under, best first; case does not matter. */
const ALIASES = {
  fileName: ['file_name', 'filename', 'file', 'file_path', 'filepath', 'image', 'image_path', 'path', 'img'],
  text: ['text', 'prompt', 'caption', 'description'],
  score: ['score', 'rating', 'reward', 'stars', 'value'],
  negativePrompt: ['negative_prompt', 'negative'],
  groupId: ['group_id', 'group', 'prompt_id'],
} as const;
type Part = keyof typeof ALIASES;

/** Further scores of a row are columns of this form: `score_<source>`. */
const FURTHER_SCORE = /^score[_:](.+)$/iu;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu;

interface RawRow {
  readonly row: number;
  /** Values by column, or why the row cannot be read. */
  readonly values: ReadonlyMap<string, unknown> | string;
}
interface RawTable {
  readonly columns: readonly string[];
  readonly rows: readonly RawRow[];
}

function refuse(what: string, remedy: string): never {
  throw new StudioError('BadScoreFile', what, remedy);
}

function readCsv(name: string, text: string): RawTable {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\ufeff/u, ''), { header: false, skipEmptyLines: false });
  const columns = (data[0] ?? []).map((column) => column.trim());
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) refuse(`${name} has two columns called “${twice}”.`, 'Rename one of them in its first line.');
  // An undetectable delimiter (a table of one column) is no fault of a row.
  const faults = new Map(errors.filter(({ row, type }) => row !== undefined && type !== 'Delimiter').map(({ row, message }) => [row!, message]));
  const rows: RawRow[] = [];
  data.slice(1).forEach((cells, i) => {
    if (cells.length === 1 && cells[0]!.trim() === '') return;
    const fault = faults.get(i + 1) ?? (cells.length === columns.length ? null : `it has ${cells.length} fields, the first line has ${columns.length}`);
    rows.push({ row: i + 1, values: fault === null ? new Map(cells.map((cell, column) => [columns[column]!, cell])) : `malformed line: ${fault}` });
  });
  return { columns, rows };
}

function readJsonLines(text: string): RawTable {
  const columns = new Set<string>();
  const rows: RawRow[] = [];
  text.replace(/^\ufeff/u, '').split(/\r?\n/u).forEach((line, i) => {
    if (line.trim() === '') return;
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch (error) {
      rows.push({ row: i + 1, values: `malformed line: ${error instanceof Error ? error.message : String(error)}` });
      return;
    }
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      rows.push({ row: i + 1, values: 'malformed line: not a JSON object' });
      return;
    }
    for (const column of Object.keys(record)) columns.add(column);
    rows.push({ row: i + 1, values: new Map(Object.entries(record)) });
  });
  return { columns: [...columns], rows };
}

function readTable(name: string, text: string): RawTable {
  const table = /\.jsonl$/iu.test(name) ? readJsonLines(text) : readCsv(name, text);
  return table.rows.length === 0 ? refuse(`${name} has no rows.`, 'Give it a first line file_name,text,score and a line an image.') : table;
}

function guess(columns: readonly string[], part: Part): string | undefined {
  return ALIASES[part].flatMap((alias) => columns.find((column) => column.toLowerCase() === alias) ?? [])[0];
}

/** A look at a table before import: its columns, the parts found by name, its number of rows. Errors: BadScoreFile when empty. */
export function inspectMetadataTable(name: string, text: string): { columns: string[]; guessed: ColumnMapping; rows: number } {
  const { columns, rows } = readTable(name, text);
  const guessed = Object.fromEntries((['fileName', 'text', 'score'] as const).flatMap((part) => { const column = guess(columns, part); return column === undefined ? [] : [[part, column]]; }));
  return { columns: [...columns], guessed, rows: rows.length };
}

/** A relative path with forward slashes, or null when it leaves the folder (absolute, drive letter, ..). */
export function safePath(path: string): string | null {
  const parts = path.trim().replaceAll('\\', '/').split('/');
  if (parts[0] === '' || /^[a-z]:$/iu.test(parts[0]!) || parts.includes('..')) return null;
  const kept = parts.filter((part) => part !== '.' && part !== '');
  return kept.length === 0 ? null : kept.join('/');
}

/** A whole, finite decimal number, or null. */
function decimal(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const text = typeof value === 'string' ? value.trim() : '';
  const number = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

export interface MetadataOptions {
  readonly mapping?: ColumnMapping;
  /** Whether a path (relative to the table) is there; absent = not checked here. */
  readonly exists?: (fileName: string) => boolean;
}

/** Reads a table. Rows are in order; a file named twice keeps its first row. Errors: BadScoreFile when the table is empty, a
 *  needed column is not found or a mapped one is absent; everything wrong with one row goes to `rejected`. */
export function parseMetadataTable(name: string, text: string, { mapping = {}, exists }: MetadataOptions = {}): { rows: ScoredRow[]; rejected: RejectedRow[] } {
  const table = readTable(name, text);
  const columnOf = (part: 'fileName' | 'text' | 'score'): string => {
    const column = mapping[part] ?? guess(table.columns, part);
    if (column === undefined || !table.columns.includes(column)) {
      refuse(`${name} has no column “${column ?? ALIASES[part][0]}”; it has ${table.columns.map((one) => `“${one}”`).join(', ')}.`, `Choose which column holds the ${{ fileName: 'file name', text: 'prompt', score: 'score' }[part]}.`);
    }
    return column;
  };
  const [fileColumn, textColumn, scoreColumn] = [columnOf('fileName'), columnOf('text'), columnOf('score')];
  const negativeColumn = guess(table.columns, 'negativePrompt');
  const groupColumn = guess(table.columns, 'groupId');
  const further = table.columns.filter((column) => column !== scoreColumn && FURTHER_SCORE.test(column));

  const rows: ScoredRow[] = [];
  const rejected: RejectedRow[] = [];
  const firstRow = new Map<string, number>();
  for (const { row, values } of table.rows) {
    if (typeof values === 'string') {
      rejected.push({ row, file: '', reason: values });
      continue;
    }
    const cell = (column: string | undefined) => { const value = column === undefined ? undefined : values.get(column); return value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value); };
    const written = cell(fileColumn).trim();
    const reject = (reason: string) => { rejected.push({ row, file: written, reason }); };
    const fileName = safePath(written);
    const score = decimal(values.get(scoreColumn));
    const others = further.map((column) => ({ source: FURTHER_SCORE.exec(column)![1]!, text: cell(column), value: decimal(values.get(column)) })).filter((one) => one.text !== '');
    const badOther = others.find(({ value }) => value === null);
    if (written === '') reject('no file name');
    else if (fileName === null) reject(`the path “${written}” leaves the folder`);
    else if (firstRow.has(fileName)) reject(`duplicate: row ${firstRow.get(fileName)} names the same file`);
    else if (score === null) reject(`the score “${cell(scoreColumn)}” is not a finite number`);
    else if (badOther) reject(`the score “${badOther.text}” of ${badOther.source} is not a finite number`);
    else if (cell(textColumn).trim() === '') reject('empty prompt');
    else if (exists && !exists(fileName)) reject('missing file');
    else {
      firstRow.set(fileName, row);
      const negativePrompt = cell(negativeColumn);
      const groupId = cell(groupColumn);
      rows.push({
        row, fileName, caption: cell(textColumn), score, scores: [{ source: name, value: score }, ...others.map(({ source, value }) => ({ source, value: value! }))],
        ...(negativePrompt === '' ? {} : { negativePrompt }), ...(groupId === '' ? {} : { groupId }),
      });
    }
  }
  return { rows, rejected };
}

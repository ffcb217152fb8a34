// metadata.csv and metadata.jsonl (the ImageFolder convention of Hugging Face datasets, plus a
// score): columns found by name or by an explicit mapping, every bad row listed with its number and
// reason. Text in, rows out; no file is opened here.

import Papa from 'papaparse';
import * as v from 'valibot';
import { StudioError } from '../../errors';
import type { ColumnMapping, RejectedRow } from '../../domain/dataset';
import {
  fitsScale,
  parseRatingSource,
  RATING,
  scoreOf,
  type ImageScore,
} from '../scores/scoreSource';
import type { SetFacts } from './setFacts';

/** Names a part is found under, best first; case does not matter. */
const ALIASES = {
  fileName: [
    'file_name',
    'filename',
    'file',
    'file_path',
    'filepath',
    'image',
    'image_path',
    'path',
  ],
  text: ['text', 'prompt', 'caption', 'description'],
  score: ['score', 'rating', 'reward', 'aesthetic', 'stars', 'value'],
  negativePrompt: ['negative_prompt', 'negative'],
  groupId: ['group_id', 'group', 'prompt_id'],
} as const;
type Part = keyof typeof ALIASES;

/** A usable row. `row` is its 1-based number among the table's data rows (for .jsonl: its line). */
export interface TableRow {
  readonly row: number;
  /** Where the file is, as written, less surrounding white space. */
  readonly fileName: string;
  /**
   * What the image is called: `fileName`, unless an exported set says that it had to be renamed for
   * the zip.
   */
  readonly name: string;
  readonly text: string;
  /**
   * In the table's units; null where the table has no scores on purpose, or the row of an exported
   * set has none.
   */
  readonly score: number | null;
  readonly negativePrompt: string | null;
  /** Images of one group (one prompt, one comparison) share it. */
  readonly groupId: string | null;
  /** Scores of other sources beside the one that trains, and ratings. */
  readonly furtherScores: readonly ImageScore[];
}

/** Further scores of a row are columns of this form: `score_<source>`. */
const FURTHER_SCORE = /^score[_:](.+)$/iu;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu;

interface RawRow {
  readonly row: number;
  /** Values by column, or why the row cannot be read. */
  readonly values: ReadonlyMap<string, unknown> | string;
}

/** A table as text cells (.csv) or JSON values (.jsonl), before any part of it is judged. */
export interface MetadataTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly RawRow[];
}

function refuse(what: string, remedy: string): never {
  throw new StudioError('BadScoreFile', what, remedy);
}

function readCsv(name: string, text: string): MetadataTable {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\ufeff/u, ''), {
    header: false,
    skipEmptyLines: false,
  });
  const columns = (data[0] ?? []).map((column) => column.trim());
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined)
    refuse(`${name} has two columns called “${twice}”.`, 'Rename one of them in its first line.');
  // An undetectable delimiter (a table of one column) is no fault of a row.
  const faults = new Map(
    errors
      .filter(({ row, type }) => row !== undefined && type !== 'Delimiter')
      .map(({ row, message }) => [row!, message]),
  );
  const rows: RawRow[] = [];
  data.slice(1).forEach((cells, i) => {
    if (cells.length === 1 && cells[0]!.trim() === '') return;
    const fault =
      faults.get(i + 1) ??
      (cells.length === columns.length
        ? null
        : `it has ${cells.length} fields, the first line has ${columns.length}`);
    rows.push({
      row: i + 1,
      values:
        fault === null
          ? new Map(cells.map((cell, column) => [columns[column]!, cell]))
          : `malformed line: ${fault}`,
    });
  });
  return { name, columns, rows };
}

function readJsonLines(name: string, text: string): MetadataTable {
  const columns = new Set<string>();
  const rows: RawRow[] = [];
  text
    .replace(/^\ufeff/u, '')
    .split(/\r?\n/u)
    .forEach((line, i) => {
      if (line.trim() === '') return;
      let record: unknown;
      try {
        record = JSON.parse(line);
      } catch (error) {
        rows.push({
          row: i + 1,
          values: `malformed line: ${error instanceof Error ? error.message : String(error)}`,
        });
        return;
      }
      if (typeof record !== 'object' || record === null || Array.isArray(record)) {
        rows.push({ row: i + 1, values: 'malformed line: not a JSON object' });
        return;
      }
      for (const column of Object.keys(record)) columns.add(column);
      rows.push({ row: i + 1, values: new Map(Object.entries(record)) });
    });
  return { name, columns: [...columns], rows };
}

/**
 * Reads a table's cells; `name` tells its kind. Errors: BadScoreFile when it holds no rows or names
 * a column twice.
 */
export function parseTable(name: string, text: string): MetadataTable {
  const table = /\.jsonl$/iu.test(name) ? readJsonLines(name, text) : readCsv(name, text);
  return table.rows.length === 0
    ? refuse(
        `${name} holds no rows.`,
        'Give it a first line file_name,text,score and a line an image.',
      )
    : table;
}

function guess(columns: readonly string[], part: Part): string | undefined {
  return ALIASES[part].flatMap(
    (alias) => columns.find((column) => column.toLowerCase() === alias) ?? [],
  )[0];
}

/** The parts found by their columns' names. */
export function guessColumns(columns: readonly string[]): ColumnMapping {
  return Object.fromEntries(
    (['fileName', 'text', 'score'] as const).flatMap((part) => {
      const column = guess(columns, part);
      return column === undefined ? [] : [[part, column]];
    }),
  );
}

/**
 * A relative path with forward slashes, or null when it leaves the folder (absolute, drive letter,
 * ..).
 */
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

const PART_NAMES = { fileName: 'file name', text: 'prompt', score: 'score' } as const;

const ratingsSchema = v.array(
  v.object({
    rater: v.string(),
    scale: v.picklist(['stars', 'slider', 'like']),
    value: v.pipe(v.number(), v.finite()),
    time: v.pipe(v.number(), v.finite()),
    repeat: v.optional(v.boolean()),
  }),
);

/** Ratings of a row of an exported set, or why they cannot be used. */
function readRatings(value: unknown): ImageScore[] | string {
  if (value === undefined || value === null || value === '') return [];
  const parsed = v.safeParse(ratingsSchema, value);
  if (!parsed.success)
    return (
      `its ratings cannot be read: ${v.getDotPath(parsed.issues[0]) ?? 'ratings'}: ` +
      `${parsed.issues[0].message}`
    );
  const wrong = parsed.output.find((rating) => !fitsScale(rating.value, rating.scale));
  return wrong
    ? `the rating ${wrong.value} is not one of ${wrong.scale}`
    : parsed.output.map(({ repeat, ...rating }) => ({
        source: RATING,
        ...rating,
        ...(repeat === undefined ? {} : { repeat }),
      }));
}

/**
 * The score of a row and those of other sources, or why they cannot be used. A column called
 * `score` of a rated set is what its ratings make: both
 *  must say the same, or one of them was edited and nobody could tell which is meant.
 */
function readScores(
  values: ReadonlyMap<string, unknown>,
  score: { column: string | null; optional: boolean },
  further: readonly { column: string; source: string }[],
  facts: SetFacts | null,
): { score: number | null; furtherScores: ImageScore[] } | string {
  const written = (column: string): string => {
    const value = values.get(column);
    return value === undefined || value === null ? '' : String(value);
  };
  const value = score.column === null ? null : decimal(values.get(score.column));
  if (score.column !== null && value === null && !(score.optional && written(score.column) === ''))
    return `score “${written(score.column)}” is not a finite number`;
  const others = further
    .map(({ column, source }) => ({
      source,
      written: written(column),
      value: decimal(values.get(column)),
    }))
    .filter((other) => other.written !== '');
  const bad = others.find((other) => other.value === null);
  if (bad) return `score “${bad.written}” of ${bad.source} is not a finite number`;
  const ratings = facts === null ? [] : readRatings(values.get('ratings'));
  if (typeof ratings === 'string') return ratings;
  const furtherScores = [
    ...others.map((other) => ({ source: other.source, value: other.value! })),
    ...ratings,
  ];
  if (facts === null || parseRatingSource(facts.scoreSource) === null)
    return { score: value, furtherScores };
  const derived = scoreOf(ratings, facts.scoreSource);
  if ((derived === null) !== (value === null) || Math.abs((derived ?? 0) - (value ?? 0)) > 1e-6)
    return (
      `its score ${value ?? 'is absent and'} ${value === null ? '' : 'is '}not what its ` +
      `ratings make, ${derived ?? 'nothing'}: change the ratings too, or remove ` +
      'plumbline.json'
    );
  return { score: null, furtherScores };
}

/**
 * Judges a table's rows. Rows are in order; a file named twice keeps its first usable row. `facts`
 * are those of an exported set: its columns are
 *  known and a row may have no score. Errors: BadScoreFile when a needed column is not found or a
 *  mapped one is absent; everything wrong with one row goes to `rejected`.
 */
export function readRows(
  table: MetadataTable,
  mapping: ColumnMapping,
  facts: SetFacts | null = null,
): { rows: TableRow[]; rejected: RejectedRow[] } {
  const columnOf = (part: 'fileName' | 'text' | 'score'): string => {
    const has =
      `${table.name} has the columns ` + `${table.columns.map((one) => `“${one}”`).join(', ')}`;
    const column = mapping[part] ?? guess(table.columns, part);
    if (column === undefined)
      refuse(
        `${has}; none of them is known to hold the ${PART_NAMES[part]}.`,
        `Choose which column holds the ${PART_NAMES[part]}, or call it ${ALIASES[part][0]}.`,
      );
    if (!table.columns.includes(column))
      refuse(`${has}, and no “${column}”.`, `Choose which column holds the ${PART_NAMES[part]}.`);
    return column;
  };
  const [fileColumn, textColumn] = [columnOf('fileName'), columnOf('text')];
  const score =
    facts !== null
      ? { column: table.columns.includes('score') ? 'score' : null, optional: true }
      : { column: mapping.score === null ? null : columnOf('score'), optional: false };
  const negativeColumn = guess(table.columns, 'negativePrompt');
  const groupColumn = guess(table.columns, 'groupId');
  const further = table.columns.flatMap((column) => {
    const source =
      facts !== null
        ? Object.hasOwn(facts.columns, column)
          ? facts.columns[column]
          : undefined
        : FURTHER_SCORE.exec(column)?.[1];
    return column === score.column || source === undefined ? [] : [{ column, source }];
  });

  const rows: TableRow[] = [];
  const rejected: RejectedRow[] = [];
  const firstRow = new Map<string, number>();
  for (const { row, values } of table.rows) {
    if (typeof values === 'string') {
      rejected.push({ row, file: '', reason: values });
      continue;
    }
    const cell = (column: string | undefined) => {
      const value = column === undefined ? undefined : values.get(column);
      return value === undefined || value === null
        ? ''
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value);
    };
    const fileName = cell(fileColumn).trim();
    const reject = (reason: string) => {
      rejected.push({ row, file: fileName, reason });
    };
    const path = safePath(fileName);
    const scores = readScores(values, score, further, facts);
    if (fileName === '') reject('no file name');
    else if (path === null) reject(`the path “${fileName}” leaves the folder`);
    else if (firstRow.has(path)) reject(`named twice: row ${firstRow.get(path)} is used`);
    else if (typeof scores === 'string') reject(scores);
    else if (cell(textColumn).trim() === '') reject('empty prompt');
    else {
      firstRow.set(path, row);
      rows.push({
        row,
        fileName,
        name: (facts === null ? '' : cell('original_name')) || fileName,
        text: cell(textColumn),
        negativePrompt: cell(negativeColumn) || null,
        groupId: cell(groupColumn) || null,
        ...scores,
      });
    }
  }
  return { rows, rejected };
}

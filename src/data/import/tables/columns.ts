// Which column holds what: by its name (case, spaces, underscores and hyphens do not count), and
// where names say nothing by what the column holds.

import type { ColumnMapping } from '../../../domain/dataset';
import { dataErrors } from '../../../strings/errors/data';
import { readScore } from '../scores/readScore';
import { columnPart, columnRank, isImageName, namedColumn, WEAK_RANK } from './columnNames';
import { cellText, type MetadataTable } from './table';

/** Rows by which a column's content is judged. */
const SAMPLE_ROWS = 200;
/** Booru's safety classes: a column called rating that holds them is no score. */
const SAFETY = /^(s|q|e|g|safe|questionable|explicit|general|sensitive|sfw|nsfw)$/iu;

/** A column of names is taken where so many of its cells name a file. */
const ENOUGH_HITS = 0.5;
const MOST_COLUMN_NAME = 200;

interface Content {
  /** Share of the filled cells that are such. */
  readonly images: number;
  readonly numbers: number;
  readonly lists: number;
  readonly safety: number;
  readonly length: number;
  readonly filled: number;
}

function contentOf(table: MetadataTable, column: number): Content {
  let [images, numbers, lists, safety, length, filled] = [0, 0, 0, 0, 0, 0];
  for (const { cells, fault } of table.rows.slice(0, SAMPLE_ROWS)) {
    const value = cells[column];
    const text = fault === null ? cellText(value).trim() : '';
    if (text === '') continue;
    filled++;
    length += Math.min(text.length, 1000);
    if (isImageName(text)) images++;
    if (Array.isArray(value)) lists++;
    if (SAFETY.test(text)) safety++;
    const read = readScore(value);
    if (read.kind === 'number' || read.kind === 'huge') numbers++;
  }
  const share = (count: number): number => (filled === 0 ? 0 : count / filled);
  return {
    images: share(images),
    numbers: share(numbers),
    lists: share(lists),
    safety: share(safety),
    length: share(length),
    filled,
  };
}

export interface FoundColumns {
  readonly mapping: ColumnMapping;
  /** Columns that may hold the score, where several do and a person must choose. */
  readonly scoreChoices: readonly string[];
  readonly notes: readonly string[];
}

/** Columns of numbers that are never a score by themselves. */
const NO_SCORE = new RegExp(
  String.raw`^unnamed|(^|[._ ])(id|seed|width|height|breite|höhe|startwert|steps|epoch|cfgs?|` +
    String.raw`cfg[_ ]?scale|clip[_ ]?skip|denois\w*|batch\w*|(file[_ ]?)?size|bytes|page|hash|` +
    String.raw`aspect(_ratio)?|timestamp|time|\w*seconds|index|row_idx|punsafe|pwatermark|sd|` +
    String.raw`std\w*|var)$`,
  'iu',
);

/** Share of a column's cells that name a file that is there. */
function hits(table: MetadataTable, column: number, isThere: (name: string) => boolean): number {
  let [found, filled] = [0, 0];
  for (const { cells, fault } of table.rows.slice(0, SAMPLE_ROWS)) {
    const name = fault === null ? cellText(cells[column]).trim() : '';
    if (name === '') continue;
    filled++;
    if (isThere(name)) found++;
  }
  return filled === 0 ? 0 : found / filled;
}

/**
 * The parts of a table: named columns first, then what the remaining ones hold. `isThere` says
 * whether a cell names a file among those dropped: of several columns of names the one counts that
 * does.
 */
export function findColumns(
  table: MetadataTable,
  isThere: (name: string) => boolean = () => false,
): FoundColumns {
  const { columns } = table;
  const notes: string[] = [];
  const content = new Map(columns.map((column, i) => [column, contentOf(table, i)]));
  const is = (column: string, test: (content: Content) => boolean): boolean => {
    const known = content.get(column);
    return known !== undefined && known.filled > 0 && test(known);
  };
  let fileName = namedColumn(columns, 'fileName');
  let text = namedColumn(columns, 'text');
  let score = namedColumn(columns, 'score');
  if (score !== undefined && is(score, ({ safety }) => safety > 0.9)) {
    notes.push(dataErrors.tables.safetyClasses(score));
    score = undefined;
  }
  const isWeak = (column: string | undefined, part: 'fileName' | 'score'): boolean =>
    column !== undefined && columnRank(column) >= (WEAK_RANK[part] ?? Number.POSITIVE_INFINITY);
  if (isWeak(score, 'score') && !is(score!, ({ numbers }) => numbers > 0.5)) score = undefined;
  const taken = (): Set<string | undefined> =>
    new Set([fileName, text, score, ...columns.filter((column) => columnPart(column) !== null)]);
  if (fileName === undefined || isWeak(fileName, 'fileName')) {
    const byContent = columns.filter((column) => is(column, ({ images }) => images > 0.5));
    if (byContent.length === 1) fileName = byContent[0];
  }
  const share = (column: string | undefined): number =>
    column === undefined ? 0 : hits(table, columns.indexOf(column), isThere);
  let best = share(fileName);
  if (best < ENOUGH_HITS)
    for (const column of columns) {
      const mayName =
        columnPart(column) === 'fileName' || is(column, ({ images }) => images > ENOUGH_HITS);
      const found = mayName && column !== fileName ? share(column) : 0;
      if (found > best) [fileName, best] = [column, found];
    }
  const used = taken();
  const numeric = columns.filter(
    (column, i) =>
      !used.has(column) &&
      // Lists are ratings only under a score's name: kohya's train_resolution is [512, 512].
      is(column, ({ numbers, lists }) => numbers > 0.5 && lists === 0) &&
      !(i === 0 && column === 'column 1' && table.notes.length === 0) &&
      !NO_SCORE.test(column.slice(0, MOST_COLUMN_NAME)),
  );
  // Parts of a nested score: “score.aesthetic”, “score.clip”.
  const nested = numeric.filter((column) => columnPart(column.split('.')[0] ?? '') === 'score');
  const candidates = nested.length > 0 ? nested : numeric;
  let scoreChoices: readonly string[] = [];
  if (score === undefined) {
    if (candidates.length === 1) score = candidates[0];
    else scoreChoices = candidates;
  }
  if (text === undefined) {
    const words = columns.filter(
      (column) =>
        !used.has(column) &&
        column !== score &&
        is(column, ({ numbers, images, length }) => numbers < 0.5 && images < 0.5 && length > 1),
    );
    const longest = words.filter((column) => is(column, ({ length }) => length > 4));
    if (longest.length === 1) text = longest[0];
  }
  if (scoreChoices.length > 1) notes.push(dataErrors.tables.severalScores(scoreChoices));
  const mapping: ColumnMapping = {
    ...(fileName === undefined ? {} : { fileName }),
    ...(text === undefined ? {} : { text }),
    ...(score === undefined ? {} : { score }),
  };
  return { mapping, scoreChoices, notes };
}

// Which column holds what: by its name (case, spaces, underscores and hyphens do not count), and
// where names say nothing by what the column holds.

import type { ColumnMapping } from '../../../domain/dataset';
import { readScore } from '../scores/readScore';
import { columnPart, columnRank, IMAGE_NAME, namedColumn, WEAK_RANK } from './columnNames';
import { cellText, type MetadataTable } from './table';

/** Rows by which a column's content is judged. */
const SAMPLE_ROWS = 200;
/** Booru's safety classes: a column called rating that holds them is no score. */
const SAFETY = /^(s|q|e|g|safe|questionable|explicit|general|sensitive|sfw|nsfw)$/iu;

interface Content {
  /** Share of the filled cells that are such. */
  readonly images: number;
  readonly numbers: number;
  readonly safety: number;
  readonly length: number;
  readonly filled: number;
}

function contentOf(table: MetadataTable, column: number): Content {
  let [images, numbers, safety, length, filled] = [0, 0, 0, 0, 0];
  for (const { cells, fault } of table.rows.slice(0, SAMPLE_ROWS)) {
    const value = cells[column];
    const text = fault === null ? cellText(value).trim() : '';
    if (text === '') continue;
    filled++;
    length += Math.min(text.length, 1000);
    if (IMAGE_NAME.test(text)) images++;
    if (SAFETY.test(text)) safety++;
    const read = readScore(value);
    if (read.kind === 'number' || read.kind === 'huge') numbers++;
  }
  const share = (count: number): number => (filled === 0 ? 0 : count / filled);
  return {
    images: share(images),
    numbers: share(numbers),
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

/** The parts of a table: named columns first, then what the remaining ones hold. */
export function findColumns(table: MetadataTable): FoundColumns {
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
    notes.push(
      `The column “${score}” holds safety classes (safe, questionable, explicit), not scores: it ` +
        'is not read.',
    );
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
  const used = taken();
  const numeric = columns.filter(
    (column, i) =>
      !used.has(column) &&
      is(column, ({ numbers }) => numbers > 0.5) &&
      !(i === 0 && column === 'column 1' && table.notes.length === 0) &&
      !/^unnamed|(^|[._ ])(id|seed|width|height|steps|cfg(_scale)?|timestamp|time|index)$/iu.test(
        column,
      ),
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
  if (scoreChoices.length > 1)
    notes.push(
      `Several columns may hold the score: ${scoreChoices.map((one) => `“${one}”`).join(', ')}. ` +
        'Choose one of them; until then the images come in without a score.',
    );
  const mapping: ColumnMapping = {
    ...(fileName === undefined ? {} : { fileName }),
    ...(text === undefined ? {} : { text }),
    ...(score === undefined ? {} : { score }),
  };
  return { mapping, scoreChoices, notes };
}

// A table's rows as a set wants them: file name, prompt, score in float64, groups, further scores.
// What was read in another spelling is said once; what cannot be read costs its own row.

import type { ColumnMapping, RejectedRow } from '../../../domain/dataset';
import type { ImageScore } from '../../scores/scoreSource';
import type { SourceFile } from '../files/sourceFile';
import type { DatasetFacts } from '../datasetFacts';
import {
  columnStyle,
  listedRatings,
  MAX_SCORE,
  readFraction,
  readScore,
  type Spelling,
} from '../scores/readScore';
import { dataErrors } from '../../../strings/errors/data';
import { show, showList } from '../../../strings/show';
import { exportedScores } from './exportedRows';
import { ALIASES, namedColumn, type Part } from './columnNames';
import { cellText, refuseTable, type MetadataTable, type RawRow } from './table';

/** A row whose cells could be read; its file is not looked up yet. */
export interface TableRow {
  readonly row: number;
  /** As written, less surrounding white space. */
  readonly fileName: string;
  /** What the image is called: `fileName`, unless an exported set had to rename it for the zip. */
  readonly name: string;
  /** Null where the table has no column for it; empty where the cell is. */
  readonly text: string | null;
  /** Null where the table gives none on purpose. */
  readonly score: number | null;
  readonly negativePrompt: string | null;
  readonly groupId: string | null;
  /** Files that the image was preferred over, as the table names them, once per comparison. */
  readonly preferredOver: readonly string[];
  readonly rater: string | null;
  /** Scores of other sources beside the one that trains, and ratings. */
  readonly furtherScores: readonly ImageScore[];
}

/** A row with its file; what is null here is asked of the file beside the image and the image. */
export interface PlannedRow extends Omit<TableRow, 'rater'> {
  readonly file: SourceFile;
}

/** Further scores of a row are columns of this form: `score_<source>`. */
const FURTHER_SCORE = /^score[_:](.+)$/iu;

const said = () => dataErrors;

/** The columns of a table by part, and what must be decided of its scores as a whole. */
export interface RowReader {
  read(row: RawRow): TableRow | RejectedRow;
  notes(): string[];
}

/** A prompt's cell: tags given as a list are joined, of several captions the first is taken. */
function promptText(column: string, value: unknown): string {
  if (!Array.isArray(value)) return cellText(value);
  const words = value.filter((one) => typeof one === 'string' && one.trim() !== '') as string[];
  return /^tag/iu.test(column) ? words.join(', ') : (words[0] ?? '');
}

/** File names of a cell: a list, or a list written as JSON or with semicolons. */
function fileList(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  const written = cellText(value).trim();
  if (written.startsWith('[')) {
    try {
      return fileList(JSON.parse(written) as unknown[]);
    } catch {
      // A name may begin with a bracket.
    }
  }
  return written.split(';').flatMap((name) => name.trim() || []);
}

export const isRejected = (row: TableRow | RejectedRow): row is RejectedRow => 'reason' in row;

function columnIndex(
  table: MetadataTable,
  mapping: ColumnMapping,
  part: 'fileName' | 'text' | 'score',
) {
  const column = mapping[part];
  if (column === undefined || column === null) return -1;
  const index = table.columns.indexOf(column);
  if (index < 0)
    refuseTable(
      ...said().tables.noColumn(show(table.name), showList(table.columns, 20), show(column), part),
    );
  return index;
}

/** How the fractions of a column count: as their numerators where all have one scale. */
function fractionScale(table: MetadataTable, column: number): number | 'mixed' | null {
  let scale: number | 'mixed' | null = null;
  for (const { cells } of table.rows) {
    const fraction = readFraction(cells[column]);
    if (fraction === null) continue;
    if (scale === null) scale = fraction.bottom;
    else if (scale !== fraction.bottom) return 'mixed';
  }
  return scale;
}

/**
 * Reads rows of a table by a mapping (findColumns). Errors: BadScoreFile when the mapping names a
 * column that is not there, no column holds the file name, or a score is beyond float32.
 */
export function rowReader(
  table: MetadataTable,
  mapping: ColumnMapping,
  facts: DatasetFacts | null = null,
): RowReader {
  const fileColumn = columnIndex(table, mapping, 'fileName');
  if (fileColumn < 0)
    refuseTable(
      ...said().tables.noFileColumn(
        show(table.name),
        showList(table.columns, 20),
        ALIASES.fileName[0]!,
      ),
    );
  const textColumn = columnIndex(table, mapping, 'text');
  const scoreColumn =
    facts === null ? columnIndex(table, mapping, 'score') : table.columns.indexOf('score');
  const part = (name: Part): number =>
    table.columns.indexOf(namedColumn(table.columns, name) ?? '\0');
  const [negativeColumn, groupColumn, overColumn, raterColumn] = [
    part('negativePrompt'),
    part('groupId'),
    part('preferredOver'),
    part('rater'),
  ];
  const originalColumn = facts === null ? -1 : table.columns.indexOf('original_name');
  const further = table.columns.flatMap((column, index) => {
    const source =
      facts === null
        ? FURTHER_SCORE.exec(column)?.[1]
        : Object.hasOwn(facts.columns, column)
          ? facts.columns[column]
          : undefined;
    return index === scoreColumn || source === undefined ? [] : [{ index, source }];
  });
  const values = (column: number): Iterable<unknown> =>
    table.rows.map(({ cells }) => cells[column]);
  const style = scoreColumn < 0 ? 'unknown' : columnStyle(values(scoreColumn));
  const fractions = scoreColumn < 0 ? null : fractionScale(table, scoreColumn);
  const spellings = new Set<Spelling>();
  let [percents, plains] = [0, 0];
  if (scoreColumn >= 0)
    for (const value of values(scoreColumn)) {
      const read = readScore(value, style);
      if (read.kind === 'number') {
        if (read.spelling === 'percent') percents++;
        else plains++;
      }
    }
  const mostPercent = percents > plains;

  /** The value of a cell of a further `source` (null: of the score), or why it cannot be used. */
  const scoreOf = (row: number, value: unknown, source: string | null): number | string => {
    const read = readScore(value, style);
    const written = show(cellText(value));
    const { score, tooLarge, ...what } = said().scores;
    const wrong = (why: string): string => score(written, source, why);
    switch (read.kind) {
      case 'missing':
        return wrong(written === '' ? what.emptyCell : what.notFinite);
      case 'bad':
        return wrong(read.why);
      case 'huge':
        return /^[+-]?inf/iu.test(written.trim()) || value === null
          ? wrong(what.notFinite)
          : refuseTable(...tooLarge(row, show(table.name), written, MAX_SCORE.toExponential(1)));
      case 'number':
        if (
          source === null &&
          percents > 0 &&
          plains > 0 &&
          (read.spelling === 'percent') !== mostPercent
        )
          return wrong(mostPercent ? what.noPercent : what.withPercent);
        if (read.spelling !== null) spellings.add(read.spelling);
        if (read.spelling === 'fraction' && fractions === 'mixed')
          return read.value / readFraction(value)!.bottom;
        return read.value;
    }
  };

  return {
    read({ row, cells, fault }) {
      const cell = (column: number): string => (column < 0 ? '' : cellText(cells[column]));
      const fileName = cell(fileColumn).trim();
      const reject = (reason: string): RejectedRow => ({ row, file: show(fileName), reason });
      if (fault !== null) return reject(said().tables.malformed(fault));
      if (fileName === '') return reject(said().tables.noFileName);
      const furtherScores: ImageScore[] = [];
      for (const { index, source } of further) {
        if (cell(index).trim() === '') continue;
        const value = scoreOf(row, cells[index], show(source));
        if (typeof value === 'string') return reject(value);
        furtherScores.push({ source, value });
      }
      let score: number | null = null;
      if (facts !== null) {
        const found = exportedScores(
          scoreColumn < 0 ? undefined : cells[scoreColumn],
          cells[table.columns.indexOf('ratings')],
          facts,
        );
        if (typeof found === 'string') return reject(found);
        score = found.score;
        for (const rating of found.ratings) furtherScores.push(rating);
      } else if (scoreColumn >= 0) {
        const value = scoreOf(row, cells[scoreColumn], null);
        if (typeof value === 'string') return reject(value);
        score = value;
        const list = cells[scoreColumn];
        const ratings = Array.isArray(list) ? (listedRatings(list, style) ?? []) : [];
        if (Array.isArray(list) && list.length > 1)
          for (const rating of ratings) furtherScores.push({ source: rating.rater, ...rating });
      }
      return {
        row,
        fileName,
        name: cell(originalColumn) || fileName,
        text: textColumn < 0 ? null : promptText(table.columns[textColumn]!, cells[textColumn]),
        score,
        negativePrompt: cell(negativeColumn) || null,
        groupId: cell(groupColumn) || null,
        preferredOver: overColumn < 0 ? [] : fileList(cells[overColumn]),
        rater: cell(raterColumn).trim() || null,
        furtherScores,
      };
    },
    notes() {
      return [...spellings].map((spelling) =>
        spelling === 'fraction' && fractions === 'mixed'
          ? said().scores.mixedFractions
          : said().scores.spellings[spelling],
      );
    },
  };
}

// Tables with a column of scores per person: they become one column of lists, whose mean is the
// score, so that every rating is kept with its rater as it is in tables of a row per rating.

import { dataErrors } from '../../../strings/errors/data';
import { readScore } from '../scores/readScore';
import { columnPart, isRaterColumn } from './columnNames';
import type { MetadataTable } from './table';

/** Rows by which columns are judged. */
const SAMPLE_ROWS = 200;

/**
 * The table with one more column, “score”, where it has two or more of one person each and none of
 * that meaning; else the table as it is. Linear in its cells.
 */
export function joinRaterColumns(table: MetadataTable): MetadataTable {
  const { columns, rows } = table;
  if (columns.some((column) => columnPart(column) === 'score')) return table;
  const raters = columns
    .map((column, index) => ({ column, index }))
    .filter(({ column, index }) => {
      if (!isRaterColumn(column)) return false;
      const read = rows.slice(0, SAMPLE_ROWS).map(({ cells }) => readScore(cells[index]).kind);
      return read.includes('number') && !read.includes('bad');
    });
  if (raters.length < 2) return table;
  return {
    ...table,
    columns: [...columns, 'score'],
    rows: rows.map((row) => {
      if (row.fault !== null) return row;
      const cells = [...row.cells];
      cells[columns.length] = raters.map(({ column, index }) => ({
        rater: column.trim(),
        score: row.cells[index],
      }));
      return { ...row, cells };
    }),
    notes: [...table.notes, dataErrors.tables.raterColumns(raters.length)],
  };
}

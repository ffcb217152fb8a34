// Batch results of Amazon Mechanical Turk: beside what was shown (Input.…) and answered (Answer.…)
// stand two dozen columns about the task itself, “Description” and “Reward” among them.

import { strings } from '../../../strings';
import { show } from '../../../strings/show';
import { plainName } from './columnNames';
import type { MetadataTable } from './table';

const SHOWN = /^(?:Input|Answer)\./u;

/** The table less the columns about the task; another table as it is. Linear in its cells. */
export function turkColumns(table: MetadataTable): MetadataTable {
  const { columns } = table;
  if (!columns.includes('HITId') || !columns.some((column) => SHOWN.test(column))) return table;
  const kept = columns.flatMap((column, index) =>
    SHOWN.test(column) || plainName(column) === 'workerid' ? [index] : [],
  );
  const names = kept.map((index) => columns[index]!.replace(SHOWN, ''));
  return {
    ...table,
    columns: names.map((name, i) => (names.indexOf(name) === i ? name : columns[kept[i]!]!)),
    rows: table.rows.map((row) => ({ ...row, cells: kept.map((index) => row.cells[index]) })),
    notes: [...table.notes, strings.importing.turk(show(table.name))],
  };
}

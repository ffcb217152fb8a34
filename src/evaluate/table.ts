// A table of text and numbers as CSV (RFC 4180) and as Markdown: what the page exports and the
// command line's report writes.

export type Cell = string | number | null;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const csvCell = (cell: Cell): string => {
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) return '';
  const text = String(cell);
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** CSV with \n line ends; numbers in full precision, unknown ones empty. */
export function toCsv({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

const markdownCell = (cell: Cell, digits: number): string => {
  if (cell === null) return '–';
  if (typeof cell === 'string')
    return cell.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n\s*/gu, ' ');
  if (!Number.isFinite(cell)) return '–';
  return Number.isInteger(cell) ? String(cell) : String(Number(cell.toPrecision(digits)));
};

/** A Markdown table; columns whose cells are all numbers are set to the right. */
export function toMarkdown({ columns, rows }: Table, digits = 4): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const numeric = columns.map(
    (_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number' || row[i] === null),
  );
  return (
    line(columns.map((column) => markdownCell(column, digits))) +
    line(numeric.map((right) => (right ? '---:' : '---'))) +
    rows.map((row) => line(row.map((cell) => markdownCell(cell, digits)))).join('')
  );
}

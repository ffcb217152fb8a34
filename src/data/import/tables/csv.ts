// CSV as people have it (RFC 4180 and its relatives): any of four delimiters, found by what they
// make of the first rows or told by Excel's “sep=”; line ends of any kind; fields in quotes that
// may hold delimiters and line ends; quotes that are never closed cost their own row only. Linear
// in the text.

import { strings } from '../../../strings';
import { dataErrors } from '../../../strings/errors/data';
import { readScore } from '../scores/readScore';
import { show } from '../../../strings/show';
import { columnPart, IMAGE_NAME } from './columnNames';
import { refuseTable, TableSize, type MetadataTable, type RawRow } from './table';

const said = () => dataErrors.tables;

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_ROWS = 20;
const SAMPLE_CHARACTERS = 65_536;

interface Line {
  readonly cells: string[];
  readonly fault: string | null;
}

/** Reads records one by one. */
class CsvReader {
  private at = 0;
  /** Line ends before `counted`. */
  private lines = 0;
  private counted = 0;
  /** Characters that may be read again after quotes that were never closed. */
  private budget: number;
  private readonly lastQuote: number;

  constructor(
    private readonly name: string,
    private readonly text: string,
    private readonly delimiter: string,
    /** Whether a quote inside a field is written \\" (MySQL, Spark) rather than "". */
    private readonly backslash = false,
  ) {
    this.budget = 4 * text.length + 1_000_000;
    this.lastQuote = text.lastIndexOf('"');
  }

  /** The next record, or null at the end. A blank line is a record without cells. */
  next(): Line | null {
    const { text } = this;
    if (this.at >= text.length) return null;
    const begin = this.at;
    const cells: string[] = [];
    for (;;) {
      const quote = this.quoteAt(this.at);
      const field = quote < 0 ? null : this.quoted(quote);
      if (typeof field === 'number') return this.broken(begin, cells, field);
      if (field === null) cells.push(this.plain());
      else cells.push(field);
      if (cells.length > 1000) new TableSize(this.name).add(cells.length);
      if (text[this.at] !== this.delimiter) break;
      this.at++;
      if (this.at >= text.length) {
        cells.push('');
        break;
      }
    }
    this.endLine();
    return cells.length === 1 && cells[0]!.trim() === ''
      ? { cells: [], fault: null }
      : { cells, fault: null };
  }

  /** The line on which what comes next begins, from 1, as an editor counts. */
  line(): number {
    const passed = this.text.slice(this.counted, this.at);
    this.lines += passed.match(/\r\n?|\n/gu)?.length ?? 0;
    this.counted = this.at;
    return this.lines + 1;
  }

  private endLine(): void {
    if (this.text[this.at] === '\r') this.at++;
    if (this.text[this.at] === '\n') this.at++;
  }

  /** Where a field that begins at `at` has its opening quote, or −1. */
  private quoteAt(at: number): number {
    let place = at;
    while (this.text[place] === ' ') place++;
    return this.text[place] === '"' ? place : -1;
  }

  private plain(): string {
    const { text, delimiter } = this;
    let end = this.at;
    for (; end < text.length; end++) {
      const char = text[end];
      if (char === delimiter || char === '\n' || char === '\r') break;
    }
    const field = text.slice(this.at, end);
    this.at = end;
    return field;
  }

  /**
   * The field in quotes that opens at `quote`: its text; null where it is no quoted field but one
   * that begins with a quoted word; or, where the quote is never closed, its place.
   */
  private quoted(quote: number): string | null | number {
    const { text, delimiter } = this;
    if (quote === this.lastQuote) return quote;
    for (let from = quote + 1; ;) {
      const close = text.indexOf('"', from);
      if (close < 0) return quote;
      if (this.backslash && isEscaped(text, quote, close)) {
        from = close + 1;
        continue;
      }
      if (text[close + 1] === '"') {
        from = close + 2;
        continue;
      }
      let after = close + 1;
      while (text[after] === ' ') after++;
      const char = text[after];
      if (char === undefined || char === delimiter || char === '\n' || char === '\r') {
        this.at = after;
        const field = text.slice(quote + 1, close).replaceAll('""', '"');
        return this.backslash ? field.replace(/\\(["\\])/gu, '$1') : field;
      }
      // A quote inside: of one line a word in quotes, of several the start of another field.
      if (text.slice(quote, close).search(/[\r\n]/u) >= 0) {
        this.budget -= close - quote;
        return quote;
      }
      return null;
    }
  }

  /** Leaves out the line of an unclosed quote and goes on after it. */
  private broken(begin: number, cells: string[], quote: number): Line {
    const { text } = this;
    let end = begin;
    while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
    this.budget -= end - begin;
    if (this.budget < 0) refuseTable(...said().openQuotes(show(this.name)));
    this.at = end;
    this.endLine();
    return {
      cells: [...cells, text.slice(quote, end)],
      fault: said().openQuote(show(text.slice(quote + 1, Math.min(end, quote + 40)))),
    };
  }
}

/** True where the quote at `close` has an odd number of backslashes before it. */
function isEscaped(text: string, open: number, close: number): boolean {
  let count = 0;
  while (close - 1 - count > open && text[close - 1 - count] === '\\') count++;
  return count % 2 === 1;
}

/**
 * Quotes after a backslash inside a field, and none that are doubled there: \\" stands for a quote.
 * A path that ends with a backslash before the closing quote is none.
 */
function usesBackslash(text: string): boolean {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  return /[^\\]\\"[^,;\t|\r\n]/u.test(sample) && !/[^,;\t|\r\n"\\]""[^,;\t|\r\n"]/u.test(sample);
}

function readSample(name: string, text: string, delimiter: string, backslash: boolean): string[][] {
  const reader = new CsvReader(name, text, delimiter, backslash);
  const lines: string[][] = [];
  while (lines.length < SAMPLE_ROWS) {
    const line = reader.next();
    if (line === null) break;
    if (line.cells.length > 0) lines.push(line.cells);
  }
  return lines;
}

/** The delimiter that makes most of the first rows: known columns, then rows of equal length. */
function findDelimiter(name: string, text: string, backslash: boolean): string {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  let best: { delimiter: string; rank: number } = { delimiter: ',', rank: -1 };
  for (const delimiter of DELIMITERS) {
    // A line of nothing but this delimiter would be a row of thousands of fields.
    const lines = readSample(name, sample, delimiter, backslash);
    const first = lines[headerAt(lines)];
    if (first === undefined || first.length < 2) continue;
    const known = first.filter((column) => columnPart(column) !== null).length;
    const even = lines.filter((line) => line.length === first.length).length / lines.length;
    const rank = known * 10 + even * 5 + Math.min(first.length, 9) / 10;
    if (rank > best.rank) best = { delimiter, rank };
  }
  return best.delimiter;
}

const isBlank = (cell: string | undefined): boolean => cell === undefined || cell.trim() === '';

function trimmedLength(cells: readonly string[]): number {
  let length = cells.length;
  while (length > 0 && isBlank(cells[length - 1])) length--;
  return length;
}

/** Names of columns: trimmed; one without a name gets its number. */
function columnNames(name: string, cells: readonly string[]): string[] {
  const columns = cells
    .slice(0, trimmedLength(cells))
    .map((cell, i) => cell.trim() || `column ${i + 1}`);
  const seen = new Set<string>();
  columns.forEach((column, i) => {
    if (seen.has(column) && columnPart(column) === null)
      columns[i] = `${column} (${strings.importing.column(i + 1)})`;
    else if (seen.has(column)) refuseTable(...said().sameColumn(show(name), show(column)));
    seen.add(columns[i]!);
  });
  return columns;
}

/** True where the first line is data: it holds an image's name, or numbers and no known column. */
function isData(cells: readonly string[]): boolean {
  return (
    cells.some((cell) => IMAGE_NAME.test(cell.trim())) ||
    (cells.length > 1 &&
      cells.some((cell) => readScore(cell.trim()).kind === 'number' && /\d/u.test(cell)) &&
      !cells.some((cell) => columnPart(cell) !== null))
  );
}

/** Lines above a header: a title, a date, comments. */
const MOST_LINES_ABOVE = 10;

/**
 * The place of the header among the first lines: 0 unless lines without any known column stand
 * above one with two, as a title or as comments (#).
 */
function headerAt(lines: readonly (readonly string[])[]): number {
  const known = (cells: readonly string[]): number =>
    cells.filter((cell) => columnPart(cell) !== null).length;
  for (const [i, cells] of lines.slice(0, MOST_LINES_ABOVE).entries()) {
    if (known(cells) > 1) return i;
    const isAbove = known(cells) === 0 && (trimmedLength(cells) < 2 || cells[0]!.startsWith('#'));
    if (!isAbove) return 0;
  }
  return 0;
}

/** Reads a CSV or TSV. Errors: BadScoreFile for two columns of one name, and beyond the caps. */
export function readCsv(name: string, text: string): MetadataTable {
  const told = /^sep=(.)\r?\n?/u.exec(text.slice(0, 16));
  const content = told ? text.slice(told[0].length) : text;
  const backslash = usesBackslash(content);
  const delimiter = told?.[1] ?? findDelimiter(name, content, backslash);
  const reader = new CsvReader(name, content, delimiter, backslash);
  let above = headerAt(readSample(name, content.slice(0, SAMPLE_CHARACTERS), delimiter, backslash));
  const size = new TableSize(name);
  const notes: string[] = [];
  const rows: RawRow[] = [];
  let columns: string[] | null = null;
  let title: { line: string; count: number } | null = null;
  let wide = 0;
  const linesBefore = told ? 1 : 0;
  for (;;) {
    const row = linesBefore + reader.line();
    const line = reader.next();
    if (line === null) break;
    const { cells, fault } = line;
    if (columns === null) {
      if (cells.length === 0) continue;
      if (above > 0) {
        if (title === null) title = { line: cells[0]!, count: above };
        above--;
        continue;
      }
      if (!isData(cells) && fault === null) {
        columns = columnNames(name, cells);
        size.add(columns.length);
        continue;
      }
      columns = Array.from({ length: trimmedLength(cells) }, (_, i) => `column ${i + 1}`);
      notes.push(strings.importing.noHeader(show(name)));
    }
    if (cells.length === 0 || (fault === null && trimmedLength(cells) === 0)) continue;
    size.add(cells.length);
    const length = Math.max(trimmedLength(cells), Math.min(cells.length, columns.length));
    if (fault === null && length > columns.length) wide++;
    rows.push({
      row,
      cells: cells.slice(0, columns.length),
      fault:
        fault ??
        (length === columns.length
          ? null
          : length > columns.length
            ? said().needsQuotes(
                length,
                columns.length,
                delimiter === '\t' ? said().tab : delimiter,
              )
            : said().otherLength(length, columns.length)),
    });
  }
  if (title !== null)
    notes.push(strings.importing.linesBeforeHeader(show(name), title.count, show(title.line)));
  if (wide > 0 && wide === rows.length) notes.push(said().allNeedQuotes(show(name)));
  return { name, columns: columns ?? [], rows, notes };
}

// A reader of SQLite tables (file format 3, sqlite.org/fileformat2.html): the schema and the rows
// of ordinary tables, from the file's bytes. No SQL, no indexes, no write-ahead log. Every page is
// read once, so that a file with pages in a circle ends.

import { dataErrors } from '../../../strings/errors/data';
import { show } from '../../../strings/show';
import { MAX_ROWS, refuseTable } from '../tables/table';

const said = () => dataErrors.sources.sqlite;

export type SqliteValue = null | number | string | Uint8Array;

/** Text or blob of one cell. */
const MAX_VALUE_BYTES = 16 * 2 ** 20;
const LEAF = 13;
const INTERIOR = 5;

export interface SqliteTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rootPage: number;
  /** The column that is the row's number (INTEGER PRIMARY KEY), or −1. */
  readonly rowId: number;
}

/** Columns of a CREATE TABLE statement. */
function columnsOf(sql: string): { columns: string[]; rowId: number } {
  const body = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'));
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let quote = '';
  for (let i = 0; i <= body.length; i++) {
    const char = body[i];
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === '`' || char === "'") quote = char;
    else if (char === '[') quote = ']';
    else if (char === '(') depth++;
    else if (char === ')') depth--;
    if (i === body.length || (char === ',' && depth === 0 && quote === '')) {
      parts.push(body.slice(from, i).trim());
      from = i + 1;
    }
  }
  const definitions = parts.filter(
    (part) => part !== '' && !/^(constraint|primary|unique|check|foreign)\b/iu.test(part),
  );
  return {
    columns: definitions.map((part) => {
      const quoted = /^(?:"([^"]*)"|`([^`]*)`|\[([^\]]*)\]|'([^']*)')/u.exec(part);
      return quoted
        ? (quoted[1] ?? quoted[2] ?? quoted[3] ?? quoted[4] ?? '')
        : (/^\S+/u.exec(part)?.[0] ?? '');
    }),
    rowId: definitions.findIndex((part) => /\binteger\b[^,]*\bprimary\s+key\b/iu.test(part)),
  };
}

export class SqliteFile {
  private readonly view: DataView;
  private readonly pageSize: number;
  /** Bytes of a page that hold content. */
  private readonly usable: number;
  private readonly encoding: string;
  /** Bytes of rows that may still be read: rows that share bytes must not outgrow the file. */
  private budget: number;

  /** Errors: BadScoreFile where the bytes are no SQLite database. */
  constructor(
    private readonly name: string,
    private readonly bytes: Uint8Array,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.budget = 4 * bytes.length + 2 ** 20;
    if (bytes.length < 100) this.damaged(said().tooShort);
    const size = this.view.getUint16(16);
    this.pageSize = size === 1 ? 65_536 : size;
    this.usable = this.pageSize - this.view.getUint8(20);
    if (this.pageSize < 512 || (this.pageSize & (this.pageSize - 1)) !== 0 || this.usable < 480)
      this.damaged(said().pageSize(this.pageSize));
    this.encoding = ['utf-8', 'utf-8', 'utf-16le', 'utf-16be'][this.view.getUint32(56)] ?? 'utf-8';
  }

  private damaged(what: string): never {
    return refuseTable(...said().damaged(show(this.name), what));
  }

  /** The tables, less SQLite's own. */
  tables(): SqliteTable[] {
    const tables: SqliteTable[] = [];
    for (const { values } of this.walk(1)) {
      const [type, name, , root, sql] = values;
      if (type !== 'table' || typeof name !== 'string' || typeof root !== 'number') continue;
      if (name.startsWith('sqlite_') || typeof sql !== 'string' || root < 1) continue;
      if (/\bwithout\s+rowid\s*;?\s*$/iu.test(sql)) continue;
      tables.push({ name, rootPage: root, ...columnsOf(sql) });
    }
    return tables;
  }

  /** The rows of a table as records by column. Errors: BadScoreFile where the file is damaged. */
  rows(table: SqliteTable): Record<string, SqliteValue>[] {
    const rows: Record<string, SqliteValue>[] = [];
    for (const { rowId, values } of this.walk(table.rootPage)) {
      if (rows.length >= MAX_ROWS) this.damaged(said().manyRows(MAX_ROWS));
      rows.push(
        Object.fromEntries(
          table.columns.map((column, i) => [
            column,
            i === table.rowId && (values[i] ?? null) === null ? rowId : (values[i] ?? null),
          ]),
        ),
      );
    }
    return rows;
  }

  /** Rows below a page, in order. */
  private *walk(root: number): Generator<{ rowId: number; values: SqliteValue[] }> {
    const seen = new Set<number>();
    const open = [root];
    while (open.length > 0) {
      const page = open.pop()!;
      if (seen.has(page)) this.damaged(said().pageTwice(page));
      seen.add(page);
      const start = (page - 1) * this.pageSize;
      if (start < 0 || start + this.pageSize > this.bytes.length) this.damaged(said().ends(page));
      const head = start + (page === 1 ? 100 : 0);
      const type = this.view.getUint8(head);
      if (type !== LEAF && type !== INTERIOR) this.damaged(said().noTable(page));
      const count = this.view.getUint16(head + 3);
      const cells = head + (type === LEAF ? 8 : 12);
      if (cells + count * 2 > start + this.pageSize) this.damaged(said().brokenPage(page));
      if (type === INTERIOR) {
        open.push(this.view.getUint32(head + 8));
        for (let i = count - 1; i >= 0; i--) {
          const at = start + this.view.getUint16(cells + i * 2);
          if (at + 4 > start + this.pageSize) this.damaged(said().brokenPage(page));
          open.push(this.view.getUint32(at));
        }
        continue;
      }
      for (let i = 0; i < count; i++)
        yield this.cell(start + this.view.getUint16(cells + i * 2), start + this.pageSize);
    }
  }

  /** A big-endian varint: its value and where it ends. */
  private varint(bytes: Uint8Array, at: number): [number, number] {
    let value = 0;
    for (let i = 0; i < 9; i++) {
      const byte = bytes[at + i];
      if (byte === undefined) this.damaged(said().cutNumber);
      if (i === 8) return [value * 256 + byte, at + 9];
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return [value, at + i + 1];
    }
    return this.damaged(said().brokenNumber);
  }

  private cell(at: number, pageEnd: number): { rowId: number; values: SqliteValue[] } {
    const [size, afterSize] = this.varint(this.bytes, at);
    const [rowId, begin] = this.varint(this.bytes, afterSize);
    return { rowId, values: this.record(this.payload(begin, size, pageEnd)) };
  }

  /** The bytes of a row, with those on overflow pages. */
  private payload(begin: number, size: number, pageEnd: number): Uint8Array {
    const most = this.usable - 35;
    this.budget -= size;
    if (this.budget < 0) this.damaged(said().sharedRows);
    if (size <= most) {
      if (begin + size > pageEnd) this.damaged(said().rowLeavesPage);
      return this.bytes.subarray(begin, begin + size);
    }
    if (size > MAX_VALUE_BYTES) this.damaged(said().largeRow(size));
    const least = Math.floor(((this.usable - 12) * 32) / 255) - 23;
    const rest = least + ((size - least) % (this.usable - 4));
    const local = rest <= most ? rest : least;
    if (begin + local + 4 > pageEnd) this.damaged(said().rowLeavesPage);
    const out = new Uint8Array(size);
    out.set(this.bytes.subarray(begin, begin + local));
    let [at, page] = [local, this.view.getUint32(begin + local)];
    while (at < size) {
      const start = (page - 1) * this.pageSize;
      if (page < 1 || start + this.pageSize > this.bytes.length) this.damaged(said().ends(page));
      const piece = this.bytes.subarray(
        start + 4,
        start + 4 + Math.min(this.usable - 4, size - at),
      );
      out.set(piece, at);
      at += piece.length;
      page = this.view.getUint32(start);
    }
    return out;
  }

  private record(bytes: Uint8Array): SqliteValue[] {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [headerSize, first] = this.varint(bytes, 0);
    if (headerSize > bytes.length) this.damaged(said().noValues);
    const values: SqliteValue[] = [];
    let [at, body] = [first, headerSize];
    while (at < headerSize) {
      const [type, next] = this.varint(bytes, at);
      at = next;
      const size =
        type >= 12 ? Math.floor((type - 12) / 2) : ([0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0);
      if (body + size > bytes.length) this.damaged(said().valueLeavesRow);
      values.push(this.value(view, bytes, type, body, size));
      body += size;
    }
    return values;
  }

  private value(
    view: DataView,
    bytes: Uint8Array,
    type: number,
    at: number,
    size: number,
  ): SqliteValue {
    if (type >= 12) {
      const content = bytes.subarray(at, at + size);
      return type % 2 === 0 ? content : new TextDecoder(this.encoding).decode(content);
    }
    switch (type) {
      case 1:
        return view.getInt8(at);
      case 2:
        return view.getInt16(at);
      case 3:
        return (view.getInt8(at) << 16) | view.getUint16(at + 1);
      case 4:
        return view.getInt32(at);
      case 5:
        return view.getInt16(at) * 2 ** 32 + view.getUint32(at + 2);
      case 6:
        return Number(view.getBigInt64(at));
      case 7:
        return view.getFloat64(at);
      case 8:
        return 0;
      case 9:
        return 1;
      default:
        return null;
    }
  }
}

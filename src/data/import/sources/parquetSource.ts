// Parquet: Pick-a-Pic's pairs, Hugging Face's imagefolder tables with the images inside, and plain
// tables of scores. Row groups are read one by one by byte ranges; images inside become files of
// their own. hyparquet is loaded when a .parquet was dropped.

import type { SchemaTree } from 'hyparquet';
import { kindOfFile } from '../images/fileKind';
import { memoryFile, type SourceFile } from '../files/sourceFile';
import { dataErrors } from '../../../strings/errors/data';
import { show, showError } from '../../../strings/show';
import {
  refuseTable,
  tableOfRecords,
  TableSize,
  type MetadataTable,
  type SourceLabel,
} from '../tables/table';
import { pairWins, type ComparedPair } from './pairWins';

export interface ParquetSource {
  readonly table: MetadataTable;
  readonly label: SourceLabel;
  /** Images that were inside. */
  readonly files: readonly SourceFile[];
}

const said = () => dataErrors.sources.parquet;

/** Images inside a file are held in memory until they are stored. */
const MAX_IMAGE_BYTES = 512 * 2 ** 20;
/** Bytes of one row group as it unpacks; a lying header must not cost more. */
const MAX_GROUP_BYTES = 512 * 2 ** 20;
const MAX_ROWS = 1_000_000;

type Row = Record<string, unknown>;

function bytesOf(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'object' && value !== null && 'bytes' in value)
    return value.bytes instanceof Uint8Array ? value.bytes : null;
  return null;
}

/** Bytes without a type that are text after all, or null. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Puts images inside rows into files; the cell becomes the file's name. */
class InnerImages {
  readonly files: SourceFile[] = [];
  private readonly known = new Set<string>();
  private size = 0;

  constructor(private readonly name: string) {}

  take(value: unknown, wanted: string): string | null {
    const bytes = bytesOf(value);
    if (bytes === null || bytes.length === 0) return null;
    const told =
      typeof value === 'object' && value !== null && 'path' in value ? value.path : undefined;
    const kind = kindOfFile(bytes);
    if (kind.id === 'unknown') {
      const text = textOf(bytes);
      if (text !== null) return text;
    }
    const path =
      typeof told === 'string' && told !== '' && !this.known.has(told)
        ? told.replaceAll('\\', '/')
        : `${wanted}.${kind.id === 'jpeg' ? 'jpg' : kind.id}`;
    if (this.known.has(path)) return path;
    this.size += bytes.length;
    if (this.size > MAX_IMAGE_BYTES)
      refuseTable(...said().manyImages(show(this.name), MAX_IMAGE_BYTES / 2 ** 20));
    this.known.add(path);
    this.files.push(memoryFile(path, bytes.slice()));
    return path;
  }
}

function pairsOf(rows: readonly Row[], images: InnerImages): ComparedPair[] {
  return rows.flatMap((row, i) => {
    const share = Number(row['label_0']);
    if (row['label_0'] === null || row['label_0'] === undefined || !(share >= 0 && share <= 1))
      return [];
    const names = [0, 1].map(
      (n) =>
        images.take(row[`jpg_${n}`], String(row[`image_${n}_uid`] ?? `row ${i + 1} image ${n}`)) ??
        String(row[`image_${n}_uid`] ?? row[`image_${n}_url`] ?? ''),
    );
    const prompt = typeof row['caption'] === 'string' ? row['caption'] : '';
    return [{ first: names[0]!, second: names[1]!, prompt, share }];
  });
}

/** Where the columns of a schema lie, as keys that keyOf makes. */
const leaves = (tree: SchemaTree): string[] =>
  tree.children.flatMap((child) =>
    child.children.length === 0 ? [keyOf(child.path)] : leaves(child),
  );
const keyOf = (path: readonly string[]): string => path.join('\0');

/**
 * Refuses columns that the schema does not hold, or that stand twice: hyparquet reads what lies
 * before such a column, throws at it, and what else is damaged reaches nobody. Errors: throws.
 */
function checkColumns(tree: SchemaTree, groups: readonly (readonly (readonly string[])[])[]): void {
  const top = new Set(tree.children.map(({ element }) => element.name));
  if (top.size !== tree.children.length) throw new Error(said().twoColumns);
  const known = new Set(leaves(tree));
  for (const paths of groups) {
    const seen = new Set<string>();
    for (const key of paths.map(keyOf)) {
      if (!known.has(key) || seen.has(key)) throw new Error(said().otherColumns);
      seen.add(key);
    }
  }
}

/** Reads a Parquet file. Errors: BadScoreFile saying what is wrong with it. */
export async function readParquet(file: SourceFile): Promise<ParquetSource> {
  const { parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet');
  const name = file.path;
  const buffer = {
    byteLength: file.size,
    slice: async (begin: number, end?: number): Promise<ArrayBuffer> => {
      const from = begin < 0 ? Math.max(0, file.size + begin) : begin;
      const piece = await file.range(from, end ?? file.size);
      return piece.slice().buffer;
    },
  };
  const damaged = (error: unknown): never =>
    refuseTable(...said().damaged(show(name), showError(error)));
  const metadata = await parquetMetadataAsync(buffer).catch(damaged);
  try {
    checkColumns(
      parquetSchema(metadata),
      metadata.row_groups.map(({ columns }) =>
        columns.map(({ meta_data: data }) => data?.path_in_schema ?? []),
      ),
    );
  } catch (error) {
    damaged(error);
  }
  const images = new InnerImages(name);
  const size = new TableSize(name);
  const rows: Row[] = [];
  const pairs: ComparedPair[] = [];
  let isPairs = false;
  let begin = 0;
  if (Number(metadata.num_rows) > MAX_ROWS) refuseTable(...said().manyRows(show(name), MAX_ROWS));
  for (const group of metadata.row_groups) {
    const count = Number(group.num_rows);
    if (!(count >= 0) || begin + count > MAX_ROWS) damaged(new Error(said().groupWithoutSize));
    const unpacked = group.columns.reduce(
      (sum, column) => sum + Number(column.meta_data?.total_uncompressed_size ?? 0),
      0,
    );
    if (unpacked > MAX_GROUP_BYTES)
      refuseTable(
        ...said().largeGroup(show(name), Math.round(unpacked / 2 ** 20), MAX_GROUP_BYTES / 2 ** 20),
      );
    const read: Row[] = await parquetReadObjects({
      file: buffer,
      metadata,
      rowStart: begin,
      rowEnd: begin + count,
      // Columns of text say so; one of bytes without a type is an image.
      utf8: false,
    }).catch(damaged);
    isPairs ||= read[0] !== undefined && 'label_0' in read[0] && 'caption' in read[0];
    for (const row of read) size.add(Object.keys(row).length);
    if (isPairs) for (const pair of pairsOf(read, images)) pairs.push(pair);
    else
      read.forEach((row, i) =>
        rows.push(
          Object.fromEntries(
            Object.entries(row).map(([key, value]) => [
              key,
              bytesOf(value) === null
                ? typeof value === 'bigint'
                  ? Number(value)
                  : value
                : images.take(value, `row ${begin + i + 1}`),
            ]),
          ),
        ),
      );
    begin += count;
  }
  return {
    table: tableOfRecords(name, isPairs ? pairWins(pairs) : rows),
    label: isPairs ? 'pickAPic' : 'parquet',
    files: images.files,
  };
}

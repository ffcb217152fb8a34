// From source files to accepted images: joins the table's rows with their files, checks each image
// by decoding it, leaves out what cannot be used (with row and reason) and hands over the rest one
// by one, so that a cancelled or killed import keeps what it had.

import type { ColumnMapping, RejectedRow } from '../../domain/dataset';
import { isAbort } from '../../errors';
import { readRows, parseTable } from './metadataTable';
import type { DecodedImage } from './resample';
import type { ImageScore } from '../scores/scoreSource';
import type { SetFacts } from './setFacts';
import { findTable, type SourceFile } from './sourceFiles';

export type ImageMime = 'image/png' | 'image/jpeg' | 'image/webp';
/** Decodes an image file to straight (not premultiplied) RGBA. Errors: throws when it cannot. */
export type DecodeImage = (bytes: Uint8Array, mime: ImageMime) => Promise<DecodedImage>;

export interface AcceptedImage {
  readonly row: number;
  readonly fileName: string;
  readonly caption: string;
  /** Null where the table gives none (TableRow.score). */
  readonly score: number | null;
  readonly negativePrompt: string | null;
  readonly groupId: string | null;
  /** Scores of other sources (columns score_<source>) and ratings. */
  readonly furtherScores: readonly ImageScore[];
  readonly mime: ImageMime;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

export interface ImportHooks {
  readonly decode: DecodeImage;
  readonly hash: (bytes: Uint8Array) => Promise<string>;
  accept(image: AcceptedImage): Promise<void>;
  progress?(done: number, total: number): void;
}

/** Image type by its first bytes, or null. */
export function imageMime(bytes: Uint8Array): ImageMime | null {
  const starts = (...values: number[]) => values.every((value, i) => bytes[i] === value);
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (
    starts(0x52, 0x49, 0x46, 0x46) &&
    bytes[8] === 0x57 &&
    bytes[9] === 0x45 &&
    bytes[10] === 0x42 &&
    bytes[11] === 0x50
  )
    return 'image/webp';
  return null;
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
}

/**
 * Imports a set. File names are looked up beside the table, then by their whole path. Returns what
 * was left out, by row; files in no row
 *  are listed with row 0. A set that was exported here (`facts`) comes back whole, even where it
 *  holds an image twice.
 *  Errors: BadScoreFile; abort (what was accepted until then stays accepted); what `accept` throws.
 */
export async function importSet(
  signal: AbortSignal,
  files: readonly SourceFile[],
  mapping: ColumnMapping,
  hooks: ImportHooks,
  facts: SetFacts | null = null,
): Promise<{ accepted: number; rejected: RejectedRow[]; table: string }> {
  const table = findTable(files);
  const { rows, rejected } = readRows(
    parseTable(table.path, new TextDecoder().decode(await table.bytes())),
    mapping,
    facts,
  );
  const byPath = new Map(files.map((file) => [file.path.replaceAll('\\', '/'), file]));
  const base = folderOf(table.path);
  const fileOf = (fileName: string) => {
    const name = fileName.replaceAll('\\', '/').replace(/^\.\//, '');
    return byPath.get(base + name) ?? byPath.get(name);
  };
  const used = new Set<SourceFile | undefined>([table, ...rejected.map((row) => fileOf(row.file))]);
  const hashes = new Map<string, number>();
  let accepted = 0;
  for (const [index, row] of rows.entries()) {
    signal.throwIfAborted();
    const reject = (reason: string) => {
      rejected.push({ row: row.row, file: row.fileName, reason });
    };
    const file = fileOf(row.fileName);
    if (!file) reject('no such file in what was dropped');
    else {
      used.add(file);
      const image = await checked(signal, file, hooks.decode);
      if (typeof image === 'string') reject(image);
      else {
        const sha256 = await hooks.hash(image.bytes);
        const first = hashes.get(`${sha256}\u0000${row.text}`);
        if (first !== undefined && facts === null)
          reject(`the same image with the same prompt as row ${first}`);
        else {
          hashes.set(`${sha256}\u0000${row.text}`, row.row);
          await hooks.accept({
            row: row.row,
            fileName: row.name,
            caption: row.text,
            score: row.score,
            negativePrompt: row.negativePrompt,
            groupId: row.groupId,
            furtherScores: row.furtherScores,
            sha256,
            ...image,
          });
          accepted++;
        }
      }
    }
    hooks.progress?.(index + 1, rows.length);
  }
  for (const file of files) {
    if (!used.has(file) && /\.(png|jpe?g|webp)$/i.test(file.path))
      rejected.push({ row: 0, file: file.path, reason: 'in no row of the table' });
  }
  return { accepted, rejected: rejected.sort((a, b) => a.row - b.row), table: table.path };
}

/** The image's bytes and type once it decodes, or the reason why not. */
async function checked(
  signal: AbortSignal,
  file: SourceFile,
  decode: DecodeImage,
): Promise<{ bytes: Uint8Array; mime: ImageMime } | string> {
  try {
    const bytes = await file.bytes();
    const mime = imageMime(bytes);
    if (!mime) return 'not a PNG, JPEG or WebP image';
    const { width, height } = await decode(bytes, mime);
    if (width < 1 || height < 1) return `an image of ${width}×${height} pixels`;
    return { bytes, mime };
  } catch (error) {
    if (signal.aborted || isAbort(error)) throw error;
    return `cannot be decoded: ${error instanceof Error ? error.message : String(error)}`;
  }
}

// The directory of a zip, read once from its end by ranges (APPNOTE.TXT 6.3.10, 4.3.12–4.3.16):
// zip64, data descriptors, data before the zip, names in UTF-8 or cp437. What cannot be used is
// refused in words: encrypted, split over several files, cut off, another kind of archive.

import { StudioError } from '../../../errors';
import { crc32 } from '../../../formats/crc32';
import { kindName, kindOfFile } from '../images/fileKind';
import { dataErrors } from '../../../strings/errors/data';
import { show } from '../../../strings/show';
import { decodeZipName } from './zipNames';

/** What a zip is read through. */
export interface ByteRanges {
  readonly size: number;
  range(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

export interface ZipEntry {
  /** With forward slashes; a folder's ends with one. */
  readonly name: string;
  /** As the directory spells it; the entry's own header must say the same. */
  readonly rawName: Uint8Array;
  readonly method: number;
  readonly encrypted: boolean;
  /** True for a symbolic link made by a Unix tool. */
  readonly isLink: boolean;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where its local header begins in the file. */
  readonly offset: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
/** A comment after the end record has at most 65,535 bytes. */
const TAIL_BYTES = END_BYTES + 0xffff;
export const MAX_ENTRIES = 200_000;
const MAX_DIRECTORY_BYTES = 64 * 2 ** 20;

const said = () => dataErrors.files.zip;

/** Refuses a zip; `what` ends the sentence that begins with its name. */
export function badZip(name: string, what: string, remedy = said().packAgain): never {
  throw new StudioError('BadScoreFile', said().refused(show(name), what), remedy);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Offset of the end record in the file's last bytes, or −1. */
function findEnd(tail: Uint8Array): number {
  const view = viewOf(tail);
  let loose = -1;
  for (let i = tail.length - END_BYTES; i >= 0; i--) {
    if (view.getUint32(i, true) !== END) continue;
    const end = i + END_BYTES + view.getUint16(i + 20, true);
    if (end === tail.length) return i;
    // Bytes after the zip (a mail program's newline) do no harm.
    if (end < tail.length && loose < 0) loose = i;
  }
  return loose;
}

interface Directory {
  readonly count: number;
  /** Whether `count` is the whole number (zip64) or its last 16 bits. */
  readonly exact: boolean;
  readonly begin: number;
  readonly size: number;
  /** Bytes before the zip's first, by which its offsets are moved. */
  readonly moved: number;
}

async function locate(name: string, file: ByteRanges): Promise<Directory> {
  const tailBegin = Math.max(0, file.size - TAIL_BYTES);
  const tail = await file.range(tailBegin, file.size);
  const at = tail.length < END_BYTES ? -1 : findEnd(tail);
  if (at < 0) {
    const kind = kindOfFile(await file.range(0, 64));
    if (file.size === 0) badZip(name, said().empty);
    if (kind.id === 'zip') badZip(name, ...said().noDirectory);
    badZip(name, ...said().notZip(kindName(kind)));
  }
  const view = viewOf(tail);
  let disks = view.getUint16(at + 4, true) | view.getUint16(at + 6, true);
  let count = view.getUint16(at + 10, true);
  let size = view.getUint32(at + 12, true);
  let begin = view.getUint32(at + 16, true);
  let end = tailBegin + at;
  let exact = false;
  const locator = at - 20;
  if (locator >= 0 && view.getUint32(locator, true) === LOCATOR_64) {
    // The record stands right before its locator; the offset in the locator is off where bytes
    // precede the zip.
    const told = Number(view.getBigUint64(locator + 8, true));
    const near = tailBegin + locator - 56;
    for (const place of [told, near]) {
      if (place < 0 || place + 56 > file.size) continue;
      const record = viewOf(await file.range(place, place + 56));
      if (record.byteLength < 56 || record.getUint32(0, true) !== END_64) continue;
      count = Number(record.getBigUint64(32, true));
      size = Number(record.getBigUint64(40, true));
      begin = Number(record.getBigUint64(48, true));
      disks = record.getUint32(16, true) | record.getUint32(20, true);
      end = place;
      exact = true;
      break;
    }
    if (!exact) badZip(name, said().noZip64);
  }
  if (disks !== 0 && disks !== 0xffff) badZip(name, ...said().split);
  const moved = end - (begin + size);
  if (!(moved >= 0)) badZip(name, ...said().directoryOutside);
  if (size > MAX_DIRECTORY_BYTES || count > MAX_ENTRIES)
    badZip(
      name,
      ...said().largeDirectory(
        count,
        Math.round(size / 2 ** 20),
        MAX_ENTRIES,
        MAX_DIRECTORY_BYTES / 2 ** 20,
      ),
    );
  return { count, exact, begin: begin + moved, size, moved };
}

/** The 64-bit sizes of an entry, in the order in which its 32-bit fields are full. */
function zip64(extra: DataView, wanted: readonly boolean[]): (number | null)[] | null {
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const [id, length] = [extra.getUint16(at, true), extra.getUint16(at + 2, true)];
    if (id === 1) {
      let place = at + 4;
      const last = Math.min(extra.byteLength, place + length);
      const values: (number | null)[] = [];
      for (const needed of wanted) {
        if (!needed) values.push(null);
        else if (place + 8 > last) return null;
        else {
          values.push(Number(extra.getBigUint64(place, true)));
          place += 8;
        }
      }
      return values;
    }
    at += 4 + length;
  }
  return null;
}

/** Info-ZIP's Unicode path (0x7075): the name in UTF-8, valid while the plain one is unchanged. */
function unicodePath(extra: Uint8Array, plain: Uint8Array): string | null {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length;) {
    const [id, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (
      id === 0x7075 &&
      length > 5 &&
      at + 4 + length <= extra.length &&
      extra[at + 4] === 1 &&
      view.getUint32(at + 5, true) === crc32(plain)
    )
      return new TextDecoder().decode(extra.subarray(at + 9, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

/**
 * Reads a zip's directory. `name` is for messages. Errors: BadScoreFile when it is no zip, cut off,
 * damaged, split or too large.
 */
export async function readZipDirectory(name: string, file: ByteRanges): Promise<ZipEntry[]> {
  const { count, exact, begin, size, moved } = await locate(name, file);
  const bytes = await file.range(begin, begin + size);
  if (bytes.length !== size) badZip(name, said().cutDirectory);
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  const damaged = () => badZip(name, said().badEntry(entries.length + 1));
  for (let at = 0; at < size;) {
    if (entries.length >= MAX_ENTRIES) badZip(name, said().tooManyEntries(MAX_ENTRIES));
    if (at + ENTRY_BYTES > size || view.getUint32(at, true) !== ENTRY) {
      // A digital signature may follow the entries (4.3.13).
      if (entries.length > 0 && at + 4 <= size && view.getUint32(at, true) === 0x05054b50) break;
      damaged();
    }
    const flags = view.getUint16(at + 8, true);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      view.getUint16(at + field, true),
    ) as [number, number, number];
    const nameAt = at + ENTRY_BYTES;
    const extraAt = nameAt + nameLength;
    if (extraAt + extraLength + commentLength > size) damaged();
    const plain = bytes.subarray(nameAt, extraAt);
    const extra = bytes.subarray(extraAt, extraAt + extraLength);
    let compressedSize = view.getUint32(at + 20, true);
    let full = view.getUint32(at + 24, true);
    let offset = view.getUint32(at + 42, true);
    const wanted = [full, compressedSize, offset].map((value) => value === 0xffffffff);
    if (wanted.includes(true)) {
      const large = zip64(viewOf(extra), wanted);
      full = large?.[0] ?? full;
      compressedSize = large?.[1] ?? compressedSize;
      offset = large?.[2] ?? offset;
    }
    entries.push({
      name: (unicodePath(extra, plain) ?? decodeZipName(plain, (flags & 0x800) !== 0)).replaceAll(
        '\\',
        '/',
      ),
      rawName: plain.slice(),
      method: view.getUint16(at + 10, true),
      encrypted: (flags & 0x2041) !== 0,
      isLink: view.getUint8(at + 5) === 3 && view.getUint32(at + 38, true) >>> 28 === 0xa,
      crc: view.getUint32(at + 16, true),
      compressedSize,
      size: full,
      offset: offset + moved,
    });
    at = extraAt + extraLength + commentLength;
  }
  if (exact ? entries.length !== count : (entries.length & 0xffff) !== count)
    badZip(name, said().otherCount(count, entries.length));
  return entries;
}

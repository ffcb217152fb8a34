// A zip as source files: its directory is read once, each entry is read and inflated alone when it
// is asked for, with its size checked as the bytes flow and its CRC afterwards. Cost: linear in
// what is read; memory: the largest entry.

import { Inflate } from 'fflate';
import { crc32 } from '../../../formats/crc32';
import { IMAGE_NAME } from '../tables/columnNames';
import { dataErrors } from '../../../strings/errors/data';
import { show, showError } from '../../../strings/show';
import { isSystemFile, type SourceFile } from './sourceFile';
import { badZip, readZipDirectory, type ByteRanges, type ZipEntry } from './zipDirectory';

const said = () => dataErrors.files;

/** Bytes one entry may unpack to. */
const MAX_ENTRY_BYTES = 2 * 2 ** 30;
/** Bytes all entries may claim: what a browser could store at best. */
const MAX_CLAIMED_BYTES = 256 * 2 ** 30;
const STORED = 0;
const DEFLATED = 8;
const METHODS: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
};
const LOCAL_HEADER = 0x04034b50;
const LOCAL_BYTES = 30;
/** Room for the local header's name and extra field; more is read where it does not suffice. */
const LOCAL_ROOM = 1024;
/** Compressed bytes given to the inflater at once. */
const PIECE = 65_536;

/**
 * Entries of a zip. Folders and what operating systems leave behind are left out. Errors:
 * BadScoreFile when it is no zip, damaged, encrypted, packed in a way that cannot be read, claims
 * too much, holds a path twice or one that leaves the folder.
 */
export async function openZip(name: string, file: ByteRanges): Promise<SourceFile[]> {
  const entries = (await readZipDirectory(name, file)).filter(
    (entry) => !entry.name.endsWith('/') && !isSystemFile(entry.name),
  );
  const encrypted = entries.find((entry) => entry.encrypted || entry.method === 99);
  if (encrypted) badZip(name, ...said().zip.encrypted(show(encrypted.name)));
  const packed = entries.find(({ method }) => method !== STORED && method !== DEFLATED);
  if (packed)
    badZip(
      name,
      ...said().zip.otherMethod(
        METHODS[packed.method] ?? said().zip.method(packed.method),
        show(packed.name),
      ),
    );
  const claimed = entries.reduce((sum, { size }) => sum + size, 0);
  if (claimed > MAX_CLAIMED_BYTES)
    badZip(
      name,
      ...said().zip.tooLarge(Math.round(claimed / 2 ** 30), MAX_CLAIMED_BYTES / 2 ** 30),
    );
  const seen = new Set<string>();
  for (const entry of entries) {
    if (/^\/|^[a-z]:\//iu.test(entry.name) || entry.name.split('/').includes('..'))
      badZip(name, ...said().zip.outside(show(entry.name)));
    if (seen.has(entry.name)) badZip(name, ...said().zip.twice(show(entry.name)));
    seen.add(entry.name);
  }
  refuseOverlap(name, file.size, entries);
  // A table whose name was damaged would else be missed without a word.
  for (const entry of entries)
    if (!IMAGE_NAME.test(entry.name) && !/\.(txt|caption|xmp)$/iu.test(entry.name))
      await readHeader(name, file, entry, 0);
  return entries.map((entry) => {
    const bytes = (): Promise<Uint8Array<ArrayBuffer>> => readEntry(name, file, entry);
    return {
      path: entry.name,
      size: entry.size,
      bytes,
      range: async (begin, end) => (await bytes()).slice(begin, end),
    };
  });
}

/** Entries that share bytes make a small file unpack to any size (Fifield 2019). */
function refuseOverlap(name: string, fileSize: number, entries: readonly ZipEntry[]): void {
  const order = [...entries].sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const entry of order) {
    if (entry.offset < end) badZip(name, said().zip.overlap(show(entry.name)));
    end = entry.offset + LOCAL_BYTES + entry.compressedSize;
    if (end > fileSize) badZip(name, ...said().zip.entryPastEnd(show(entry.name)));
  }
}

const damagedEntry = (zip: string, entry: ZipEntry, what: string): never =>
  badZip(zip, ...said().zip.damagedEntry(show(entry.name), what));

/**
 * An entry's own header with `more` bytes that may follow it, and where its content begins. Errors:
 * BadScoreFile where it is not there or names another file.
 */
async function readHeader(
  zip: string,
  file: ByteRanges,
  entry: ZipEntry,
  more: number,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; begin: number }> {
  const { rawName, offset } = entry;
  const bytes = await file.range(offset, offset + LOCAL_BYTES + rawName.length + more);
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL_HEADER)
    damagedEntry(zip, entry, said().entry.notThere);
  const nameEnd = LOCAL_BYTES + header.getUint16(26, true);
  const name = bytes.subarray(LOCAL_BYTES, nameEnd);
  if (name.length !== rawName.length || name.some((byte, i) => byte !== rawName[i]))
    damagedEntry(zip, entry, said().entry.otherName);
  return { bytes, begin: nameEnd + header.getUint16(28, true) };
}

async function readEntry(
  zip: string,
  file: ByteRanges,
  entry: ZipEntry,
): Promise<Uint8Array<ArrayBuffer>> {
  const damaged = (what: string): never => damagedEntry(zip, entry, what);
  if (entry.isLink) damaged(said().entry.link);
  if (entry.size > MAX_ENTRY_BYTES)
    badZip(zip, ...said().zip.largeEntry(show(entry.name), Math.round(entry.size / 2 ** 20)));
  const { bytes, begin } = await readHeader(zip, file, entry, LOCAL_ROOM + entry.compressedSize);
  const end = begin + entry.compressedSize;
  const packed =
    end <= bytes.length
      ? bytes.subarray(begin, end)
      : await file.range(entry.offset + begin, entry.offset + end);
  if (packed.length !== entry.compressedSize) damaged(said().entry.cutOff);
  const content = entry.method === STORED ? packed.slice() : inflated(packed, entry, damaged);
  if (content.length !== entry.size) damaged(said().entry.otherSize(content.length, entry.size));
  if (crc32(content) !== entry.crc) damaged(said().entry.checksum);
  return content;
}

/** Inflates an entry; stops as soon as more comes out than the directory says. */
function inflated(
  packed: Uint8Array,
  { size }: ZipEntry,
  damaged: (what: string) => never,
): Uint8Array<ArrayBuffer> {
  // A lying size must not cost memory: Deflate shrinks at most 1,032 times.
  if (size > packed.length * 1032 + 1024) damaged(said().entry.impossible(size, packed.length));
  const out = new Uint8Array(size);
  let at = 0;
  let tooLong = false;
  const inflater = new Inflate((piece) => {
    if (at + piece.length > size) {
      tooLong = true;
      return;
    }
    out.set(piece, at);
    at += piece.length;
  });
  try {
    for (let from = 0; from < packed.length; from += PIECE) {
      inflater.push(packed.subarray(from, from + PIECE), from + PIECE >= packed.length);
      if (tooLong) break;
    }
  } catch (error) {
    damaged(said().entry.notInflated(showError(error)));
  }
  if (tooLong) damaged(said().entry.tooLong(size));
  return at === size ? out : out.slice(0, at);
}

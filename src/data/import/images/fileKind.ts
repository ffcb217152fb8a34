// What a file is by its first bytes, whatever its name says.

export type ImageMime = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif' | 'image/avif';

import { dataErrors } from '../../../strings/errors/data';

export type KindId = keyof (typeof dataErrors)['files']['kinds'];

export interface FileKind {
  readonly id: KindId | 'unknown';
  /** For images that page and command line both read. */
  readonly mime: ImageMime | null;
}

const NOTHING: FileKind = { id: 'unknown', mime: null };

interface Magic {
  readonly id: KindId;
  readonly mime?: ImageMime;
  /** ASCII (Latin-1) at each offset; every one must be there. */
  readonly at: Readonly<Record<number, string | readonly string[]>>;
}

const HEIF_BRANDS = ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'];

const MAGICS: readonly Magic[] = [
  { id: 'png', mime: 'image/png', at: { 0: '\x89PNG\r\n\x1a\n' } },
  { id: 'jpeg', mime: 'image/jpeg', at: { 0: '\xff\xd8\xff' } },
  { id: 'webp', mime: 'image/webp', at: { 0: 'RIFF', 8: 'WEBP' } },
  { id: 'gif', mime: 'image/gif', at: { 0: ['GIF87a', 'GIF89a'] } },
  {
    id: 'avif',
    mime: 'image/avif',
    at: { 4: 'ftyp', 8: ['avif', 'avis'] },
  },
  { id: 'heic', at: { 4: 'ftyp', 8: HEIF_BRANDS } },
  { id: 'mp4', at: { 4: 'ftyp' } },
  { id: 'bmp', at: { 0: 'BM', 6: '\0\0\0\0' } },
  { id: 'tiff', at: { 0: ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'] } },
  { id: 'jxl', at: { 0: ['\xff\x0a', '\0\0\0\x0cJXL '] } },
  { id: 'jp2', at: { 0: ['\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'] } },
  { id: 'psd', at: { 0: '8BPS' } },
  { id: 'ico', at: { 0: '\0\0\x01\0' } },
  { id: 'webm', at: { 0: '\x1a\x45\xdf\xa3' } },
  { id: 'zip', at: { 0: ['PK\x03\x04', 'PK\x05\x06'] } },
  { id: 'rar', at: { 0: 'Rar!\x1a\x07' } },
  { id: '7z', at: { 0: "7z\xbc\xaf'\x1c" } },
  { id: 'gzip', at: { 0: '\x1f\x8b' } },
  { id: 'bzip2', at: { 0: 'BZh' } },
  { id: 'xz', at: { 0: '\xfd7zXZ\0' } },
  { id: 'zstd', at: { 0: '\x28\xb5\x2f\xfd' } },
  { id: 'pdf', at: { 0: '%PDF-' } },
  { id: 'sqlite', at: { 0: 'SQLite format 3\0' } },
  { id: 'parquet', at: { 0: 'PAR1' } },
  {
    id: 'lfs',
    at: { 0: 'version https://git-lfs.github.com/spec/' },
  },
];

/** The kind of a file; a few dozen first bytes are enough. Never throws. */
export function kindOfFile(bytes: Uint8Array): FileKind {
  const head = Array.from(bytes.subarray(0, 512), (byte) => String.fromCharCode(byte)).join('');
  for (const { id, mime, at } of MAGICS) {
    const fits = Object.entries(at).every(([offset, texts]) =>
      [texts].flat().some((text) => head.startsWith(text, Number(offset))),
    );
    if (fits) return { id, mime: mime ?? null };
  }
  const text = head.replace(/^\xef\xbb\xbf/u, '').trimStart();
  if (/^(<!doctype html|<html|<head|<body)/iu.test(text)) return { id: 'html', mime: null };
  if (/^(<\?xml|<svg)/iu.test(text)) return { id: /<svg/iu.test(text) ? 'svg' : 'xml', mime: null };
  if (text.startsWith('{') || text.startsWith('[')) return { id: 'json', mime: null };
  return NOTHING;
}

/** A kind in words, with its article; null where nothing is known of it. */
export const kindName = ({ id }: FileKind): string | null =>
  id === 'unknown' ? null : dataErrors.files.kinds[id];

/** Images that not every browser decodes, or not alike. */
const OTHER_IMAGES: ReadonlySet<FileKind['id']> = new Set([
  'heic',
  'bmp',
  'tiff',
  'jxl',
  'jp2',
  'psd',
  'ico',
  'svg',
] as const);

/** Why a file is no usable image, in words, or null where it may be one. */
export function notAnImage(bytes: Uint8Array): string | null {
  const said = dataErrors.images;
  if (bytes.length === 0) return said.empty;
  const kind = kindOfFile(bytes);
  if (kind.mime !== null) return null;
  const name = kindName(kind);
  if (name === null) return said.notRead;
  return OTHER_IMAGES.has(kind.id) ? said.notReadAlike(name) : said.notImage(name);
}

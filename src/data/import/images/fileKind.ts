// What a file is by its first bytes, whatever its name says.

export type ImageMime = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif' | 'image/avif';

export interface FileKind {
  readonly id: string;
  /** In words, with its article; null where nothing is known of it. */
  readonly label: string | null;
  /** For images that page and command line both read. */
  readonly mime: ImageMime | null;
}

const NOTHING: FileKind = { id: 'unknown', label: null, mime: null };

interface Magic {
  readonly id: string;
  readonly label: string;
  readonly mime?: ImageMime;
  /** ASCII (Latin-1) at each offset; every one must be there. */
  readonly at: Readonly<Record<number, string | readonly string[]>>;
}

const HEIF_BRANDS = ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'];

const MAGICS: readonly Magic[] = [
  { id: 'png', label: 'a PNG image', mime: 'image/png', at: { 0: '\x89PNG\r\n\x1a\n' } },
  { id: 'jpeg', label: 'a JPEG image', mime: 'image/jpeg', at: { 0: '\xff\xd8\xff' } },
  { id: 'webp', label: 'a WebP image', mime: 'image/webp', at: { 0: 'RIFF', 8: 'WEBP' } },
  { id: 'gif', label: 'a GIF image', mime: 'image/gif', at: { 0: ['GIF87a', 'GIF89a'] } },
  {
    id: 'avif',
    label: 'an AVIF image',
    mime: 'image/avif',
    at: { 4: 'ftyp', 8: ['avif', 'avis'] },
  },
  { id: 'heic', label: 'a HEIC image', at: { 4: 'ftyp', 8: HEIF_BRANDS } },
  { id: 'mp4', label: 'a video (MP4 or MOV)', at: { 4: 'ftyp' } },
  { id: 'bmp', label: 'a BMP image', at: { 0: 'BM', 6: '\0\0\0\0' } },
  { id: 'tiff', label: 'a TIFF image', at: { 0: ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'] } },
  { id: 'jxl', label: 'a JPEG XL image', at: { 0: ['\xff\x0a', '\0\0\0\x0cJXL '] } },
  { id: 'jp2', label: 'a JPEG 2000 image', at: { 0: ['\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'] } },
  { id: 'psd', label: 'a Photoshop file', at: { 0: '8BPS' } },
  { id: 'ico', label: 'an icon file', at: { 0: '\0\0\x01\0' } },
  { id: 'webm', label: 'a video (WebM or MKV)', at: { 0: '\x1a\x45\xdf\xa3' } },
  { id: 'zip', label: 'a zip', at: { 0: ['PK\x03\x04', 'PK\x05\x06'] } },
  { id: 'rar', label: 'a RAR archive', at: { 0: 'Rar!\x1a\x07' } },
  { id: '7z', label: 'a 7z archive', at: { 0: "7z\xbc\xaf'\x1c" } },
  { id: 'gzip', label: 'a gzip archive', at: { 0: '\x1f\x8b' } },
  { id: 'bzip2', label: 'a bzip2 archive', at: { 0: 'BZh' } },
  { id: 'xz', label: 'an xz archive', at: { 0: '\xfd7zXZ\0' } },
  { id: 'zstd', label: 'a Zstandard archive', at: { 0: '\x28\xb5\x2f\xfd' } },
  { id: 'pdf', label: 'a PDF', at: { 0: '%PDF-' } },
  { id: 'sqlite', label: 'an SQLite database', at: { 0: 'SQLite format 3\0' } },
  { id: 'parquet', label: 'a Parquet file', at: { 0: 'PAR1' } },
  {
    id: 'lfs',
    label: 'a Git LFS pointer, not the file itself (run “git lfs pull” where it came from)',
    at: { 0: 'version https://git-lfs.github.com/spec/' },
  },
];

/** The kind of a file; a few dozen first bytes are enough. Never throws. */
export function kindOfFile(bytes: Uint8Array): FileKind {
  const head = Array.from(bytes.subarray(0, 512), (byte) => String.fromCharCode(byte)).join('');
  for (const { id, label, mime, at } of MAGICS) {
    const fits = Object.entries(at).every(([offset, texts]) =>
      [texts].flat().some((text) => head.startsWith(text, Number(offset))),
    );
    if (fits) return { id, label, mime: mime ?? null };
  }
  const text = head.replace(/^\xef\xbb\xbf/u, '').trimStart();
  if (/^(<!doctype html|<html|<head|<body)/iu.test(text))
    return { id: 'html', label: 'a web page (HTML)', mime: null };
  if (/^(<\?xml|<svg)/iu.test(text))
    return /<svg/iu.test(text)
      ? { id: 'svg', label: 'an SVG drawing', mime: null }
      : { id: 'xml', label: 'an XML file', mime: null };
  if (text.startsWith('{') || text.startsWith('['))
    return { id: 'json', label: 'a JSON text', mime: null };
  return NOTHING;
}

/** Why a file is no usable image, in words, or null where it may be one. */
export function notAnImage(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'the file is empty';
  const { label, mime } = kindOfFile(bytes);
  if (mime !== null) return null;
  const remedy = 'PNG, JPEG, WebP, AVIF and GIF are read';
  if (label === null) return `not an image that is read here (${remedy})`;
  return /image$|file$|drawing$/u.test(label)
    ? `is ${label}, which browsers do not read alike: save it as PNG`
    : `is ${label}, not an image`;
}

// Dropped files and zips that cannot be read.

import type { Said } from '../said';

const DOWNLOAD = 'Download it again.';
const SPLIT_FOLDER = 'Drop the folder itself, or split it.';
const UNPACK = 'Unpack it and drop the folder, or pack it as .zip.';

/** What is wrong with a zip: ends of the sentence that begins with its name, each with a remedy. */
const zip = {
  refused: (name: string, what: string) => `${name} ${what}.`,
  packAgain: 'Pack the folder again and drop the new zip, or drop the folder itself.',
  tooMany: (most: number) => `is one of more than ${most} zips`,
  tooDeep: 'lies in another zip and is too large to be opened there',
  empty: 'is empty',
  noDirectory: [
    'is cut off: its directory, which stands at the end of a zip, is missing',
    'Download or copy it again.',
  ] as Said,
  notZip: (kind: string | null): Said => [
    `is not a zip${kind === null ? '' : `: it is ${kind}`}`,
    UNPACK,
  ],
  noZip64: 'is damaged: its zip64 directory is not where it should be',
  split: [
    'is one part of a zip that was split over several files',
    'Unpack the whole zip and drop the folder.',
  ] as Said,
  directoryOutside: ['is damaged: its directory would lie outside the file', DOWNLOAD] as Said,
  largeDirectory: (count: number, size: number, mostCount: number, mostSize: number): Said => [
    `has ${count} entries in a directory of ${size} MiB; ${mostCount} entries of ${mostSize} MiB ` +
      'are the most',
    SPLIT_FOLDER,
  ],
  cutDirectory: 'is cut off: its directory is not whole',
  badEntry: (place: number) => `is damaged: entry ${place} cannot be read`,
  tooManyEntries: (most: number) => `has more than ${most} entries`,
  otherCount: (told: number, listed: number) =>
    `is damaged: it says ${told} entries and lists ${listed}`,
  encrypted: (entry: string): Said => [
    `is encrypted (“${entry}” needs a password)`,
    'Unpack it with its password and drop the folder.',
  ],
  method: (method: number) => `method ${method}`,
  otherMethod: (method: string, entry: string): Said => [
    `is packed with ${method} (“${entry}”), which is not read here`,
    'Unpack it and drop the folder, or pack it again as an ordinary zip (Deflate).',
  ],
  tooLarge: (size: number, most: number): Said => [
    `would unpack to ${size} GiB; ${most} GiB is the most`,
    SPLIT_FOLDER,
  ],
  outside: (path: string): Said => [
    `holds the path “${path}”, which leaves the folder`,
    'Pack the folder again with plain relative paths.',
  ],
  twice: (path: string): Said => [
    `holds “${path}” twice, and which one is meant cannot be known`,
    'Remove one of them, or unpack the zip and drop the folder.',
  ],
  entryPastEnd: (entry: string): Said => [
    `is cut off: “${entry}” would end past its end`,
    DOWNLOAD,
  ],
  largeEntry: (entry: string, size: number): Said => [
    `holds “${entry}”, which would unpack to ${size} MiB`,
    'Leave that file out of the zip.',
  ],
  damagedEntry: (entry: string, what: string): Said => [
    `is damaged: “${entry}” ${what}`,
    'Pack or download the zip again.',
  ],
  overlap: (entry: string) => `is damaged: “${entry}” overlaps another entry`,
};

/** What is wrong with an entry of a zip, whose name comes before. */
const entry = {
  notThere: 'is not where the directory says',
  otherName: 'has another name in its own header',
  link: 'is a link to another file, not a file',
  cutOff: 'is cut off',
  otherSize: (size: number, told: number) => `has ${size} bytes, the directory says ${told}`,
  checksum: 'does not match its checksum (CRC-32)',
  impossible: (size: number, packed: number) =>
    `claims ${size} bytes, more than ${packed} compressed ones can hold`,
  notInflated: (reason: string) => `cannot be inflated (${reason})`,
  tooLong: (size: number) => `unpacks to more than the ${size} bytes that the directory says`,
};

export const files = {
  zip,
  entry,
  tooLarge: (path: string, size: number, most: number): Said => [
    `${path} has ${size} MiB; ${most} MiB is the most that is read of one such file.`,
    'Split it, or leave it out.',
  ],
  unreadable: (path: string, reason: string): Said => [
    `${path} cannot be read: ${reason}`,
    'It may have changed or moved since it was dropped: drop it again.',
  ],
  archive: (name: string) =>
    `“${name}” is an archive that was not opened: unpack it and drop the folder.`,
  binary: (path: string): Said => [
    `${path} holds binary data, not text.`,
    'Save the table as .csv (UTF-8), .jsonl or .json.',
  ],
  /** What a file is by its first bytes. */
  kinds: {
    png: 'a PNG image',
    jpeg: 'a JPEG image',
    webp: 'a WebP image',
    gif: 'a GIF image',
    avif: 'an AVIF image',
    heic: 'a HEIC image',
    mp4: 'a video (MP4 or MOV)',
    bmp: 'a BMP image',
    tiff: 'a TIFF image',
    jxl: 'a JPEG XL image',
    jp2: 'a JPEG 2000 image',
    psd: 'a Photoshop file',
    ico: 'an icon file',
    webm: 'a video (WebM or MKV)',
    zip: 'a zip',
    rar: 'a RAR archive',
    '7z': 'a 7z archive',
    gzip: 'a gzip archive',
    bzip2: 'a bzip2 archive',
    xz: 'an xz archive',
    zstd: 'a Zstandard archive',
    pdf: 'a PDF',
    sqlite: 'an SQLite database',
    parquet: 'a Parquet file',
    lfs: 'a Git LFS pointer, not the file itself (run “git lfs pull” where it came from)',
    html: 'a web page (HTML)',
    svg: 'an SVG drawing',
    xml: 'an XML file',
    json: 'a JSON text',
  },
};

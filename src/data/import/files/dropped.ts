// What was dropped, sorted: zips opened, what operating systems leave behind put aside, the rest by
// what it may be. Only names and first bytes are looked at.

import { dataErrors } from '../../../strings/errors/data';
import { show } from '../../../strings/show';
import { IMAGE_NAME } from '../tables/columnNames';
import { openZip } from './openZip';
import { baseName, extensionOf, isSystemFile, type SourceFile } from './sourceFile';
import { maskedStem, unreadNotes } from './unreadFiles';
import { badZip } from './zipDirectory';

export interface DroppedFiles {
  /** Every file, those of zips among them. */
  readonly all: readonly SourceFile[];
  readonly images: readonly SourceFile[];
  /** .csv, .tsv, .jsonl, .json, .parquet, .sqlite3 and the like. */
  readonly tables: readonly SourceFile[];
  /** Captions and XMP packets that may stand beside an image. */
  readonly sidecars: readonly SourceFile[];
  /** .json with an image's name: what it says is of that image alone (gallery-dl, img2dataset). */
  readonly records: readonly SourceFile[];
  readonly notes: readonly string[];
}

const TABLES = new Set([
  'csv',
  'tsv',
  'tab',
  'jsonl',
  'ndjson',
  'json',
  'parquet',
  'sqlite3',
  'sqlite',
  'db',
  'db3',
]);
const SIDECARS = new Set(['txt', 'caption', 'xmp']);
const ARCHIVES = /\.(rar|7z|tar|tgz|gz|bz2|xz|zst)$/iu;
/** Zips opened of one drop. */
const MAX_ZIPS = 64;
/** A zip inside a zip is inflated into memory. */
const MAX_INNER_ZIP_BYTES = 512 * 2 ** 20;

const zip = () => dataErrors.files.zip;

/** Opens the zips among files; one inside another is opened too, one level deep. */
async function unpacked(files: readonly SourceFile[], depth: number): Promise<SourceFile[]> {
  const out: SourceFile[] = [];
  let zips = 0;
  const paths = new Set(files.map(({ path }) => path));
  for (const file of files) {
    if (isSystemFile(file.path)) continue;
    if (extensionOf(file.path) !== 'zip' || depth > 1) {
      out.push(file);
      continue;
    }
    zips++;
    if (zips > MAX_ZIPS) badZip(file.path, zip().tooMany(MAX_ZIPS));
    if (depth > 0 && file.size > MAX_INNER_ZIP_BYTES) badZip(file.path, zip().tooDeep);
    let source: Pick<SourceFile, 'size' | 'range'> = file;
    if (depth > 0) {
      const bytes = await file.bytes();
      source = {
        size: bytes.length,
        range: (begin, end) => Promise.resolve(bytes.slice(begin, end)),
      };
    }
    const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
    const inner = (await openZip(file.path, source)).map((entry) => ({
      ...entry,
      path: folder + entry.path,
    }));
    // Where a loose file has an entry's path, the zip's entries get its name as their folder.
    const taken = inner.some(({ path }) => paths.has(path));
    const moved = taken
      ? inner.map((entry) => ({
          ...entry,
          path: `${file.path.replace(/\.zip$/iu, '')}/${entry.path.slice(folder.length)}`,
        }))
      : inner;
    for (const entry of await unpacked(moved, depth + 1)) {
      paths.add(entry.path);
      out.push(entry);
    }
  }
  return out;
}

/** Opens and sorts what was dropped. Errors: BadScoreFile for a zip that cannot be used. */
export async function sortDropped(dropped: readonly SourceFile[]): Promise<DroppedFiles> {
  const all = await unpacked(dropped, 0);
  const archives = all.filter(({ path }) => ARCHIVES.test(path) || extensionOf(path) === 'zip');
  const images = all.filter(({ path }) => IMAGE_NAME.test(path));
  const stems = new Set(images.map(({ path }) => path.replace(/\.[^./]+$/u, '')));
  const isMask = ({ path }: SourceFile): boolean => stems.has(maskedStem(path) ?? '');
  const isRecord = ({ path }: SourceFile): boolean =>
    extensionOf(path) === 'json' && stems.has(path.replace(/(\.[^./]+)?\.json$/iu, ''));
  const isTable = ({ path }: SourceFile): boolean => TABLES.has(extensionOf(path));
  const isSidecar = ({ path }: SourceFile): boolean => SIDECARS.has(extensionOf(path));
  const known = new Set([...images, ...archives]);
  return {
    all,
    images: images.filter((file) => !isMask(file)),
    tables: all.filter((file) => isTable(file) && !isRecord(file)),
    sidecars: all.filter(isSidecar),
    records: all.filter(isRecord),
    notes: [
      ...archives.map(({ path }) => dataErrors.files.archive(show(baseName(path)))),
      ...unreadNotes(all.filter((file) => !known.has(file) && !isTable(file) && !isSidecar(file))),
      ...unreadNotes(images.filter(isMask), 'mask'),
    ],
  };
}

// From a name in a table to a dropped file: exact, then by Unicode form, by case, by the end of the
// path where that names one file, then by another image extension or none. A name is only ever
// looked up in the list of what was dropped: no path leads anywhere else. Linear in all names.

import { baseName, forwardSlashes, type SourceFile } from '../files/sourceFile';
import { dataErrors } from '../../../strings/errors/data';
import { IMAGE_NAME } from '../tables/columnNames';

/** How a file was found; `exact` needs no word. */
export type Match = 'exact' | 'unicode' | 'case' | 'path' | 'extension';

/** Longer cells hold no name among other things. */
const MOST_CELL = 4096;
/** Path parts of which ends are kept: deeper folders share the last ones. */
const MAX_PARTS = 12;

/** A key for names that differ in Unicode form and case alone. */
const fold = (path: string): string => path.normalize('NFC').toLowerCase();

/** null: several files end so. */
type Ends = Map<string, SourceFile | null>;

function addEnds(ends: Ends, key: string, file: SourceFile): void {
  const parts = key.split('/');
  for (let n = 1; n <= Math.min(parts.length, MAX_PARTS); n++) {
    const end = parts.slice(-n).join('/');
    ends.set(end, ends.has(end) ? null : file);
  }
}

/**
 * The file of the longest end that any file has; undefined where that is several files' or none.
 */
function findEnd(ends: Ends, key: string): SourceFile | undefined {
  const parts = key.split('/').filter((part) => part !== '');
  for (let n = Math.min(parts.length, MAX_PARTS); n > 0; n--) {
    const found = ends.get(parts.slice(-n).join('/'));
    if (found !== undefined) return found ?? undefined;
  }
  return undefined;
}

const withoutExtension = (path: string): string => path.replace(IMAGE_NAME, '');
/** What is left of a name when its encoding was lost. */
const skeleton = (path: string): string =>
  baseName(path)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^a-z0-9.]/gu, '');

function decoded(name: string): string {
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The ways a name may be meant: as it is, percent-decoded, the path or a query of a URL. */
function spellings(written: string): string[] {
  const plain = forwardSlashes(written.trim())
    .replace(/^(["'])(.*)\1$/u, '$2')
    .replace(/^(\.\/)+/u, '');
  const names = new Set([plain, decoded(plain)]);
  // Cells of Hugging Face's to_csv, {'bytes': None, 'path': 'a.png'}, and Airtable's, a.png (URL).
  const inner =
    plain.length > MOST_CELL
      ? undefined
      : (/^\{.*'path': '([^']*)'.*\}$/u.exec(plain)?.[1] ??
        /^(.+) \(https?:\/\/[^()\s]*\)$/u.exec(plain)?.[1]);
  if (inner !== undefined) names.add(inner);
  if (/[?#=]|:\/\//u.test(plain)) {
    const path = plain.replace(/^[a-z]+:\/\/[^/]*\//iu, '');
    names.add(decoded(path.replace(/[?#].*$/u, '')));
    for (const part of path.split(/[?&#]/u).slice(1))
      names.add(decoded(part.replace(/^[^=]*=/u, '')));
  }
  return [...names].filter((name) => name !== '' && !name.endsWith('/'));
}

export interface FoundFile {
  readonly file: SourceFile;
  readonly match: Match;
}

export class FileNames {
  private readonly exact = new Map<string, SourceFile>();
  private readonly unicode = new Map<string, SourceFile | null>();
  private readonly folded = new Map<string, SourceFile | null>();
  private readonly ends: Ends = new Map();
  private readonly stems: Ends = new Map();
  private skeletons: Map<string, SourceFile | null> | null = null;

  constructor(private readonly files: readonly SourceFile[]) {
    for (const file of files) {
      const { path } = file;
      this.exact.set(path, file);
      const once = (map: Map<string, SourceFile | null>, key: string): void => {
        map.set(key, map.has(key) ? null : file);
      };
      once(this.unicode, path.normalize('NFC'));
      once(this.folded, fold(path));
      addEnds(this.ends, fold(path), file);
      addEnds(this.stems, fold(withoutExtension(path)), file);
    }
  }

  /** The file a table in `folder` (with a slash at its end, or empty) means, or null. */
  find(written: string, folder: string): FoundFile | null {
    const names = spellings(written);
    const tries: [Match, (name: string) => SourceFile | null | undefined][] = [
      ['exact', (name) => this.exact.get(folder + name) ?? this.exact.get(name)],
      [
        'unicode',
        (name) =>
          this.unicode.get((folder + name).normalize('NFC')) ??
          this.unicode.get(name.normalize('NFC')),
      ],
      ['case', (name) => this.folded.get(fold(folder + name)) ?? this.folded.get(fold(name))],
      ['path', (name) => findEnd(this.ends, fold(folder + name)) ?? findEnd(this.ends, fold(name))],
      [
        'extension',
        (name) =>
          findEnd(this.stems, fold(folder + withoutExtension(name))) ??
          findEnd(this.stems, fold(withoutExtension(name))),
      ],
      // Label Studio puts eight digits before the name of an uploaded file.
      [
        'path',
        (name) => {
          const base = baseName(name).replace(/^[0-9a-f]{8}-/u, '');
          return base === baseName(name) ? undefined : findEnd(this.ends, fold(base));
        },
      ],
    ];
    for (const [match, look] of tries) {
      for (const [spelling, name] of names.entries()) {
        const file = look(name);
        // A URL's or query's path is not the name as it is written.
        if (file) return { file, match: spelling > 0 && match === 'exact' ? 'path' : match };
      }
    }
    return null;
  }

  /** A file whose name is nearly the same: one to offer, never to take. */
  near(written: string): SourceFile | null {
    if (this.skeletons === null) {
      this.skeletons = new Map();
      for (const file of this.files) {
        const key = skeleton(file.path);
        this.skeletons.set(key, this.skeletons.has(key) ? null : file);
      }
    }
    const key = skeleton(forwardSlashes(written));
    return key.length < 3 ? null : (this.skeletons.get(key) ?? null);
  }

  /** True where several files end as the name does, so that none can be taken. */
  isAmbiguous(written: string): boolean {
    const base = fold(baseName(forwardSlashes(written.trim())));
    return this.ends.get(base) === null || this.stems.get(withoutExtension(base)) === null;
  }
}

/** What is said once of names that were not found as they are written. */
export function matchNotes(counts: ReadonlyMap<Match, number>): string[] {
  const { matched } = dataErrors.plan;
  return [...counts].flatMap(([match, count]) =>
    match === 'exact' || match === 'unicode' || count === 0 ? [] : [matched[match](count)],
  );
}
